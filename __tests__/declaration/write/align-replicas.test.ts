import type { WriteInput } from '../../../src/declaration/write/write';
import { DEFAULT_SETTINGS, type RepositorySettings } from '../../../src/model/settings';
import type { PlannedTopology } from '../../../src/model/topology';
import { UNKNOWN, type Unknown } from '../../../src/model/unknown';
import { deployed, loadValid, write } from './written';

const REGISTRIES = `accounts:
  develop: { id: "111111111111" }
registries:
  develop: { account: develop, region: ap-northeast-1 }
  tokyo: { account: develop, region: ap-northeast-3 }
  us: { account: develop, region: us-west-1 }
`;

const SETTINGS = `imageTagMutability: IMMUTABLE, scanOnPush: true, tags: { owner: web }, lifecycle: [{ tagStatus: untagged, countMoreThan: 9, action: expire }]`;

const BASE = `${REGISTRIES}
repositories:
  app: { registry: develop, ${SETTINGS} }
  web: { registry: develop, ${SETTINGS} }
replication:
  - { from: develop, to: [us], repositories: all }
`;

/** The settings of a repository that ECR creates. */
const CREATED: RepositorySettings = { ...DEFAULT_SETTINGS, scanOnPush: false };

type Settings = RepositorySettings<Unknown>;

/** Changes the settings of repositories, named by registry and repository. */
function changed(text: string, changes: Readonly<Record<string, Partial<Settings>>>) {
  const loaded = loadValid(text);
  const topology: PlannedTopology = {
    ...loaded.topology,
    registries: loaded.topology.registries.map((registry) => ({
      ...registry,
      repositories: registry.repositories.map((each) => ({
        ...each,
        settings: { ...each.settings, ...changes[`${registry.name}/${each.name}`] },
      })),
    })),
  };
  return { loaded, topology };
}

function aligned(
  text: string,
  changes: Readonly<Record<string, Partial<Settings>>>,
  input: Partial<WriteInput> = { alignsReplicas: true },
) {
  const { loaded, topology } = changed(text, changes);
  const written = write(topology, loaded, input);
  const notes = written.notes.filter(({ kind }) => kind !== 'warning');
  return {
    loaded,
    text: written.text,
    notes: notes.map(({ what, why }) => `${what} ${why ?? ''}`),
    fixes: notes.map(({ fix }) => fix),
    declared: loadValid(written.text),
  };
}

test('leaves out replicas that differ, and names the option', () => {
  const { notes, fixes } = aligned(BASE, { 'us/app': CREATED, 'us/web': CREATED }, {});
  expect(notes).toEqual([
    "Not in the declaration: the repositories 'app', 'web' in 'us'. Different from the repository of that name in 'develop': imageTagMutability, scanOnPush, lifecycle and tags. A declaration has one entry for each name.",
  ]);
  expect(fixes).toEqual([
    'To manage replicas with the settings of their originals, run adopt with --align-replicas, and review the changes in the plan.',
  ]);
});

test('declares replicas with the settings of their originals, and reports each change', () => {
  const { notes, declared, loaded, text } = aligned(BASE, { 'us/app': CREATED, 'us/web': CREATED });
  expect(notes).toEqual([
    "The plan changes imageTagMutability of 2 replicas in 'us' from MUTABLE to IMMUTABLE. Repositories: 'app', 'web'.",
    "The plan creates a lifecycle policy for 2 replicas in 'us'. Repositories: 'app', 'web'.",
    "The plan changes scanOnPush of 2 replicas in 'us' from false to true. Repositories: 'app', 'web'.",
    "The plan changes the tags of 2 replicas in 'us' to those of the original. Repositories: 'app', 'web'.",
  ]);
  expect(deployed(declared)).toEqual(loaded.topology);
  expect(text).not.toContain('Not in this file');
});

test('does not import the lifecycle policies that the plan creates', () => {
  const all = aligned(BASE, { 'us/app': CREATED, 'us/web': CREATED });
  expect(all.text).toContain('import: [repositories]');
  const one = aligned(BASE, { 'us/app': CREATED });
  expect(one.text).toContain('import: { us: [repository] }');
  const lifecycles = (imports: readonly string[]) =>
    imports.filter((address) => address.startsWith('aws_ecr_lifecycle_policy'));
  expect(lifecycles(all.declared.deployment.imports)).toEqual([
    'aws_ecr_lifecycle_policy.develop-app',
    'aws_ecr_lifecycle_policy.develop-web',
  ]);
  expect(lifecycles(one.declared.deployment.imports)).toEqual([
    'aws_ecr_lifecycle_policy.develop-app',
    'aws_ecr_lifecycle_policy.develop-web',
    'aws_ecr_lifecycle_policy.us-web',
  ]);
  expect(one.declared.deployment.imports).toContain('aws_ecr_repository.us-app');
  expect(one.declared.diagnostics).toEqual([]);
});

