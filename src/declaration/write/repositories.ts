import type { RepositoryName } from '../../aws/names';
import { groupBy, sortedBy } from '../../base/collections';
import { joinWithAnd } from '../../base/text';
import type { PolicyDocument } from '../../aws/policy/document';
import type { Grant } from '../../aws/policy/grants';
import type { Account } from '../../model/deployment';
import type { Encryption } from '../../model/settings';
import type { Repository } from '../../model/resource-types';
import type { Registry, Topology } from '../../model/topology';
import { ALIGNED_SETTINGS } from './align-replicas';
import { readRepositoryPolicy, policyKey } from './grants';
import { lifecycleValue } from './lifecycle';
import type { Omission } from './parts';
import { UNDECLARABLE_LIFECYCLE } from './registry-settings';
import type { PlannedRule } from './replication';
import {
  differingKeys,
  encryptionKeys,
  SETTING_KEYS,
  settingsOf,
  type DeclaredSettings,
  type SharedSettings,
} from './settings';
import { writeStatements } from './statements';
import { oneOrMany, unlessEmpty, valueText, type Mapping } from './value';

/** A repository in one registry, as the declaration can write it. */
export interface WrittenRepository {
  readonly registry: Registry;
  readonly repository: Repository;
  readonly grants: readonly Grant[];
  readonly settings: SharedSettings;
  /** The declared statements of its policy. */
  readonly statements: readonly Mapping[];
  /** Equal for repositories that one entry can declare. */
  readonly key: string;
}

/** Returns every repository as the declaration can write it, and the parts that it cannot contain. */
export function writeRepositories(
  { registries }: Topology,
  accounts: readonly Account[],
  withoutGrants: ReadonlySet<string>,
): { readonly repositories: readonly WrittenRepository[]; readonly omissions: readonly Omission[] } {
  const omissions: Omission[] = [];
  const repositories = registries.flatMap((registry) => {
    const readPolicy = policyReader(registry, accounts);
    return registry.repositories.flatMap((repository): readonly WrittenRepository[] => {
      const { name, policy, settings } = repository;
      const at = { registry: registry.name, repository: name };
      const { lifecyclePolicy } = settings;
      if (lifecyclePolicy !== undefined && lifecycleValue(lifecyclePolicy) === undefined) {
        omissions.push({ part: { kind: 'lifecycle', ...at }, why: UNDECLARABLE_LIFECYCLE });
        return [];
      }
      const { grants, statements } = readPolicy(policy, !withoutGrants.has(placeKey(registry, name)));
      if (statements.kind === 'fault') {
        omissions.push({ part: { kind: 'repositoryPolicy', ...at }, why: statements.why });
        return [];
      }
      const declared = settingsOf(repository);
      const { type, kmsKey } = settings.encryption;
      const key = valueText([valueText(declared), type, kmsKey !== undefined]);
      return [{ registry, repository, grants, settings: declared, statements: statements.values, key }];
    });
  });
  return { repositories, omissions };
}

export function placeKey({ name }: Pick<Registry, 'name'>, repository: RepositoryName): string {
  return `${name} ${repository}`;
}

/** Reads each policy once, because many repositories have the same one. */
function policyReader(registry: Registry, accounts: readonly Account[]) {
  const read = (policy: PolicyDocument | undefined, hasGrants: boolean) => {
    const { grants, statements } = readRepositoryPolicy(registry, policy ?? { statements: [] }, hasGrants);
    return { grants, statements: writeStatements(registry, statements, accounts) };
  };
  const byText = new Map<string, ReturnType<typeof read>>();
  return (policy: PolicyDocument | undefined, hasGrants: boolean) => {
    const text = `${String(hasGrants)} ${policyKey(policy)}`;
    const known = byText.get(text) ?? read(policy, hasGrants);
    byText.set(text, known);
    return known;
  };
}

/**
 * Returns the repositories that the declaration cannot contain, because it has one entry for each name: those that
 * differ from the repository of the same name in another registry. Prefers the source of a replication rule, then what
 * most registries have.
 */
export function findConflicts(
  repositories: readonly WrittenRepository[],
  rules: readonly PlannedRule[],
  alignable: ReadonlySet<string>,
): readonly Omission[] {
  const byName = groupBy(repositories, ({ repository }) => repository.name);
  return [...byName.values()].flatMap((sameName) => {
    const variants = [...groupBy(sameName, ({ key }) => key).values()];
    if (variants.length === 1) return [];
    const [kept] = [...variants].sort(
      (a, b) => sourceCount(b, rules) - sourceCount(a, rules) || b.length - a.length,
    );
    return variants.flatMap((variant) =>
      variant === kept || kept === undefined ? [] : omissionsOf(variant, kept, alignable),
    );
  });
}

