import { base } from '../../../declaration/declarations';
import { access, many, type CasesOf } from './case';
import { NOT_CREATED_CASES } from './templates';

/** Returns `BASE` with one entry that allows the principals to pull. */
const pull = (principals: string) => access(`allow: pull, repositories: my-repo, principals: ${principals}`);

const ROLE = 'arn:aws:iam::111111111111:role/ci';

/** Returns `BASE` with an account and a registry in China. */
const china = (entry: string) =>
  access(entry)
    .replace('registries:\n', '  china: { id: "333333333333" }\nregistries:\n')
    .replace(
      'repositories:\n',
      '  beijing: { account: china, region: cn-north-1 }\nrepositories:\n  cn-repo: { registry: beijing }\n',
    );

export const ACCESS_CASES: CasesOf<'access'> = {
  'access/unknown-registry': [
    {
      bad: access(
        'allow: pull, repositories: my-repo, registries: [develop, «managment»], principals: develop',
      ),
      message: "Did you mean 'management'?",
      good: access(
        'allow: pull, repositories: my-repo, registries: [develop, management], principals: develop',
      ),
    },
    {
      bad: access('allow: pull, repositories: my-repo, registries: «nowhere», principals: develop'),
      message: 'Declared: develop, develop_us, management',
    },
  ],
  'access/unknown-repository': [
    {
      bad: access('allow: pull, repositories: [«my-rpeo»], principals: develop'),
      message: "Did you mean 'my-repo'?",
      good: access('allow: pull, repositories: [my-repo], principals: develop'),
    },
    {
      bad: access('allow: pull, repositories: [my-repo, «"team/*"»], principals: develop'),
      message: 'Declared: my-repo',
      good: access('allow: pull, repositories: ["my-*"], principals: develop'),
    },
    {
      bad: access('allow: pull, repositories: «all», principals: develop'),
      message: "For every repository write '*'",
      good: access('allow: pull, repositories: "*", principals: develop'),
    },
  ],
  'access/matches-nothing': [
    {
      bad: access(
        'allow: pull, repositories: [my-repo, «other»], registries: develop_us, principals: develop',
      ).replace('repositories:\n', 'repositories:\n  other: { registry: management }\n'),
      message: "'other' is not declared in 'develop_us', but in 'management'",
      good: access('allow: pull, repositories: my-repo, registries: develop_us, principals: develop'),
    },
    {
      bad: access(
        'allow: pull, repositories: «my-repo», registries: management, principals: develop',
      ).replace('repositories: [my-repo] }', 'repositories: [my-repo], createRepositories: true }'),
      message: 'declare the repository there to give it a policy',
      good: access('allow: pull, repositories: my-repo, registries: management, principals: develop'),
    },
    {
      bad: access(
        'allow: pull, repositories: other, registries: [management, «develop_us»], principals: develop',
      ).replace('repositories:\n', 'repositories:\n  other: { registry: management }\n'),
      message: "'develop_us' holds none of the repositories of this entry",
      good: access('allow: pull, repositories: other, registries: [management], principals: develop').replace(
        'repositories:\n',
        'repositories:\n  other: { registry: management }\n',
      ),
    },
  ],
  'access/unknown-account': [
    { bad: pull('«develp»'), message: "Did you mean 'develop'?", good: pull('develop') },
    { bad: pull('[develop, «other»]'), message: 'An account that is not declared goes by its id' },
    { bad: pull('«"11111111111"»'), message: 'it has 11 digits, not 12' },
    {
      bad: pull('{ lambda: «develp» }'),
      message: "Did you mean 'develop'?",
      good: pull('{ lambda: develop }'),
    },
    {
      bad: pull('{ service: codebuild.amazonaws.com, account: «"1111-1111-1111"» }'),
      message: 'leave out the hyphens',
      good: pull('{ service: codebuild.amazonaws.com, account: "222222222222" }'),
    },
  ],
  'access/principal': [
    {
      bad: access(
        'allow: pull, repositories: my-repo, principals: «arn:aws:iam::111111111111:role/AWSReservedSSO_Dev_0123456789abcdef»',
      ),
      message: 'role/aws-reserved/sso.amazonaws.com/*AWSReservedSSO_Dev_????????????????',
    },
    {
      bad: pull('«"arn:aws:sts::111111111111:assumed-role/ci/session"»'),
      message: 'Name the role: arn:aws:iam::111111111111:role/ci',
      good: pull(ROLE),
    },
    { bad: pull('«arn:aws:iam::111111111111:group/devs»'), message: 'a group, which IAM does not take' },
    {
      bad: pull('«arn:aws:iam::111111111111:instance-profile/team/ci»'),
      message: 'Name the role in it: arn:aws:iam::111111111111:role/ci',
    },
    {
      bad: pull('«arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com»'),
      message: 'Name the role that trusts it',
    },
    { bad: pull('«arn:aws:iam::111111111111:saml-provider/idp»'), message: 'Name the role that trusts it' },
    {
      bad: pull('«arn:aws:sts::111111111111:federated-user/bob»'),
      message: 'Name its account, 111111111111',
    },
    {
      bad: pull('«"arn:aws:iam::111111111111:role/ci-*"»'),
      message: 'Write { arn: …, viaAccountRoot: true }',
      good: pull('{ arn: "arn:aws:iam::111111111111:role/ci-*", viaAccountRoot: true }'),
    },
    { bad: pull('«"arn:aws:iam::111111111111:*"»'), message: 'Invalid repository policy provided' },
    {
      bad: pull('«arn:aws:ecr:us-west-1:111111111111:repository/my-repo»'),
      message: 'not the ARN of a role, a user or an account root',
    },
    { bad: pull('«arn:aws:iam::11111111111:role/ci»'), message: 'arn:aws:iam::<12 digits>:role/<name>' },
    {
      bad: pull('«arn:amazon:iam::111111111111:role/ci»'),
      message: "the partition 'amazon', which AWS does not have",
    },
    {
      bad: pull('{ arn: «"arn:aws:iam::*:role/ci"», viaAccountRoot: true }'),
      message: 'not the ARN of roles or users of one account',
    },
    {
      bad: pull('{ arn: «develop», viaAccountRoot: true }'),
      message: 'With viaAccountRoot, write the ARN of a role or user',
    },
    {
      bad: pull(`{ arn: «arn:aws:iam::111111111111:role/${'x'.repeat(65)}», viaAccountRoot: true }`),
      message: 'not the ARN of a role',
      good: pull(`{ arn: arn:aws:iam::111111111111:role/${'x'.repeat(64)}, viaAccountRoot: true }`),
    },
    { bad: pull('[«{}»]'), message: 'says nobody' },
    {
      bad: pull('[«{ account: develop }»]'),
      message: 'An account stands by itself, by name or id: develop',
      good: pull('[develop]'),
    },
    {
      bad: pull(`[«{ arn: "${ROLE}", lambda: develop }»]`),
      message: 'arn and lambda at once',
      good: pull(`[{ arn: "${ROLE}" }, { lambda: develop }]`),
    },
    {
      bad: pull('[«{ service: codebuild.amazonaws.com }»]'),
      message: 'the confused deputy',
      good: pull('{ service: codebuild.amazonaws.com, account: develop }'),
    },
    {
      bad: pull('{ organization: o-a1b2c3d4e5, «viaAccountRoot»: true }'),
      message: "'viaAccountRoot' says something of 'arn' only",
      good: pull('{ organization: o-a1b2c3d4e5, viaAccountRoot: false }'),
    },
    {
      bad: pull('{ lambda: develop, «account»: management }'),
      message: "'account' says something of 'service' only",
    },
    {
      bad: access(
        `allow: pull, repositories: my-repo, principals: arn:aws:iam::111111111111:role/a/ci`,
        `allow: push, repositories: my-repo, principals: «arn:aws:iam::111111111111:role/b/CI»`,
      ),
      message: 'an account has one role of a name',
      good: access(
        `allow: pull, repositories: my-repo, principals: arn:aws:iam::111111111111:role/a/ci`,
        `allow: push, repositories: my-repo, principals: arn:aws:iam::111111111111:user/a/ci`,
        `allow: push, repositories: my-repo, principals: arn:aws:iam::999999999999:role/b/ci`,
      ),
    },
  ],
  'access/partition': [
    {
      bad: china(`allow: pull, repositories: cn-repo, principals: «${ROLE}»`),
      message: 'Name a principal of aws-cn (arn:aws-cn:iam::…)',
      good: china('allow: pull, repositories: cn-repo, principals: arn:aws-cn:iam::333333333333:role/ci'),
    },
    {
      bad: china('allow: pull, repositories: cn-repo, principals: «arn:aws:iam::333333333333:root»'),
      message: "in the partition aws, and 'beijing' in aws-cn",
      good: china('allow: pull, repositories: cn-repo, principals: arn:aws-cn:iam::333333333333:root'),
    },
    {
      bad: china('allow: pull, repositories: cn-repo, principals: [china, «develop»]'),
      message: "in the partition aws, and 'beijing' in aws-cn",
      good: china('allow: pull, repositories: cn-repo, principals: [china, "222222222222"]'),
    },
    {
      bad: china('allow: pull, repositories: my-repo, principals: [«{ lambda: china }»]'),
      message: "in the partition aws-cn, and 'develop' in aws",
    },
    {
      bad: china(
        'allow: pull, repositories: "*", principals: [«{ arn: "arn:aws-cn:iam::333333333333:role/*", viaAccountRoot: true }»]',
      ),
      message: 'or other registries',
      good: china(
        'allow: pull, repositories: "*", registries: beijing, principals: { arn: "arn:aws-cn:iam::333333333333:role/*", viaAccountRoot: true }',
      ),
    },
  ],
  'access/duplicate-principal': [
    {
      bad: pull('[develop, management, «"111111111111"»]'),
      message: 'a name and the id of the same account are the same principal',
      good: pull('[develop, management, "222222222222"]'),
    },
    { bad: pull(`[${ROLE}, «{ arn: "${ROLE}" }»]`), message: 'stands here already' },
    { bad: pull('[develop, «arn:aws:iam::111111111111:root»]'), message: 'Remove one' },
  ],
  'access/public': [
    {
      bad: pull('«"*"»'),
      message: "if it is meant, add 'public: true'",
      good: access('allow: pull, repositories: my-repo, principals: "*", public: true'),
    },
    {
      bad: access('allow: pull, repositories: my-repo, principals: [develop, «"*"»], public: false'),
      message: 'everybody who has an AWS account',
      good: pull('{ organization: o-a1b2c3d4e5 }'),
    },
  ],
  'access/lambda-push': [
    {
      bad: access('allow: pull-push, repositories: my-repo, principals: [develop, «{ lambda: develop }»]'),
      message: 'Grant pull to lambda, and push to the role that builds the image',
      good: pull('{ lambda: develop }'),
    },
  ],
  'access/service': [
    {
      bad: access(
        'allow: pull, repositories: my-repo, principals: [«{ service: ecs-tasks.amazonaws.com, account: develop }»]',
      ),
      message: 'with the task execution role',
    },
    {
      bad: access(
        'allow: pull, repositories: my-repo, registries: develop, principals: [«{ service: codebuild.amazonaws.com, account: management }»]',
      ),
      message: 'with the role of the project',
      good: access(
        'allow: pull, repositories: my-repo, registries: develop, principals: { service: codebuild.amazonaws.com, account: develop }',
      ),
    },
  ],
  'access/not-created': NOT_CREATED_CASES,
  'access/push-to-replica': [
    {
      bad: access(
        'allow: push, repositories: my-repo, registries: [develop, «management»], principals: develop',
      ),
      message: "In 'management', 'my-repo' is a replica",
      good: access('allow: pull-push, repositories: my-repo, principals: develop'),
    },
    {
      bad: access(
        'allow: pull-push, repositories: "*", registries: «management», principals: develop',
      ).replace('repositories:\n', 'repositories:\n  my-repo-2: { registry: develop }\n'),
      message: "'my-repo', 'my-repo-2' are replicas",
      good: access('allow: push, repositories: my-repo, registries: management, principals: develop').replace(
        'my-repo: { registry: develop }',
        'my-repo: { registries: [develop, management] }',
      ),
    },
  ],
  'access/identity': [
    {
      bad: access(
        'allow: pull, repositories: my-repo, principals: «arn:aws:iam::111111111111:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_x_1», identity: inline',
      ),
      message: 'lets nobody attach a policy to it',
    },
    {
      bad: access('allow: pull, repositories: my-repo, principals: «develop», identity: inline'),
      message: 'this principal is a whole account',
      good: access(`allow: pull, repositories: my-repo, principals: ${ROLE}, identity: inline`),
    },
    {
      bad: access(
        'allow: pull, repositories: my-repo, principals: [«{ arn: "arn:aws:iam::111111111111:role/ci-*", viaAccountRoot: true }»], identity: managed',
      ),
      message: 'several roles or users',
      good: access(
        `allow: pull, repositories: my-repo, principals: { arn: "${ROLE}", viaAccountRoot: true }, identity: managed`,
      ),
    },
    {
      bad: access(
        'allow: pull, repositories: my-repo, principals: «arn:aws:iam::222222222222:role/ci», identity: managed',
      ),
      message: 'or attach the policy yourself and write \'identity: none\'. The policy: {"Version"',
      good: access(
        'allow: pull, repositories: my-repo, principals: arn:aws:iam::222222222222:role/ci, identity: none',
      ),
    },
    ...[
      '{ organization: o-a1b2c3d4e5 }',
      '{ lambda: develop }',
      '{ service: codebuild.amazonaws.com, account: develop }',
    ].map((principal) => ({
      bad: access(`allow: pull, repositories: my-repo, principals: [«${principal}»], identity: inline`),
      message: 'put roles and users in an entry of their own',
      good: access(`allow: pull, repositories: my-repo, principals: [${principal}], identity: none`),
    })),
  ],
  'access/identity-missing': [
    {
      bad: pull('[develop, «arn:aws:iam::222222222222:role/ci»]'),
      message:
        'The policy: {"Version":"2012-10-17","Statement":[{"Sid":"Login","Effect":"Allow",' +
        '"Action":["ecr:GetAuthorizationToken"],"Resource":"*"},{"Sid":"Pull"',
      good: pull('[develop, "222222222222"]'),
    },
    {
      bad: access('allow: push, repositories: "*", principals: «arn:aws:iam::222222222222:user/x»').replace(
        'repositories:\n',
        `repositories:\n${many(100, (index) => `  app/service-${index}: { registry: develop }\n`).join('')}`,
      ),
      message: 'The policy: arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPowerUser',
      good: base('registries:\n', '  third: { id: "222222222222" }\nregistries:\n').concat(
        'access: [{ allow: push, repositories: my-repo, principals: arn:aws:iam::222222222222:user/x }]\n',
      ),
    },
  ],
};
