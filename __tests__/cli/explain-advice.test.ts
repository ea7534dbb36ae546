import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ecrTopology } from './in-process';

const folder = mkdtempSync(join(tmpdir(), 'advice-'));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const TOPOLOGY = file(
  'topology.yaml',
  `accounts:
  hub: { id: "111111111111" }
  prod: { id: "444444444444" }
registries:
  hub: { account: hub, region: eu-west-1 }
  near: { account: hub, region: us-east-1 }
  far: { account: prod, region: us-east-1 }
repositories:
  app:
    registry: hub
    statements:
      - sid: TeamOnly
        principals: prod
        actions: [ecr:BatchGetImage, ecr:GetDownloadUrlForLayer]
        conditions: { StringEquals: { "aws:PrincipalTag/team": [web, mobile] } }
      - sid: NoLaptops
        effect: Deny
        principals: prod
        actions: ["ecr:PutImage"]
        conditions: { StringNotLike: { "aws:PrincipalTag/kind": "ci-*" } }
  base: { registry: hub }
  chained: { registry: hub }
  twice: { registries: [hub, near] }
replication:
  - { from: hub, to: [near], repositories: [chained, twice] }
  - { from: near, to: [far], repositories: [chained, twice] }
access:
  - { allow: pull, repositories: base, principals: "arn:aws:iam::222222222222:role/team/ci", identity: none }
  - { allow: push, repositories: chained, principals: "arn:aws:iam::111111111111:role/build" }
  - { allow: pull, repositories: base, principals: { organization: o-a1b2c3d4e5 } }
  - { allow: pull, repositories: base, principals: { lambda: prod } }
  - { allow: pull, repositories: app, principals: { arn: "arn:aws:iam::444444444444:role/node-*", viaAccountRoot: true } }
`,
);
const policy = (statement: object) => JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
const ALL = file('all.json', policy({ Effect: 'Allow', Action: 'ecr:*', Resource: '*' }));
const VARIABLE = file(
  'variable.json',
  policy({
    Effect: 'Allow',
    Action: 'ecr:*',
    Resource: 'arn:aws:ecr:eu-west-1:${aws:PrincipalAccount}:repository/*',
  }),
);

const role = (account: string, name: string) => `arn:aws:iam::${account}:role/${name}`;
const explain = async (line: string) => {
  const { status, stdout, stderr } = await ecrTopology([
    ...['explain', ...line.split(' ')],
    ...['--topology', TOPOLOGY],
  ]);
  return { status, text: stdout === '' ? stderr : stdout };
};

const PROD = role('444444444444', 'x');

