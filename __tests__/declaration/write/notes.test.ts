import { parseIdentityArn } from '../../../src/aws/arn';
import type { PolicyStatement } from '../../../src/aws/policy/document';
import { policyFromStatements } from '../../../src/aws/policy/grants';
import type { PlannedRegistry, PlannedRepository, PlannedTopology } from '../../../src/model/topology';
import { DEFAULT_SETTINGS } from '../../../src/model/settings';
import { UNKNOWN, unknownOf } from '../../../src/model/unknown';
import { loadValid, write } from './written';

const BASE = `accounts:
  develop: { id: "111111111111" }
  management: { id: "999999999999" }
registries:
  develop: { account: develop, region: ap-northeast-1 }
  develop_us: { account: develop, region: us-west-1 }
  management: { account: management, region: ap-northeast-1 }
repositories:
  my-repo: { registry: develop, imageTagMutability: IMMUTABLE }
replication:
  - { from: develop, to: [develop_us, management], repositories: [my-repo] }
`;

/** Writes the topology of a declaration after a change, and returns the notes and the text without its header. */
function written(change: (topology: PlannedTopology) => PlannedTopology, text = BASE) {
  const loaded = loadValid(text);
  const { notes, text: all } = write(change(loaded.topology), loaded);
  const omissions = notes.filter(({ kind }) => kind !== 'warning');
  return { notes: omissions.map(({ what, why }) => `${what} ${why ?? ''}`), text: all };
}

function inRegistry(
  name: string,
  change: (registry: PlannedRegistry) => Partial<PlannedRegistry>,
): (topology: PlannedTopology) => PlannedTopology {
  return ({ registries, identities }) => ({
    identities,
    registries: registries.map((each) => (each.name === name ? { ...each, ...change(each) } : each)),
  });
}

function repositories(
  name: string,
  change: (repository: PlannedRepository) => Partial<PlannedRepository>,
): (topology: PlannedTopology) => PlannedTopology {
  return inRegistry(name, (registry) => ({
    repositories: registry.repositories.map((each) => ({ ...each, ...change(each) })),
  }));
}

const STATEMENT: PolicyStatement = {
  sid: 'Other',
  effect: 'Allow',
  principals: { isNot: false, values: [{ type: 'AWS', value: 'arn:aws:iam::222222222222:root' }] },
  actions: { isNot: false, values: ['ecr:DescribeImages'] },
  resources: undefined,
  conditions: [],
};

const CREATED = { policy: undefined, settings: DEFAULT_SETTINGS };

test('a replica that ECR created with other settings is left to its rule', () => {
  const { notes, text } = written(
    repositories('develop_us', () => CREATED),
    BASE.replace(', management]', ']'),
  );
  expect(notes).toEqual([
    "Not in the declaration: the repository 'my-repo' in 'develop_us'. Different from the repository of that name in " +
      "'develop': imageTagMutability. A declaration has one entry for each name.",
  ]);
  expect(text).toContain('createRepositories: true');
  expect(text).toContain("# - the repository 'my-repo' in 'develop_us'\n");
});

function ofManagement(change: Partial<PolicyStatement>) {
  return inRegistry('management', ({ policy }) => ({
    policy: policyFromStatements(
      [],
      (policy as { statements: PolicyStatement[] }).statements.map((each) => ({ ...each, ...change })),
    ),
  }));
}

test('replication is left out if it would change the policy of a destination', () => {
  const { notes, text } = written(
    ofManagement({
      sid: 'FromConsole',
      conditions: [{ operator: 'StringEquals', key: 'aws:PrincipalOrgID', values: ['o-a1b2c3d4e5'] }],
    }),
  );
  expect(notes).toEqual([
    expect.stringMatching(
      /^Not in the declaration: the replication configuration of 'develop'\. It requires statement '.*ReplicateFrom111111111111' in the policy of registry 'management'\. The policy does not contain exactly this statement, or another one that allows the same without conditions/,
    ),
  ]);
  expect(text).toContain(
    'my-repo: { registries: [develop, develop_us, management], imageTagMutability: IMMUTABLE }',
  );
});

test.each([
  ['with another ID', 'my-repo', ['ecr:ReplicateImage']],
  ['with wildcards', '"*"', ['ecr:*']],
  ['for rules that create repositories', 'my*', ['ecr:CreateRepository', 'ecr:ReplicateImage']],
])(
  'a statement %s that allows the replication is declared, and the replicas are left to the rule',
  (_, name, actions) => {
    const resources = name === '"*"' ? ['*'] : [`arn:aws:ecr:ap-northeast-1:999999999999:repository/${name}`];
    const { notes, text } = written(
      ofManagement({
        sid: 'FromConsole',
        actions: { isNot: false, values: actions },
        resources: { isNot: false, values: resources },
      }),
    );
    expect(notes).toEqual([]);
    expect(text).toContain('my-repo: { registry: develop, imageTagMutability: IMMUTABLE }');
    expect(text).toContain(
      'replication:\n  - from: develop\n    to: [develop_us, management]\n    repositories: [my-repo]\n',
    );
    expect(text).toContain('sid: FromConsole');
    expect(text).toContain(`resources: ${name}`);
  },
);

test('a statement of only some registries lists them, and one of all does not', () => {
  const both = policyFromStatements([], [STATEMENT, { ...STATEMENT, sid: 'Own' }]);
  const { notes, text } = written((topology) =>
    repositories('management', () => ({ policy: both }))(
      repositories('develop', () => ({ policy: policyFromStatements([], [STATEMENT]) }))(
        repositories('develop_us', () => ({ policy: policyFromStatements([], [STATEMENT]) }))(topology),
      ),
    ),
  );
  expect(notes).toEqual([]);
  expect(text).toContain('registry: develop\n');
  expect(text).toContain('- { sid: Other, principals: "222222222222", actions: ecr:DescribeImages }');
  expect(text).toContain(
    '- { sid: Own, principals: "222222222222", actions: ecr:DescribeImages, registries: management }',
  );
});

