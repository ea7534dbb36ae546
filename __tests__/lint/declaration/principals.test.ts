import { access, many } from '../../declaration/changed-base';
import { base } from '../../declaration/declarations';
import { describeDiagnostics } from '../../declaration/diagnostic-cases';

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

describeDiagnostics('principals', {
  'access/principal': [
    {
      bad: access(
        `allow: pull, repositories: my-repo, principals: arn:aws:iam::111111111111:role/a/ci`,
        `allow: push, repositories: my-repo, principals: «arn:aws:iam::111111111111:role/b/CI»`,
      ),
      message: 'the name of a role is unique in its account',
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
      message: 'Use a principal in partition aws-cn (arn:aws-cn:iam::…)',
      good: china('allow: pull, repositories: cn-repo, principals: arn:aws-cn:iam::333333333333:role/ci'),
    },
    {
      bad: china('allow: pull, repositories: cn-repo, principals: «arn:aws:iam::333333333333:root»'),
      message: "in partition aws, but 'beijing' is in partition aws-cn",
      good: china('allow: pull, repositories: cn-repo, principals: arn:aws-cn:iam::333333333333:root'),
    },
    {
      bad: china('allow: pull, repositories: cn-repo, principals: [china, «develop»]'),
      message: "in partition aws, but 'beijing' is in partition aws-cn",
      good: china('allow: pull, repositories: cn-repo, principals: [china, "222222222222"]'),
    },
    {
      bad: china('allow: pull, repositories: my-repo, principals: [«{ lambda: china }»]'),
      message: "in partition aws-cn, but 'develop' is in partition aws",
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
  'access/identity': [
    {
      bad: access(
        'allow: pull, repositories: my-repo, principals: «arn:aws:iam::111111111111:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_x_1», identity: inline',
      ),
      message:
        "AWS manages the role 'AWSReservedSSO_x_1', so no policy can be attached to 'AWSReservedSSO_x_1'",
    },
    {
      bad: access('allow: pull, repositories: my-repo, principals: «develop», identity: inline'),
      message: 'this principal is an account',
      good: access(`allow: pull, repositories: my-repo, principals: ${ROLE}, identity: inline`),
    },
    {
      bad: access(
        'allow: pull, repositories: my-repo, principals: [«{ arn: "arn:aws:iam::111111111111:role/ci-*", viaAccountRoot: true }»], identity: managed',
      ),
      message: 'a pattern of roles or users',
      good: access(
        `allow: pull, repositories: my-repo, principals: { arn: "${ROLE}", viaAccountRoot: true }, identity: managed`,
      ),
    },
    {
      bad: access(
        'allow: pull, repositories: my-repo, principals: «arn:aws:iam::222222222222:role/ci», identity: managed',
      ),
      message: `or attach the policy yourself and write 'identity: none'.\nPolicy to attach: {"Version"`,
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
      message: 'put roles and users in a separate entry',
      good: access(`allow: pull, repositories: my-repo, principals: [${principal}], identity: none`),
    })),
  ],
  'access/identity-missing': [
    {
      bad: pull('[develop, «arn:aws:iam::222222222222:role/ci»]'),
      message:
        'Policy to attach: {"Version":"2012-10-17","Statement":[{"Sid":"Login","Effect":"Allow",' +
        '"Action":["ecr:GetAuthorizationToken"],"Resource":"*"},{"Sid":"Pull"',
      good: pull('[develop, "222222222222"]'),
    },
    {
      bad: access('allow: push, repositories: "*", principals: «arn:aws:iam::222222222222:user/x»').replace(
        'repositories:\n',
        `repositories:\n${many(100, (index) => `  app/service-${index}: { registry: develop }\n`).join('')}`,
      ),
      message: 'Policy to attach: arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPowerUser',
      good: base('registries:\n', '  third: { id: "222222222222" }\nregistries:\n').concat(
        'access: [{ allow: push, repositories: my-repo, principals: arn:aws:iam::222222222222:user/x }]\n',
      ),
    },
  ],
});
