import fc from 'fast-check';
import type { Declaration } from '../../src/change/stacks';
import { stacksToPlan, type PlanReason } from '../../src/change/stacks-to-plan';
import type { StacksBy } from '../../src/model/deployment';
import { BASE, base, deploymentOf, load, topologyOf } from '../declaration/declarations';
import {
  declarationsWithLimitedStatements,
  picker,
  reordered,
  type Declared,
} from '../declaration/random-declarations';
import { randomRepositorySettings } from '../declaration/random-repository-settings';
import { runs } from '../random-runs';
import { synthesiseStacks } from '../stacks/synthesised';

const LAYOUTS = ['topology', 'account', 'registry'] as const;

function declarationOf(text: string, by: StacksBy = 'account'): Declaration {
  return { topology: topologyOf(text), deployment: { ...deploymentOf(text), stacksBy: by } };
}

function reasonsFor(before: string, after: string, by?: StacksBy): Readonly<Record<string, PlanReason>> {
  return Object.fromEntries(stacksToPlan(declarationOf(before, by), declarationOf(after, by)));
}

/** A declaration with sections that random declarations do not have. */
type Extended = Declared & {
  readonly backend?: object;
  readonly checks?: object;
};

type Edit = (declared: Extended, pick: () => number) => Extended;

function withoutOne<Item>(
  items: Readonly<Record<string, Item>>,
  pick: () => number,
): Readonly<Record<string, Item>> {
  const left = pick() % Object.keys(items).length;
  return Object.fromEntries(Object.entries(items).filter((_, at) => at !== left));
}

function withChanged<Item extends object>(
  items: Readonly<Record<string, Item>>,
  pick: () => number,
  change: (item: Item) => object,
): Readonly<Record<string, Item>> {
  const changed = pick() % Object.keys(items).length;
  const entries = Object.entries(items).map(([name, item], at) => [
    name,
    at === changed ? { ...item, ...change(item) } : item,
  ]);
  return Object.fromEntries(entries) as Readonly<Record<string, Item>>; // `change` keeps the shape
}

/** Removes a registry, and everything that names it. */
function withoutRegistry(declared: Extended, removed: string): Extended {
  const isLeft = (name: string) => name !== removed;
  const repositories = Object.entries(declared.repositories).map(
    ([name, each]) => [name, { ...each, registries: each.registries.filter(isLeft) }] as const,
  );
  return {
    ...declared,
    registries: Object.fromEntries(Object.entries(declared.registries).filter(([name]) => isLeft(name))),
    repositories: Object.fromEntries(repositories.filter(([, { registries }]) => registries.length > 0)),
    replication: declared.replication.filter(({ from, to }) => [from, to].flat().every(isLeft)),
  };
}

/** What a pull request typically changes. The result may be invalid. */
const EDITS: readonly Edit[] = [
  (declared, pick) => {
    const names = Object.keys(declared.registries);
    const added = { registries: [names[pick() % names.length]!] };
    return { ...declared, repositories: { ...declared.repositories, 'new/repo': added } };
  },
  (declared, pick) => ({ ...declared, repositories: withoutOne(declared.repositories, pick) }),
  (declared, pick) => ({
    ...declared,
    repositories: withChanged(declared.repositories, pick, () => randomRepositorySettings(pick)),
  }),
  (declared, pick) => ({
    ...declared,
    repositories: withChanged(declared.repositories, pick, ({ forceDelete = false }) => ({
      forceDelete: !forceDelete,
    })),
  }),
  (declared, pick) => withoutRegistry(declared, Object.keys(declared.registries).at(pick() % 2) ?? ''),
  (declared, pick) => ({
    ...declared,
    registries: withChanged(declared.registries, pick, () => ({ region: 'eu-north-1' })),
  }),
  (declared, pick) => ({
    ...declared,
    registries: withChanged(declared.registries, pick, () => ({ import: true })),
  }),
  (declared, pick) => ({
    ...declared,
    registries: withChanged(declared.registries, pick, () => ({
      creationTemplates: [{ prefix: 'prod', appliedFor: ['REPLICATION'] }],
    })),
  }),
  (declared, pick) => ({
    ...declared,
    accounts: withChanged(declared.accounts, pick, () => ({ profile: `profile-${pick()}` })),
  }),
  (declared, pick) => ({
    ...declared,
    accounts: withChanged(declared.accounts, pick, () => ({ id: '123456789012' })),
  }),
  (declared) => ({ ...declared, accounts: { ...declared.accounts, added: { id: '210987654321' } } }),
  (declared, pick) => ({
    ...declared,
    replication: declared.replication.filter(() => pick() % 2),
  }),
  (declared, pick) => ({
    ...declared,
    access: (declared.access ?? []).filter(() => pick() % 2),
  }),
  (declared) => ({ ...declared, tags: { ...declared.tags, team: 'another' } }),
  (declared) => ({ ...declared, backend: { s3: { bucket: 'states', region: 'eu-west-1' } } }),
  (declared) => ({ ...declared, checks: { rules: { 'mutable-tags': { severity: 'error' } } } }),
  (declared, pick) => reordered(declared, pick) as Extended, // it keeps the shape
];

