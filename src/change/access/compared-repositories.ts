import { coveredActions, createResourceMatcher } from '../../access/evaluate/statement-scope';
import { registriesByKey, registryKey, registryText, repositoryArn, type RegistryId } from '../../aws/arn';
import {
  isAccountId,
  unknownRegion,
  registryNamePlaceholder,
  repositoryNamePattern,
  uncheckedRegion,
  type RepositoryName,
} from '../../aws/names';
import { getPartition } from '../../aws/partitions';
import type { PolicyStatement } from '../../aws/policy/document';
import { managedPolicyDocument } from '../../aws/policy/managed-policies';
import { resourceFault } from '../../aws/policy/resources';
import { groupBy, isSameValue, sortedUnique } from '../../base/collections';
import { UNKNOWN_REGISTRY_SETTINGS } from '../../model/resource-types';
import type { PlannedRegistry, PlannedRepository, PlannedTopology } from '../../model/topology';
import { knownStatements, UNKNOWN, unknownOf } from '../../model/unknown';

/** Repositories that policies reference and that the plans do not contain. */
export interface RepositoriesOutsidePlans {
  readonly before: PlannedTopology;
  readonly after: PlannedTopology;
  /**
   * Whether the plans create (`gained`) or delete (`lost`) every repository that a name with wildcards matches. False if the name
   * matches none.
   */
  readonly changesWithMatches: (
    registry: RegistryId,
    name: RepositoryName,
    kind: 'gained' | 'lost',
  ) => boolean;
}

/**
 * Returns the registries before and after with one repository for each `Resource` that references repositories outside the plans:
 * policies of registries, roles and users are often in other states than the repositories. The repository has the name in the
 * statement, including wildcards, and represents every repository that the statement matches. Returns undefined if there is none.
 */
export function findRepositoriesOutsidePlans(
  before: PlannedTopology,
  after: PlannedTopology,
): RepositoriesOutsidePlans | undefined {
  const references = new Map<string, RepositoryReference>();
  for (const topology of [before, after]) {
    for (const each of referencesIn(topology)) {
      references.set(JSON.stringify([each.resource, each.registry]), each);
    }
  }
  if (references.size === 0) return undefined;
  const [arnsBefore, arnsAfter] = [arnsIn(before), arnsIn(after)];
  const plannedArns = new Set([...arnsBefore, ...arnsAfter]);
  const outsidePlans = [...references.values()].filter(({ resource, registry }) => {
    if (!isPattern(resource)) return !plannedArns.has(resource);
    // If a Resource matches every Region, the registries in the plans are sufficient examples.
    return registry.region !== EVERY_REGION || !matchesAny(resource, plannedArns);
  });
  if (outsidePlans.length === 0) return undefined;
  const byRegistry = groupBy(outsidePlans, ({ registry }) => registryKey(registry));
  return {
    before: withRepositoriesOutsidePlans(before, byRegistry),
    after: withRepositoriesOutsidePlans(after, byRegistry),
    changesWithMatches: (registry, name, kind) => {
      const arn = repositoryArn(registry, name);
      const [compared, reference] = kind === 'gained' ? [arnsAfter, arnsBefore] : [arnsBefore, arnsAfter];
      return isPattern(name) && matchesAny(arn, compared) && !matchesAny(arn, reference);
    },
  };
}

export function isPattern(resource: string): boolean {
  return /[*?]/.test(resource);
}

/** A `Resource`, and the registry whose repositories it references. */
interface RepositoryReference {
  readonly resource: string;
  readonly registry: RegistryId;
  readonly name: RepositoryName;
}

function referencesIn({ registries, identities }: PlannedTopology): readonly RepositoryReference[] {
  return [
    ...registries.flatMap((registry) =>
      resourcesOf(knownStatements(registry.policy)).flatMap((resource) =>
        resourceFault(registry, resource) === undefined
          ? { resource, registry: registryIdOf(registry), name: nameIn(resource) }
          : [],
      ),
    ),
    ...identities.flatMap(({ policy, managedPolicies, accountId, partition }) =>
      resourcesOf([policy, ...managedPolicies.map(managedPolicyDocument)].flatMap(knownStatements)).flatMap(
        (resource) => {
          const registry = referencedRegistry(resource, accountId, partition);
          return registry === undefined ? [] : { resource, registry, name: nameIn(resource) };
        },
      ),
    ),
  ];
}

