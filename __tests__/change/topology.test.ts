import { diffDeployments } from '../../src/change/deployment';
import { describeChange } from '../../src/change/text';
import { diffTopologies } from '../../src/change/topology';
import { BASE, base, deploymentOf, topologyOf } from '../declaration/declarations';

/** Returns the text of the changes from the base declaration to this one. */
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
      'management: repository my-repo removed (fails while it contains images)',
      'management: account 111111111111 can no longer replicate into my-repo',
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
    'ECR creates the replicas',
    base('repositories: [my-repo] }', 'repositories: [my-repo], createRepositories: true }'),
    [
      'develop_us: repository my-repo removed (fails while it contains images)',
      'management: repository my-repo removed (fails while it contains images)',
      'management: account 111111111111 can no longer replicate into my-repo',
      'management: account 111111111111 can now create and replicate into my-repo*',
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
        'until you move its contents in the state to the new addresses',
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
      (name) => `${name}: preventDestroy of repository my-repo enabled`,
    ),
  ],
  [
    'an account has another profile',
    base('"111111111111" }', '"111111111111", profile: ops }'),
    ['account develop: credentials changed from ambient credentials to profile ops'],
  ],
  [
    'an account has a role',
    base(
      '"111111111111" }',
      '"111111111111", assumeRole: { arn: "arn:aws:iam::111111111111:role/ops", externalId: shh } }',
    ),
    [
      'account develop: credentials changed from ambient credentials to role arn:aws:iam::111111111111:role/ops with an external ID',
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
        "ecr-topology/{stack}.tfstate, encrypt true, useLockfile true); move the state with 'terraform init' (docs/reference/topology.md, Changing the backend)",
    ],
  ],
  ['a tag is added', `${BASE}tags: { team: platform }\n`, ["tags: team added ('platform')"]],
])('%s', (_, after, expected) => {
  expect(changes(after)).toEqual(expected);
});

test('reverts the changes if the declarations are swapped', () => {
  const more = base('registries:\n', 'registries:\n  eu: { account: develop, region: eu-west-1 }\n').replace(
    'repositories:\n',
    'repositories:\n  gone: { registry: eu, forceDelete: true }\n',
  );
  expect(changes(BASE, `${more}tags: { a: x }\n`)).toEqual([
    'eu: registry removed (account 111111111111, eu-west-1); Terraform needs its provider to destroy its contents; remove the contents and deploy first',
    'eu: repository gone removed with all its images (forceDelete is enabled)',
    "tags: a removed ('x')",
  ]);
  expect(changes(`${BASE}tags: { a: y }\n`, `${BASE}tags: { a: x }\n`)).toEqual([
    "tags: a changed from 'x' to 'y'",
  ]);
});

test('reports no consequence if a removed or renamed registry is empty', () => {
  const more = base('registries:\n', 'registries:\n  eu: { account: develop, region: eu-west-1 }\n');
  expect(changes(BASE, more)).toEqual(['eu: registry removed (account 111111111111, eu-west-1)']);
  expect(changes(more.replace('  eu:', '  europe:'), more)).toEqual(['europe: registry renamed from eu']);
});