const edits = fc.array(fc.constantFrom(...EDITS), { minLength: 1, maxLength: 2 });

/** Returns the texts of a declaration before and after the edits. */
function edited(declared: Declared, some: readonly Edit[], pick: () => number) {
  const after = some.reduce<Extended>((each, edit) => edit(each, pick), declared);
  return { before: JSON.stringify(declared), after: JSON.stringify(after) };
}

describe('by account', () => {
  test('is empty if only checks or the order change', () => {
    const checks = "checks: { rules: { mutable-tags: { severity: 'error' } } }\n";
    expect(reasonsFor(BASE, `${checks}${BASE}`)).toEqual({});
  });

  test('lists the one stack of a repository that is not replicated', () => {
    expect(
      reasonsFor(BASE, base('repositories:\n', 'repositories:\n  other: { registry: develop }\n')),
    ).toEqual({
      develop: {
        kind: 'changed',
        resources: [{ address: 'aws_ecr_repository.develop-other', change: 'added' }],
        settings: ['repositoryUrls'],
      },
    });
  });

  const replicateAll = (text: string) => text.replace('repositories: [my-repo] }', 'repositories: all }');

  test('lists the destinations of an added repository, and the replication, whose own output is the same', () => {
    const before = replicateAll(BASE);
    const after = replicateAll(base('repositories:\n', 'repositories:\n  other: { registry: develop }\n'));
    expect(reasonsFor(before, after)).toEqual({
      develop: {
        kind: 'changed',
        resources: [
          { address: 'aws_ecr_repository.develop-other', change: 'added' },
          { address: 'aws_ecr_repository.develop_us-other', change: 'added' },
        ],
        settings: ['repositoryUrls'],
      },
      management: expect.objectContaining({ kind: 'changed' }) as PlanReason,
      'develop-replication': {
        kind: 'dependency-changed',
        dependencies: [
          { stack: 'management', address: 'aws_ecr_registry_policy.management', change: 'changed' },
          { stack: 'develop', address: 'aws_ecr_repository.develop_us-other', change: 'added' },
          { stack: 'management', address: 'aws_ecr_repository.management-other', change: 'added' },
        ],
      },
    });
  });

  test('does not list the replication if only another resource of its destination changes', () => {
    const lifecycle = 'lifecycle: [{ tagStatus: untagged, daysSincePushed: 14, action: expire }]';
    const after = base('my-repo: { registry: develop }', `my-repo: { registry: develop, ${lifecycle} }`);
    expect(Object.keys(reasonsFor(BASE, after))).toEqual(['develop', 'management']);
  });

  test('lists the replication if the registry policy of a destination changes', () => {
    const statement = '{ actions: [ecr:CreateRepository], principals: ["111111111111"], resources: "*" }';
    const after = base(
      'management, region: ap-northeast-1 }',
      `management, region: ap-northeast-1, statements: [${statement}] }`,
    );
    expect(reasonsFor(BASE, after)).toMatchObject({
      management: { resources: [{ address: 'aws_ecr_registry_policy.management', change: 'changed' }] },
      'develop-replication': {
        kind: 'dependency-changed',
        dependencies: [
          { stack: 'management', address: 'aws_ecr_registry_policy.management', change: 'changed' },
        ],
      },
    });
  });

  const CENTRAL = `accounts:
  central: { id: "999999999999" }
  one: { id: "111111111111" }
  two: { id: "222222222222" }
registries:
  central: { account: central, region: eu-west-1 }
  one: { account: one, region: eu-west-1 }
  two: { account: two, region: eu-west-1 }
repositories:
  base: { registries: [one, two] }
replication:
  - { from: [one, two], to: [central], repositories: all }
`;

  test('does not list the replication of another account into the same destination', () => {
    const after = CENTRAL.replace('repositories:\n', 'repositories:\n  other: { registry: two }\n');
    expect(topologyOf(CENTRAL).registries[0]?.policy?.statements).toHaveLength(1);
    expect(topologyOf(after).registries[0]?.policy?.statements).toHaveLength(2);
    expect(reasonsFor(CENTRAL, after)).toMatchObject({
      central: { kind: 'changed' },
      two: { kind: 'changed' },
      'two-replication': {
        kind: 'dependency-changed',
        dependencies: [
          { stack: 'central', address: 'aws_ecr_registry_policy.central', change: 'changed' },
          { stack: 'central', address: 'aws_ecr_repository.central-other', change: 'added' },
        ],
      },
    });
    expect(reasonsFor(CENTRAL, after)).not.toHaveProperty(['one-replication']);
  });

  test('lists the stacks of an account whose credentials change, with the setting', () => {
    const after = base('{ id: "999999999999" }', '{ id: "999999999999", profile: management }');
    expect(reasonsFor(BASE, after)).toEqual({
      management: { kind: 'changed', resources: [], settings: ['providers'] },
      'management-replication': { kind: 'changed', resources: [], settings: ['providers'] },
    });
  });

  test('lists an added account, and not a removed one', () => {
    const after = base('accounts:\n', 'accounts:\n  added: { id: "222222222222" }\n');
    expect(reasonsFor(BASE, after)).toEqual({
      added: { kind: 'added' },
      'added-replication': { kind: 'added' },
    });
    expect(reasonsFor(after, BASE)).toEqual({});
  });
});