/** Returns the `Resource` values of statements for ECR. A statement with `NotResource` references none. */
function resourcesOf(statements: readonly PolicyStatement[]): readonly string[] {
  return statements.flatMap(({ actions, resources }) => {
    if (resources === undefined || resources.isNot || coveredActions(actions).length === 0) return [];
    // A policy variable can have any value.
    return resources.values.filter((value) => !value.includes('${'));
  });
}

function nameIn(resource: string): RepositoryName {
  const [, name = '*'] = /^arn:(?:[^:]*:){4}repository\/(.+)$/.exec(resource) ?? [];
  return repositoryNamePattern(name);
}

// A placeholder for the Region of a `Resource` that matches Regions by wildcard.
const EVERY_REGION = unknownRegion('every Region');

/**
 * Returns the registry in the account of the identity, or undefined if the `Resource` matches none. Registries of other accounts are
 * omitted, because their own policies determine the access.
 */
function referencedRegistry(
  resource: string,
  accountId: RegistryId['accountId'],
  partition: string,
): RegistryId | undefined {
  const [, , , region = '*'] = resource.split(':');
  const isExact = /^[a-z0-9-]+$/.test(region);
  const registry = { accountId, region: isExact ? uncheckedRegion(region) : EVERY_REGION };
  if (!isAccountId(accountId) || getPartition(registry.region).id !== partition) return undefined;
  return resourceFault(registry, resource) === undefined ? registry : undefined;
}

function registryIdOf({ accountId, region }: RegistryId): RegistryId {
  return { accountId, region };
}

function arnsIn({ registries }: PlannedTopology): ReadonlySet<string> {
  return new Set(
    registries.flatMap((registry) => registry.repositories.map(({ name }) => repositoryArn(registry, name))),
  );
}

function matchesAny(pattern: string, arns: ReadonlySet<string>): boolean {
  const matchesArn = createResourceMatcher({ isNot: false, values: [pattern] });
  return [...arns].some((arn) => matchesArn(arn) === 'yes');
}

function withRepositoriesOutsidePlans(
  { registries, identities }: PlannedTopology,
  outsidePlans: ReadonlyMap<string, readonly [RepositoryReference, ...RepositoryReference[]]>,
): PlannedTopology {
  const known = registriesByKey(registries);
  return {
    registries: [...outsidePlans].map(([key, all]): PlannedRegistry => {
      const names = sortedUnique(all.map(({ name }) => name));
      const registry = known.get(key) ?? emptyRegistry(all[0].registry);
      return { ...registry, repositories: names.map(createUnknownRepository), replication: [] };
    }),
    identities,
  };
}

function emptyRegistry(id: RegistryId): PlannedRegistry {
  return {
    ...id,
    name: registryNamePlaceholder(registryText(id)),
    repositories: [],
    policy: undefined,
    replication: [],
    ...UNKNOWN_REGISTRY_SETTINGS,
  };
}

/** A repository with unknown settings. */
function createUnknownRepository(name: RepositoryName): PlannedRepository {
  return {
    name,
    forceDelete: UNKNOWN,
    preventDestroy: false,
    policy: undefined,
    settings: unknownOf(['imageTagMutability', 'scanOnPush', 'encryption', 'lifecyclePolicy', 'tags']),
  };
}

/**
 * Returns the names of repositories whose access may change. Access to a repository depends only on resources with its name, so
 * in a large plan only these repositories are compared.
 */
export function findAffectedNames(
  before: PlannedTopology,
  after: PlannedTopology,
): ReadonlySet<RepositoryName> | 'all' {
  if (!isSameValue(before.identities, after.identities)) return 'all';
  const previousByKey = registriesByKey(before.registries);
  const names = new Set<RepositoryName>();
  for (const current of after.registries) {
    const previous = previousByKey.get(registryKey(current));
    if (
      previous === undefined ||
      !isSameValue(previous.policy, current.policy) ||
      !isSameValue(previous.replication, current.replication)
    ) {
      return 'all';
    }
    for (const name of affectedNamesIn(previous, current)) names.add(name);
  }
  return names;
}

function affectedNamesIn(previous: PlannedRegistry, current: PlannedRegistry): readonly RepositoryName[] {
  const previousByKey = new Map(previous.repositories.map(({ name, policy }) => [name, { policy }]));
  const currentByName = new Map(current.repositories.map(({ name, policy }) => [name, { policy }]));
  return [...new Set([...previousByKey.keys(), ...currentByName.keys()])].filter((name) => {
    const [before, after] = [previousByKey.get(name), currentByName.get(name)];
    return before === undefined || after === undefined || !isSameValue(before.policy, after.policy);
  });
}
