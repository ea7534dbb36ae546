import { describeChange, diffDeployments, diffTopologies } from '../../src/registry';
import { BASE, base, deploymentOf, topologyOf } from '../topology/declarations';

/** What changes from the base declaration to this one, in words. */
function changes(after: string, before = BASE): readonly string[] {
  return [
    ...diffTopologies(topologyOf(before), topologyOf(after)),
    ...diffDeployments(deploymentOf(before), deploymentOf(after)),
  ].map(describeChange);
}

const RULE = '  - { from: develop, to: [develop_us, management], repositories: [my-repo] }\n';

test.each([
  [
    'a destination is dropped',
    base('[develop_us, management]', '[develop_us]'),
    [
      'develop: replication of my-repo to management removed',
      'management: repository my-repo removed (fails while it holds images)',
      'management: account 111111111111 may no longer replicate into my-repo',
    ],
  ],
  [
    'everything is replicated',
    base('[my-repo]', 'all'),
    [
      'develop: replication of my-repo to develop_us removed',
      'develop: replication of my-repo to management removed',
      'develop: replication of every repository to develop_us added',
      'develop: replication of every repository to management added',
    ],
  ],
  [
    'ECR is to create the replicas',
    base('repositories: [my-repo] }', 'repositories: [my-repo], createRepositories: true }'),
    [
      'develop_us: repository my-repo removed (fails while it holds images)',
      'management: repository my-repo removed (fails while it holds images)',
      'management: account 111111111111 may no longer replicate into my-repo',
      'management: account 111111111111 may now create my-repo*',
      'management: account 111111111111 may now replicate into my-repo*',
    ],
  ],
  [
    'a registry is added',
    base('registries:\n', 'registries:\n  eu: { account: develop, region: eu-west-1 }\n'),
    ['eu: registry added (account 111111111111, eu-west-1)'],
  ],
  [
    'a registry is renamed',
    BASE.replaceAll('develop_us', 'develop_west'),
    [
      "develop_west: registry renamed from develop_us; Terraform cannot plan ('Provider configuration not present') " +
        'until what it holds is moved in the state to the new addresses',
    ],
  ],
  [
    'a repository is added',
    base('repositories:\n', 'repositories:\n  other: { registry: management }\n'),
    ['management: repository other added'],
  ],
  [
    'repositories are protected',
    base('{ registry: develop }', '{ registry: develop, preventDestroy: true }'),
    ['develop', 'develop_us', 'management'].map(
      (name) => `${name}: preventDestroy of repository my-repo turned on`,
    ),
  ],
  [
    'an account is reached by another profile',
    base('"111111111111" }', '"111111111111", profile: ops }'),
    ['account develop: credentials changed from ambient credentials to profile ops'],
  ],
  [
    'an account is reached by a role',
    base(
      '"111111111111" }',
      '"111111111111", assumeRole: { arn: "arn:aws:iam::111111111111:role/ops", externalId: shh } }',
    ),
    [
      'account develop: credentials changed from ambient credentials to role arn:aws:iam::111111111111:role/ops with an ' +
        'external id',
    ],
  ],
  [
    'an account is declared',
    base('registries:', '  extra: { id: "222222222222" }\nregistries:'),
    ['account extra: added (222222222222)'],
  ],
  [
    'the state moves',
    `${BASE}backend: { s3: { bucket: states, region: eu-west-1 } }\n`,
    [
      'backend: changed from local (path terraform.{stack}.tfstate) to s3 (bucket states, region eu-west-1, key ' +
        "ecr-topology/{stack}.tfstate, encrypt true, useLockfile true); move the state with 'terraform init -migrate-state'",
    ],
  ],
  ['a tag is added', `${BASE}tags: { team: platform }\n`, ['tags: team added (platform)']],
])('%s', (_, after, expected) => {
  expect(changes(after)).toEqual(expected);
});

test('what is taken back is said in reverse', () => {
  const more = base('registries:\n', 'registries:\n  eu: { account: develop, region: eu-west-1 }\n').replace(
    'repositories:\n',
    'repositories:\n  gone: { registry: eu, forceDelete: true }\n',
  );
  expect(changes(BASE, `${more}tags: { a: x }\n`)).toEqual([
    'eu: registry removed (account 111111111111, eu-west-1); Terraform needs its provider to destroy what it holds, so ' +
      'empty it and deploy first',
    'eu: repository gone removed, and its images with it (forceDelete is on)',
    'tags: a removed (x)',
  ]);
  expect(changes(`${BASE}tags: { a: y }\n`, `${BASE}tags: { a: x }\n`)).toEqual([
    'tags: a changed from x to y',
  ]);
});

test('a registry that moves leaves everything behind', () => {
  expect(changes(base('"999999999999"', '"222222222222"'))).toEqual([
    'develop: replication of my-repo to management (999999999999 in ap-northeast-1) removed',
    'develop: replication of my-repo to management (222222222222 in ap-northeast-1) added',
    'management: registry moved from account 999999999999, ap-northeast-1 to account 222222222222, ap-northeast-1; ' +
      'Terraform creates everything there and forgets what it leaves behind, images included',
    'account management: id changed from 999999999999 to 222222222222',
  ]);
});

test('preventDestroy does not prevent that a repository goes with its declaration', () => {
  const before = base(
    'repositories:\n',
    'repositories:\n  other: { registry: develop, preventDestroy: true }\n',
  );
  expect(changes(BASE, before)).toEqual([
    'develop: repository other removed (fails while it holds images); preventDestroy goes with it and does not prevent this',
  ]);
});

test('another order of the declaration is no change', () => {
  const lines = BASE.split('\n');
  const reordered = [...lines.slice(7), '', ...lines.slice(3, 7), ...lines.slice(0, 3)].join('\n');
  expect(reordered).not.toBe(BASE);
  expect(changes(reordered)).toEqual([]);
});

test('how rules are grouped is no change', () => {
  const split = base(
    RULE,
    '  - { from: develop, to: [develop_us], repositories: [my-repo] }\n  - { from: develop, to: [management], repositories: [my-repo] }\n',
  );
  expect(changes(split)).toEqual([]);
});