test('reports a lifecycle policy that only the replica has, which Terraform does not delete', () => {
  const withLifecycle = loadValid(BASE).topology.registries[0]!.repositories[0]!.settings;
  const { notes, fixes } = aligned(BASE.replaceAll(/, lifecycle: \[.*?\]/g, ''), {
    'us/app': { lifecyclePolicy: withLifecycle.lifecyclePolicy },
  });
  expect(notes).toEqual([
    "Not in the declaration: the lifecycle policy of 'app' in 'us'. The repository of that name in 'develop' has no lifecycle policy. Terraform does not delete the policy in 'us'.",
  ]);
  expect(fixes).toEqual([
    "Delete it with 'aws ecr delete-lifecycle-policy', or declare 'lifecycle' of the repository.",
  ]);
});

test.each([{}, { alignsReplicas: true }])('leaves out a replica with another encryption: %j', (input) => {
  const encryption = { type: 'KMS', kmsKey: undefined } as const;
  const { notes, fixes } = aligned(BASE, { 'us/app': { ...CREATED, encryption } }, input);
  expect(notes).toEqual([
    "Not in the declaration: the repository 'app' in 'us'. Different from the repository of that name in 'develop': imageTagMutability, scanOnPush, encryption, lifecycle and tags. A declaration has one entry for each name.",
  ]);
  expect(fixes).toEqual([
    'To manage both, create the repository again with the same encryption, which ECR cannot change, and run adopt again.',
  ]);
});

test('does not guess a value that is unknown', () => {
  const { notes } = aligned(BASE, { 'us/app': { ...CREATED, tags: UNKNOWN } });
  expect(notes).toContain(
    "Not in the declaration: the repository 'app' in 'us'. Settings were not read: tags.",
  );
  expect(notes.filter((note) => note.startsWith('The plan'))).toEqual([]);
});

test('does not align a repository that no rule replicates', () => {
  const text = BASE.replace(/replication:[^]*/, '').replaceAll(
    'registry: develop',
    'registries: [develop, us]',
  );
  const { notes, fixes } = aligned(text, { 'us/app': CREATED });
  expect(notes).toEqual([
    expect.stringMatching(/^Not in the declaration: the repository 'app' in '(us|develop)'/),
  ]);
  expect(fixes).toEqual(['To manage both, give them the same settings, and run adopt again.']);
});

test('does not align registries that replicate to each other', () => {
  const text = `${BASE.replaceAll('registry: develop', 'registries: [develop, us]')}  - { from: us, to: [develop], repositories: all }\n`;
  const { notes } = aligned(text, { 'us/app': CREATED });
  expect(notes).toEqual([expect.stringContaining('Not in the declaration: the repository')]);
});

test('aligns a chain of replicas with the first registry', () => {
  const text = `${BASE.replaceAll('registry: develop', 'registries: [develop, us]')}  - { from: us, to: [tokyo], repositories: all }\n`;
  const { notes } = aligned(text, { 'us/app': CREATED, 'tokyo/app': CREATED });
  expect(notes.filter((note) => note.includes('imageTagMutability'))).toEqual([
    "The plan changes imageTagMutability of 1 replica in 'tokyo' from MUTABLE to IMMUTABLE. Repositories: 'app'.",
    "The plan changes imageTagMutability of 1 replica in 'us' from MUTABLE to IMMUTABLE. Repositories: 'app'.",
  ]);
});

test('does not align a replica of two originals that differ', () => {
  const text = `${REGISTRIES}
repositories:
  app: { registries: [develop, tokyo], ${SETTINGS} }
replication:
  - { from: [develop, tokyo], to: [us], repositories: all }
`;
  const { notes } = aligned(text, { 'us/app': CREATED, 'tokyo/app': { ...CREATED, scanOnPush: true } });
  expect(notes.filter((note) => note.startsWith('The plan'))).toEqual([]);
  expect(aligned(text, { 'us/app': CREATED }).notes).toHaveLength(4);
});