test('requires moving the addresses of registries that swap their names', () => {
  const swapped = BASE.replaceAll('develop_us', 'other')
    .replaceAll(/\bmanagement:( \{ account)/g, 'develop_us:$1')
    .replace('  other: {', '  management: {')
    .replace('[other, management]', '[management, develop_us]');
  expect(changes(swapped)).toEqual([
    'develop_us: registry renamed from management; another registry now has the addresses of management; move the resources of both in ' +
      'the state before the next plan',
    'management: registry renamed from develop_us; another registry now has the addresses of develop_us; move the resources of both in ' +
      'the state before the next plan',
  ]);
});

test('distinguishes two registries of one name by account and Region', () => {
  const before = base('repositories:\n', 'repositories:\n  one: { registry: management }\n');
  const after = BASE.replace('  develop_us: { account: develop, region: us-west-1 }\n', '')
    .replace('  management: { account', '  develop_us: { account')
    .replace('[develop_us, management]', '[develop_us]');
  expect(changes(after, before).filter((line) => line.startsWith('develop_us'))).toEqual([
    'develop_us (111111111111 in us-west-1): registry removed (account 111111111111, us-west-1); Terraform needs its provider to destroy its contents; remove the contents and deploy first',
    'develop_us (111111111111 in us-west-1): repository my-repo removed (fails while it contains images)',
    "develop_us (999999999999 in ap-northeast-1): registry renamed from management; Terraform cannot plan ('Provider configuration not present') until you move its contents in the state to the new addresses",
    'develop_us (999999999999 in ap-northeast-1): repository one removed (fails while it contains images)',
  ]);
});

test('reports the replacement of a registry that moves to another Region, and its other changes', () => {
  const moved = base('us-west-1', 'eu-west-1').replace(
    '{ registry: develop }',
    '{ registry: develop, forceDelete: true }',
  );
  expect(changes(moved).filter((line) => line.startsWith('develop_us:'))).toEqual([
    'develop_us: registry moved from account 111111111111, us-west-1 to account 111111111111, eu-west-1; Terraform replaces all its contents: it destroys the repositories with their images, and creates them empty in the new Region',
    'develop_us: forceDelete of repository my-repo enabled',
  ]);
});

test('does not move the state if only the access to the backend changes', () => {
  const s3 = (more: string) => `${BASE}backend: { s3: { bucket: states, region: eu-west-1${more} } }\n`;
  const [change] = changes(s3(', encrypt: false'), s3(''));
  expect(change).toMatch(/; run 'terraform init -reconfigure' /);
});

test('keeps the resources of a registry that moves to another account', () => {
  expect(changes(base('"999999999999"', '"222222222222"'))).toEqual([
    'develop: replication of my-repo to management (999999999999 in ap-northeast-1) removed',
    'develop: replication of my-repo to management (222222222222 in ap-northeast-1) added',
    'management: registry moved from account 999999999999, ap-northeast-1 to account 222222222222, ap-northeast-1; remove all its contents from the state before the next plan: Terraform then creates them in the new account, and no longer manages those in the former account, images included (docs/guides/rename-move-remove.md)',
    'account management: id changed from 999999999999 to 222222222222',
  ]);
});

test('preventDestroy does not prevent removing the repository together with its declaration', () => {
  const before = base(
    'repositories:\n',
    'repositories:\n  other: { registry: develop, preventDestroy: true }\n',
  );
  expect(changes(BASE, before)).toEqual([
    'develop: repository other removed (fails while it contains images); preventDestroy does not prevent this, because it is removed together with the repository',
  ]);
});

test('ignores the order of the declaration', () => {
  const lines = BASE.split('\n');
  const reordered = [...lines.slice(7), '', ...lines.slice(3, 7), ...lines.slice(0, 3)].join('\n');
  expect(reordered).not.toBe(BASE);
  expect(changes(reordered)).toEqual([]);
});

test('ignores how replication rules are grouped', () => {
  const split = base(
    RULE,
    '  - { from: develop, to: [develop_us], repositories: [my-repo] }\n  - { from: develop, to: [management], repositories: [my-repo] }\n',
  );
  expect(changes(split)).toEqual([]);
});

describe('changes of permissions', () => {
  const access = (...entries: readonly string[]) =>
    `${BASE}access:\n${entries.map((entry) => `  - { repositories: my-repo, registries: management, ${entry} }\n`).join('')}`;
  const role = 'arn:aws:iam::111111111111:role/ci';
  const identity = `${role}: its identity policy`;
  const qualifiedName = 'my-repo (999999999999 in ap-northeast-1)';

  test.each<readonly [string, string, string, readonly string[]]>([
    [
      'an account may pull',
      BASE,
      access('allow: pull, principals: develop'),
      ['management: account 111111111111 can now pull my-repo'],
    ],
    [
      'an account may push as well',
      access('allow: pull, principals: develop'),
      access('allow: pull-push, principals: develop'),
      ['management: account 111111111111 can now push to my-repo'],
    ],
    [
      'an account may only pull',
      access('allow: pull-push, principals: develop'),
      access('allow: pull, principals: develop'),
      ['management: account 111111111111 can no longer push to my-repo'],
    ],
    [
      'an account may only push',
      access('allow: pull-push, principals: develop'),
      access('allow: push, principals: develop'),
      ['management: account 111111111111 can no longer pull my-repo'],
    ],
    [
      'one account replaces another',
      access('allow: pull, principals: develop'),
      access('allow: pull, principals: "222222222222"'),
      [
        'management: account 111111111111 can no longer pull my-repo',
        'management: account 222222222222 can now pull my-repo',
      ],
    ],
    [
      'an organization may pull',
      BASE,
      access('allow: pull, principals: { organization: o-a1b2c3d4e5 }'),
      ['management: organization o-a1b2c3d4e5 can now pull my-repo'],
    ],
    [
      'a role may pull, in the repository policy and the identity policy',
      BASE,
      access(`allow: pull, principals: "${role}"`),
      [
        `management: ${role} can now pull my-repo`,
        `${identity} now allows it to pull ${qualifiedName}`,
        `${identity} now allows it to log in to all registries`,
      ],
    ],
    [
      'a role loses only its identity policy',
      access(`allow: push, principals: "${role}"`),
      access(`allow: push, principals: "${role}", identity: none`),
      [
        `${identity} no longer allows it to push to ${qualifiedName}`,
        `${identity} no longer allows it to log in to all registries`,
      ],
    ],
    [
      'a managed policy replaces the inline policy',
      access(`allow: pull, principals: "${role}"`),
      access(`allow: pull, principals: "${role}", identity: managed`),
      [
        `${role}: AmazonEC2ContainerRegistryPullOnly attached`,
        `${identity} no longer allows it to pull ${qualifiedName}`,
        `${identity} no longer allows it to log in to all registries`,
      ],
    ],
    [
      'a managed policy with more permissions replaces another',
      access(`allow: pull, principals: "${role}", identity: managed`),
      access(`allow: pull-push, principals: "${role}", identity: managed`),
      [
        `management: ${role} can now push to my-repo`,
        `${role}: AmazonEC2ContainerRegistryPullOnly detached`,
        `${role}: AmazonEC2ContainerRegistryPowerUser attached`,
      ],
    ],
  ])('%s', (_, before, after, expected) => {
    expect(changes(after, before)).toEqual(expected);
  });

  test('describes a statement that denies an action', () => {
    const denied = base(
      'my-repo: { registry: develop }',
      'my-repo: { registry: develop, statements: [{ effect: Deny, principals: "*", actions: "ecr:BatchDeleteImage" }] }',
    );
    const lines = ['develop', 'develop_us', 'management'];
    expect(changes(denied)).toEqual(
      lines.map(
        (name) => `${name}: every principal is now denied permission to use ecr:BatchDeleteImage on my-repo`,
      ),
    );
    expect(changes(BASE, denied)).toEqual(
      lines.map(
        (name) =>
          `${name}: every principal is no longer denied permission to use ecr:BatchDeleteImage on my-repo`,
      ),
    );
  });

  test('ignores how access entries are grouped', () => {
    const one = access(`allow: pull-push, principals: [develop, "${role}"]`);
    const many = access(
      'allow: push, principals: develop',
      `allow: pull, principals: "${role}"`,
      'allow: pull, principals: "111111111111"',
      `allow: push, principals: { arn: "${role}" }`,
    );
    expect(changes(many, one)).toEqual([]);
  });

  test('reports only the rename if a registry is renamed', () => {
    const before = access('allow: pull, principals: "222222222222"');
    const after = before.replace(/\bmanagement(: \{ account|, allow|\])/g, 'central$1');
    expect(changes(after, before)).toEqual([
      expect.stringMatching(/^central: registry renamed from management;/),
    ]);
  });
});