describe('for random changes', () => {
  test.each(LAYOUTS)(
    'by %s: contains every stack whose file is new or differs, and otherwise only stacks with a changed dependency',
    (by) => {
      const byBefore = fc.constantFrom(by, by, by, ...LAYOUTS);
      const seeds = fc.infiniteStream(fc.nat(1000));
      fc.assert(
        fc.property(
          declarationsWithLimitedStatements,
          edits,
          byBefore,
          seeds,
          (declared, some, layout, seed) => {
            const { before, after } = edited(declared, some, picker(seed));
            fc.pre(load(after).kind === 'topology');
            const [previous, current] = [declarationOf(before, layout), declarationOf(after, by)];
            const files = synthesiseStacks(previous.topology, previous.deployment).files;
            const reasons = stacksToPlan(previous, current);
            const synthesised = synthesiseStacks(current.topology, current.deployment);
            const expected = [...synthesised.files].map(([name, file]) => {
              const earlier = files.get(name);
              if (earlier === undefined) return [name, 'added'];
              return [name, earlier === file ? 'same' : 'changed'];
            });
            const listed = [...synthesised.files.keys()].map((name) => {
              const kind = reasons.get(name)?.kind ?? 'same';
              return [name, kind === 'dependency-changed' ? 'same' : kind];
            });
            expect(listed).toEqual(expected);
            expect([...reasons.keys()].filter((name) => !synthesised.files.has(name))).toEqual([]);
          },
        ),
        runs(25),
      );
    },
  );
});