/** Returns how many of the repositories are replicated to other registries, and not from there. */
function sourceCount(repositories: readonly WrittenRepository[], rules: readonly PlannedRule[]): number {
  return repositories.filter(({ registry, repository: { name } }) => {
    const matching = rules.filter(({ matched }) => matched.has(name));
    return (
      matching.some(({ source }) => source === registry) &&
      !matching.some(({ destinations }) => destinations.includes(registry))
    );
  }).length;
}

function omissionsOf(
  variant: readonly WrittenRepository[],
  [kept]: readonly [WrittenRepository, ...WrittenRepository[]],
  alignable: ReadonlySet<string>,
): readonly Omission[] {
  return variant.map((each) => {
    const { registry, repository } = each;
    const differing = differences(each, kept);
    const isAlignable =
      alignable.has(placeKey(registry, repository.name)) &&
      differing.every((key) => ALIGNED_KEYS.includes(key));
    return {
      part: { kind: 'repository', registry: registry.name, repository: repository.name },
      why:
        `Different from the repository of that name in '${kept.registry.name}': ${joinWithAnd(differing)}. ` +
        'A declaration has one entry for each name.',
      fix: isAlignable
        ? ALIGN
        : differing.includes(SETTING_KEYS.encryption)
          ? OTHER_ENCRYPTION
          : SAME_SETTINGS,
    };
  });
}

const ALIGNED_KEYS = ALIGNED_SETTINGS.map((setting) => SETTING_KEYS[setting]);

const ALIGN =
  'To manage replicas with the settings of their originals, run adopt with --align-replicas, and review the changes in the plan.';

const SAME_SETTINGS = 'To manage both, give them the same settings, and run adopt again.';

const OTHER_ENCRYPTION =
  'To manage both, create the repository again with the same encryption, which ECR cannot change, and run adopt again.';

function differences(one: WrittenRepository, other: WrittenRepository): readonly string[] {
  const isSameIn = (key: 'forceDelete' | 'preventDestroy') =>
    valueText(one.settings[key]) === valueText(other.settings[key]);
  return [
    ...differingKeys(one.repository.settings, other.repository.settings),
    ...(isSameIn('forceDelete') ? [] : ['forceDelete']),
    ...(isSameIn('preventDestroy') ? [] : ['preventDestroy']),
  ];
}

/** A declared repository. */
export interface RepositoryEntry {
  readonly name: RepositoryName;
  /** The names of the registries that images are pushed to. */
  readonly originals: readonly string[];
  readonly settings: DeclaredSettings;
  readonly encryption: Pick<Encryption, 'type'>;
  /** The KMS key in each registry that has the repository. Undefined if there is none. */
  readonly kmsKeys: ReadonlyMap<string, string> | undefined;
}

/** @param originals of each repository */
export function repositoryEntries(
  repositories: readonly WrittenRepository[],
  originals: ReadonlyMap<RepositoryName, readonly Registry[]>,
): readonly RepositoryEntry[] {
  const byName = groupBy(repositories, ({ repository }) => repository.name);
  return [...byName]
    .map(([name, sameName]): RepositoryEntry => {
      const [{ settings, repository }] = sameName;
      const { type, kmsKey } = repository.settings.encryption;
      const kmsKeys = new Map(
        sameName.flatMap(
          ({
            registry,
            repository: {
              settings: { encryption },
            },
          }) => (encryption.kmsKey === undefined ? [] : [[registry.name, encryption.kmsKey] as const]),
        ),
      );
      return {
        name,
        originals: (originals.get(name) ?? []).map((registry) => registry.name).sort(),
        settings: {
          ...settings,
          encryption: encryptionKeys({ type }, keysValue(kmsKeys)),
          statements: statementsKeys(sameName),
        },
        encryption: { type },
        kmsKeys: kmsKey === undefined ? undefined : kmsKeys,
      };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Returns the statements of all policies of a repository. Those that not all policies have list their registries. */
function statementsKeys(sameName: readonly WrittenRepository[]): Mapping | undefined {
  const placed = sameName.flatMap(({ registry, statements }) => {
    const texts = statements.map((value) => valueText(value));
    return statements.map((value, index) => {
      const text = texts[index] ?? '';
      // A policy can contain a statement without an ID twice.
      return { registry: registry.name, value, key: `${text} ${texts.indexOf(text) - index}` };
    });
  });
  const statements = sortedBy([...groupBy(placed, ({ key }) => key)], ([key]) => key).map(([, group]) => {
    const [{ value }] = group;
    const names = group.map(({ registry }) => registry);
    return names.length === sameName.length ? value : { ...value, registries: oneOrMany(names.sort()) };
  });
  return unlessEmpty({ statements: unlessEmpty(statements) });
}

/** Returns the key if all registries have the same one, otherwise the key of each registry. */
export function keysValue(keys: ReadonlyMap<string, string>): Mapping | string | undefined {
  const distinct = [...new Set(keys.values())];
  return distinct.length > 1 ? Object.fromEntries([...keys].sort()) : distinct[0];
}
