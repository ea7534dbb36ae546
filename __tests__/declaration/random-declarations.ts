import fc from 'fast-check';
import {
  randomGrant,
  randomStatements,
  replicationStatement,
  type DeclaredGrant,
  type DeclaredStatement,
} from './random-access';
import { randomRepositorySettings, type DeclaredRepositorySettings } from './random-repository-settings';
import { randomRegistrySettings, type DeclaredRegistrySettings } from './random-settings';

/** A declaration as a plain object; JSON is YAML. */
export interface Declared {
  readonly accounts: Readonly<Record<string, { readonly id: string; readonly profile?: string }>>;
  readonly registries: Readonly<
    Record<
      string,
      DeclaredRegistrySettings & {
        readonly account: string;
        readonly region: string;
        readonly statements?: readonly DeclaredStatement[];
      }
    >
  >;
  readonly defaults?: { readonly repository: { readonly statements: readonly DeclaredStatement[] } };
  readonly repositories: Readonly<
    Record<
      string,
      DeclaredRepositorySettings & {
        readonly registries: readonly string[];
        readonly forceDelete?: boolean;
        readonly statements?: readonly DeclaredStatement[];
      }
    >
  >;
  readonly replication: readonly Rule[];
  readonly access?: readonly DeclaredGrant[];
  readonly tags?: Readonly<Record<string, string>>;
}

interface Rule {
  readonly from: string | readonly string[];
  readonly to: readonly string[];
  readonly repositories: readonly string[] | 'all';
  readonly createRepositories?: boolean;
}

const REGIONS = ['ap-northeast-1', 'us-west-1', 'eu-west-1', 'us-east-2'] as const;
const NAMES = [
  'my-repo',
  'my-repo-2',
  'prod/api',
  'prod/web',
  'production',
  'team.x/a_b',
  'team.x/c',
  'base',
] as const;

/** Valid declarations of a few accounts, registries, repositories and rules. */
export const declarations: fc.Arbitrary<Declared> = fc
  .record({
    accounts: fc.uniqueArray(fc.constantFrom('develop', 'management', 'staging', 'prod'), { minLength: 1 }),
    locations: fc.uniqueArray(fc.tuple(fc.nat(3), fc.constantFrom(...REGIONS)), {
      minLength: 2,
      maxLength: 6,
      selector: (location) => location.join(),
    }),
    names: fc.uniqueArray(fc.constantFrom(...NAMES), { minLength: 1 }),
    seed: fc.infiniteStream(fc.nat(1000)),
    tags: fc.option(fc.dictionary(fc.constantFrom('team', 'cost'), fc.constantFrom('a', 'b')), {
      nil: undefined,
    }),
  })
  .map(({ accounts, locations, names, seed, tags }) => {
    const pick = picker(seed);
    const registries: Record<string, { account: string; region: string }> = {};
    for (const [account, region] of locations) {
      const name = accounts[account % accounts.length]!;
      const exists = Object.values(registries).some(
        (other) => other.account === name && other.region === region,
      );
      if (!exists) registries[`r${Object.keys(registries).length}`] = { account: name, region };
    }
    const registryNames = Object.keys(registries);
    const some = (most: number) => [
      ...new Set(
        Array.from({ length: 1 + (pick() % most) }, () => registryNames[pick() % registryNames.length]!),
      ),
    ];
    const repositories = Object.fromEntries(
      names.map((name) => [name, { registries: some(2), ...(pick() % 2 ? { forceDelete: true } : {}) }]),
    );
    const replication = Array.from({ length: pick() % 5 }, () =>
      rule(repositories, registryNames, pick, some),
    );
    return {
      accounts: Object.fromEntries(
        accounts.map((name, index) => [name, { id: String(index + 1).repeat(12) }]),
      ),
      registries,
      repositories,
      replication: replication.filter((each) => each !== undefined),
      ...(tags === undefined ? {} : { tags }),
    };
  });

/** Valid declarations with grants, statements, and settings of registries and repositories. */
export const declarationsWithAccess: fc.Arbitrary<Declared> = fc
  .tuple(declarations, fc.infiniteStream(fc.nat(1000)))
  .map(([declared, seed]) => {
    const pick = picker(seed);
    const accounts = Object.keys(declared.accounts);
    const statements = (of: 'repository' | 'registry'): Statements =>
      pick() % 4 ? {} : { statements: randomStatements(of, accounts, pick) };
    const { statements: defaultStatements } = statements('repository');
    return {
      ...declared,
      registries: withEach(declared.registries, () => ({
        ...statements('registry'),
        ...randomRegistrySettings(pick),
      })),
      repositories: withEach(declared.repositories, () => ({
        ...statements('repository'),
        ...randomRepositorySettings(pick),
      })),
      ...(defaultStatements === undefined
        ? {}
        : { defaults: { repository: { statements: defaultStatements } } }),
      access: Array.from({ length: pick() % 5 }, () => randomGrant(declared.repositories, accounts, pick)),
    };
  });

/** In addition, with statements that allow replication, and statements that apply to some registries only. */
export const declarationsWithLimitedStatements: fc.Arbitrary<Declared> = fc
  .tuple(declarationsWithAccess, fc.infiniteStream(fc.nat(1000)))
  .map(([declared, seed]) => {
    const pick = picker(seed);
    const accounts = Object.keys(declared.accounts);
    return {
      ...declared,
      registries: withEach(declared.registries, ({ statements = [] }) =>
        pick() % 2 ? {} : { statements: [...statements, replicationStatement(accounts, pick)] },
      ),
      repositories: withEach(declared.repositories, ({ registries, statements }) =>
        statements === undefined
          ? {}
          : {
              statements: statements.map((each) =>
                pick() % 2 ? each : { ...each, registries: registries.slice(0, 1) },
              ),
            },
      ),
    };
  });

interface Statements {
  readonly statements?: readonly DeclaredStatement[];
}

function withEach<Item extends object, More extends object>(
  items: Readonly<Record<string, Item>>,
  more: (item: Item) => More,
): Readonly<Record<string, Item & More>> {
  return Object.fromEntries(Object.entries(items).map(([name, item]) => [name, { ...item, ...more(item) }]));
}

/** Returns a function that returns the next number of the stream. */
export function picker(stream: Iterator<number>): () => number {
  return () => Number(stream.next().value);
}

/** Returns a rule whose source registry contains a matching repository. */
function rule(
  repositories: Declared['repositories'],
  registries: readonly string[],
  pick: () => number,
  some: (most: number) => readonly string[],
): Rule | undefined {
  const names = Object.keys(repositories);
  const name = names[pick() % names.length]!;
  const from = repositories[name]!.registries[0]!;
  const to = some(registries.length).filter((registry) => registry !== from);
  if (to.length === 0) return undefined;
  const prefix = name.slice(0, 2 + (pick() % (name.length - 1))).replace(/([^a-z0-9])$/, '$1');
  return {
    from: pick() % 2 ? from : [from],
    to,
    repositories: pick() % 4 ? [prefix] : 'all',
    ...(pick() % 3 ? {} : { createRepositories: true }),
  };
}

/** Returns the declaration with every mapping and every list in another order. */
export function reordered(value: unknown, pick: () => number): unknown {
  if (Array.isArray(value)) return shuffled(value, pick).map((item: unknown) => reordered(item, pick));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    shuffled(Object.entries(value), pick).map(([key, item]) => [key, reordered(item, pick)]),
  );
}

function shuffled<T>(items: readonly T[], pick: () => number): readonly T[] {
  return items
    .map((item) => ({ item, location: pick() }))
    .sort((a, b) => a.location - b.location)
    .map(({ item }) => item);
}