test.each<readonly [title: string, question: string, shown: readonly string[], hidden: readonly string[]]>([
  [
    'names the condition that is not met, and proposes no grant that bypasses it',
    `pull --as ${PROD} --repository app --registry hub --identity-policy ${ALL} --context aws:PrincipalTag/team=api`,
    [
      "Statement 'TeamOnly' of the repository policy of 'app' would allow ecr:BatchGetImage, ecr:GetDownloadUrlForLayer",
      'StringEquals aws:PrincipalTag/team mobile, web: the request has api',
      'No other grant is suggested',
    ],
    ['access:\n'],
  ],
  [
    'shows that the request does not have the key',
    `pull --as ${PROD} --repository app --registry hub --identity-policy ${ALL} --context aws:PrincipalTag/team=`,
    ['StringEquals aws:PrincipalTag/team mobile, web: the request does not have this key'],
    ['access:\n'],
  ],
  [
    'shows that a value is not known',
    `pull --as ${PROD} --repository app --registry hub --identity-policy ${ALL}`,
    [
      'StringEquals aws:PrincipalTag/team mobile, web: the request has an unknown value',
      'set --context aws:PrincipalTag/team=<value>',
    ],
    ['access:\n'],
  ],
  [
    'shows the pattern of a grant to other roles',
    `pull --as ${role('444444444444', 'nodes')} --repository app --registry hub --identity-policy ${ALL} --context aws:PrincipalTag/team=web aws:PrincipalTag/team=api`,
    ['ArnLike aws:PrincipalArn arn:aws:iam::444444444444:role/node-*: the request has'],
    [],
  ],
  [
    'shows the conditions that make a Deny apply',
    `push --as ${PROD} --repository app --registry hub --identity-policy ${ALL} --context aws:PrincipalTag/kind=laptop`,
    [
      "Remove or narrow statement 'NoLaptops'",
      'StringNotLike aws:PrincipalTag/kind ci-*: the request has laptop',
      'allow: push',
    ],
    [],
  ],
  [
    'names a condition of an organization',
    `pull --as ${role('777777777777', 'x')} --repository base --registry hub --identity-policy ${ALL} --context aws:PrincipalOrgID=o-z9z9z9z9z9`,
    ['StringEquals aws:PrincipalOrgID o-a1b2c3d4e5: the request has o-z9z9z9z9z9'],
    ['access:\n'],
  ],
  [
    'reports a policy variable that never matches',
    `pull --as ${role('222222222222', 'team/ci')} --repository base --registry hub --identity-policy ${VARIABLE}`,
    [
      '${aws:PrincipalAccount}:repository/*: IAM does not replace a policy variable before the fifth colon',
      'replace the policy variable with the Region and account',
    ],
    ['Attach to'],
  ],
  [
    'suggests the role of the same name under another path',
    `pull --as ${role('222222222222', 'ci')} --repository app --registry hub`,
    [`Use --as ${role('222222222222', 'team/ci')}, or correct the ARN`],
    ['access:\n', 'Attach to'],
  ],
  [
    'uses the role in the topology for a session',
    `pull --as arn:aws:sts::222222222222:assumed-role/ci/build --repository base --registry hub --identity-policy ${ALL}`,
    ['ALLOWED'],
    [],
  ],
  ...['ec2', 'ecs-tasks', 'ecs', 'eks', 'batch', 'sagemaker'].map(
    (service) =>
      [
        `proposes no grant to ${service}`,
        `pull --as ${service}.amazonaws.com --repository base --registry hub --context aws:SourceAccount=444444444444`,
        ['to pull, so a grant to the service has no effect', 'a grant to the service has no effect'],
        ['access:\n'],
      ] as const,
  ),
  [
    'proposes no push for Lambda',
    'push --as lambda.amazonaws.com --repository base --registry hub --context aws:SourceAccount=444444444444',
    ["'lambda.amazonaws.com' does not push images", 'the role that builds the image'],
    ['access:\n'],
  ],
  [
    'proposes the role of the project for CodeBuild in another account',
    'pull --as codebuild.amazonaws.com --repository base --registry hub --context aws:SourceAccount=444444444444',
    ['uses the service role of the project to pull'],
    ['access:\n'],
  ],
  [
    'proposes replication to the Region of a Lambda function',
    'pull --as lambda.amazonaws.com --repository base --registry hub --context aws:SourceArn=arn:aws:lambda:us-east-1:444444444444:function:f',
    ['the Region of the function, us-east-1', 'from: hub', 'repositories: [base]'],
    ['access:\n'],
  ],
  [
    'proposes replication to a registry without the repository, and the grant that it needs',
    `pull --as ${role('111111111111', 'build')} --repository app --registry near --identity-policy ${VARIABLE}`,
    ["'near' does not contain app", 'from: hub\n        to: [near]\n        repositories: [app]'],
    [],
  ],
  [
    'names the source registry for a push to a replica',
    `push --as ${role('111111111111', 'build')} --repository chained --registry near`,
    ["Push to 'hub'. The caller can already push to 'hub'"],
    ['access:\n'],
  ],
  [
    'grants a push in the source registry, not in a replica',
    `push --as ${role('111111111111', 'other')} --repository chained --registry near`,
    ["images that are pushed to a replica are not replicated. Push to 'hub'", 'registries: [hub]'],
    ['registries: [near]'],
  ],
  [
    'grants a push in a source registry that a replication rule fills too',
    `push --as ${role('111111111111', 'other')} --repository twice --registry near`,
    ['registries: [near]'],
    ['has a replica'],
  ],
  [
    'explains that replication is one hop',
    'replicate --from near --to far --repository chained',
    [
      'ECR does not replicate them again',
      "the rule from 'near' to 'far' does not replicate them",
      'from: hub\n        to: [far]',
    ],
    ['from: near\n'],
  ],
  [
    'explains that replication is one hop when images are pulled',
    `pull --as ${PROD} --repository chained --registry far`,
    ['ECR does not replicate images again that', 'from: hub\n        to: [far]'],
    [],
  ],
  [
    'allows a rule from a registry that a rule fills if images are pushed there too',
    'replicate --from near --to far --repository twice',
    ['ALLOWED'],
    [],
  ],
  [
    'names the role of an instance profile',
    'pull --as arn:aws:iam::222222222222:instance-profile/ci --repository base --registry hub',
    [`If the role has the same name, set --as to ${role('222222222222', 'team/ci')}.`],
    [],
  ],
  [
    'names the caller to use instead of an identity provider',
    'pull --as arn:aws:iam::222222222222:oidc-provider/token.actions.githubusercontent.com --repository base --registry hub',
    ['its users assume a role'],
    [],
  ],
  [
    'explains a federated user',
    'pull --as arn:aws:sts::222222222222:federated-user/bob --repository app --registry hub',
    [
      'DENIED: arn:aws:sts::222222222222:federated-user/bob cannot pull',
      'principals: ["222222222222"]',
      'sts:GetFederationToken',
    ],
    ['put-user-policy'],
  ],
  [
    'rejects a federated user of another partition',
    'pull --as arn:aws-cn:sts::222222222222:federated-user/bob --repository app --registry hub',
    ['The caller is in partition aws-cn'],
    [],
  ],
])('%s', async (_, question, shown, hidden) => {
  const { text } = await explain(question);
  for (const each of shown) expect(text).toContain(each);
  for (const each of hidden) expect(text).not.toContain(each);
});