test('replication to a registry that is not in the topology is left out', () => {
  const without = ({ registries, identities }: PlannedTopology) => ({
    identities,
    registries: registries.filter(({ name }) => name !== 'management'),
  });
  expect(written(without).notes).toEqual([
    "Not in the declaration: the replication configuration of 'develop'. It replicates to 999999999999 in ap-northeast-1, which is not in the declaration.",
  ]);
});

test.each<readonly [what: string, statement: Partial<PolicyStatement>, why: string]>([
  [
    'an ID with a dot',
    { sid: 'new.statement' },
    "Statement 'new.statement' cannot be declared: sid: it must contain only",
  ],
  [
    'NotPrincipal',
    { principals: { isNot: true, values: STATEMENT.principals!.values } },
    'it has a NotPrincipal.',
  ],
  ['NotAction', { actions: { isNot: true, values: ['ecr:PutImage'] } }, 'it has a NotAction.'],
  [
    'a deleted principal',
    { principals: { isNot: false, values: [{ type: 'AWS', value: 'AROAEXAMPLE' }] } },
    "'AROAEXAMPLE' is not the ARN of a role, a user or an account root.",
  ],
  [
    'a service without its account',
    { principals: { isNot: false, values: [{ type: 'Service', value: 'codebuild.amazonaws.com' }] } },
    "it allows 'codebuild.amazonaws.com' without the condition StringEquals aws:SourceAccount.",
  ],
  [
    'an action that ECR does not have',
    { actions: { isNot: false, values: ['ecr:Nothing'] } },
    "'ecr:Nothing'",
  ],
])('a repository policy with %s is left out as a whole', (_, statement, why) => {
  const policy = policyFromStatements([], [STATEMENT, { ...STATEMENT, sid: 'Odd', ...statement }]);
  const { notes, text } = written(
    repositories('develop', () => ({ policy })),
    BASE.split('replication:')[0],
  );
  expect(notes).toEqual([expect.stringContaining(why)]);
  expect(notes[0]).toMatch(/^Not in the declaration: the repository policy of 'my-repo' in 'develop'\. /);
  expect(text).not.toContain('statements');
});

test('a value that was not read is left out, and no other', () => {
  const { notes, text } = written(
    repositories('develop', ({ settings }) => ({
      policy: UNKNOWN,
      settings: { ...settings, lifecyclePolicy: UNKNOWN },
    })),
    BASE.split('replication:')[0],
  );
  expect(notes).toEqual([
    "Not in the declaration: the lifecycle policy of 'my-repo' in 'develop'. It was not read.",
    "Not in the declaration: the repository policy of 'my-repo' in 'develop'. It was not read.",
  ]);
  expect(text).toContain('my-repo: { registry: develop, imageTagMutability: IMMUTABLE }');
});

test('a repository is left out if a setting that would change it was not read', () => {
  const { notes, text } = written(
    repositories('develop', ({ settings }) => ({ settings: { ...settings, tags: UNKNOWN } })),
    BASE.split('replication:')[0],
  );
  expect(notes).toEqual([
    "Not in the declaration: the repository 'my-repo' in 'develop'. Settings were not read: tags.",
  ]);
  expect(text).toContain('repositories: {}');
});

test('many repositories with the same reason are one note', () => {
  const names = ['a1', 'a2', 'a3', 'a4', 'a5', 'a6'];
  const many = BASE.split('replication:')[0]!.replace(
    /  my-repo.*\n/,
    names.map((name) => `  ${name}: { registry: develop }\n`).join(''),
  );
  expect(
    written(
      repositories('develop', () => ({ policy: UNKNOWN })),
      many,
    ).notes,
  ).toEqual([
    "Not in the declaration: the repository policies of 'a1', 'a2', 'a3', 'a4' and 2 more in 'develop'. It was not read.",
  ]);
});

test('the file lists what is left out once for all registries', () => {
  const unknown = unknownOf(['creationTemplates', 'pullThroughCache', 'scanning']);
  const { text } = written(({ registries, identities }) => ({
    identities,
    registries: registries.map((each) => ({
      ...each,
      ...unknown,
      accountSettings: [
        { name: 'BLOB_MOUNTING', value: UNKNOWN },
        { name: 'REGISTRY_POLICY_SCOPE', value: UNKNOWN },
      ],
    })),
  }));
  expect(text).toContain(
    [
      "# - the account settings 'BLOB_MOUNTING', 'REGISTRY_POLICY_SCOPE' of 'develop', 'develop_us' and 'management'",
      "# - the creation templates of 'develop', 'develop_us' and 'management'",
      "# - the pull-through cache rules of 'develop', 'develop_us' and 'management'",
      "# - the scanning configuration of 'develop', 'develop_us' and 'management'",
      '',
    ].join('\n'),
  );
});

test('the file lists at most ten parts', () => {
  const loaded = loadValid(BASE);
  const identities = Array.from({ length: 12 }, (_, index) => ({
    ...parseIdentityArn(`arn:aws:iam::111111111111:role/ci-${index}`)!,
    policy: UNKNOWN,
    managedPolicies: [],
  }));
  const { text } = write({ ...loaded.topology, identities }, loaded);
  expect(text.match(/^# - /gm)).toHaveLength(10);
  expect(text).toContain('# and 2 more, see the output of the command\n');
});
