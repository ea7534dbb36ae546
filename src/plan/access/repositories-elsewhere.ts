import { resourceTest, actionsCovered } from '../../access/coverage';
import {
  getPartition,
  grouped,
  isAccountId,
  managedPolicyDocument,
  REGISTRY_NOT_KNOWN,
  registryKey,
  registryText,
  repositoryArn,
  resourceFault,
  sortedUnique,
  statementsOf,
  type PlannedRegistry,
  type PlannedRepository,
  type PlannedTopology,
  type PolicyStatement,
  type Region,
  type RegistryId,
  type RegistryName,
  type RepositoryName,
} from '../../registry';

/** What policies name in addition to the repositories that the plans contain. */
export interface NamedElsewhere {
  readonly before: PlannedTopology;
  readonly after: PlannedTopology;
  /**
   * Whether the plans create every repository that a name with wildcards matches (`gained`), or destroy it (`lost`). Not so
   * for a name that matches none.
   */
  readonly comesWith: (registry: RegistryId, name: RepositoryName, kind: 'gained' | 'lost') => boolean;
}

/**
 * The same registries before and after with a repository for each `Resource` that names others than the plans contain:
 * policies of registries, roles and users are often in other states than the repositories that they name. It has the name that
 * the statement has, with its wildcards, so that it represents every repository that the statement matches. Undefined if
 * there is none.
 */
export function repositoriesElsewhere(
  before: PlannedTopology,
  after: PlannedTopology,
): NamedElsewhere | undefined {
  const named = new Map<string, Named>();
  for (const topology of [before, after]) {
    for (const each of namedIn(topology)) named.set(JSON.stringify([each.resource, each.registry]), each);
  }
  if (named.size === 0) return undefined;
  const [was, is] = [arnsIn(before), arnsIn(after)];
  const held = new Set([...was, ...is]);
  const elsewhere = [...named.values()].filter(({ resource, registry }) => {
    if (!isPattern(resource)) return !held.has(resource);
    // Of a Resource for every Region, the registries that the plans contain are example enough.
    return registry.region !== EVERY_REGION || !matchesAny(resource, held);
  });
  if (elsewhere.length === 0) return undefined;
  const byRegistry = grouped(elsewhere, ({ registry }) => registryKey(registry));
  return {
    before: withOnly(before, byRegistry),
    after: withOnly(after, byRegistry),
    comesWith: (registry, name, kind) => {
      const arn = repositoryArn(registry, name);
      const [here, there] = kind === 'gained' ? [is, was] : [was, is];
      return isPattern(name) && matchesAny(arn, here) && !matchesAny(arn, there);
    },
  };
}

/** Whether a `Resource`, or a name in it, has wildcards. */
export function isPattern(resource: string): boolean {
  return /[*?]/.test(resource);
}

/** A `Resource`, and the registry that it names repositories of. */
interface Named {
  readonly resource: string;
  readonly registry: RegistryId;
  readonly name: RepositoryName;
}

function namedIn({ registries, identities }: PlannedTopology): readonly Named[] {
  return [
    ...registries.flatMap((registry) =>
      resourcesOf(statementsOf(registry.policy)).flatMap((resource) =>
        resourceFault(registry, resource) === undefined
          ? { resource, registry: idOf(registry), name: nameIn(resource) }
          : [],
      ),
    ),
    ...identities.flatMap(({ policy, managedPolicies, accountId, partition }) =>
      resourcesOf([policy, ...managedPolicies.map(managedPolicyDocument)].flatMap(statementsOf)).flatMap(
        (resource) => {
          const registry = ownRegistry(resource, accountId, partition);
          return registry === undefined ? [] : { resource, registry, name: nameIn(resource) };
        },
      ),
    ),
  ];
}

/** What statements about ECR name. A statement about all but some resources names none. */
function resourcesOf(statements: readonly PolicyStatement[]): readonly string[] {
  return statements.flatMap(({ actions, resources }) => {
    if (resources === undefined || resources.isNot || actionsCovered(actions).length === 0) return [];
    // A variable may have any value.
    return resources.values.filter((value) => !value.includes('${'));
  });
}

function nameIn(resource: string): RepositoryName {
  const [, name = '*'] = /^arn:(?:[^:]*:){4}repository\/(.+)$/.exec(resource) ?? [];
  return name as RepositoryName; // with wildcards, as the statement has it
}

// In place of a Region, for those that only a wildcard matches.
const EVERY_REGION = 'every Region' as Region;

/** Other accounts have to let it in, which only their policies tell. Undefined where it names no repository of its own. */
function ownRegistry(
  resource: string,
  accountId: RegistryId['accountId'],
  partition: string,
): RegistryId | undefined {
  const [, , , region = '*'] = resource.split(':');
  const isExact = /^[a-z0-9-]+$/.test(region);
  const registry = { accountId, region: isExact ? (region as Region) : EVERY_REGION };
  if (!isAccountId(accountId) || getPartition(registry.region).id !== partition) return undefined;
  return resourceFault(registry, resource) === undefined ? registry : undefined;
}

function idOf({ accountId, region }: RegistryId): RegistryId {
  return { accountId, region };
}

function arnsIn({ registries }: PlannedTopology): ReadonlySet<string> {
  return new Set(
    registries.flatMap((registry) => registry.repositories.map(({ name }) => repositoryArn(registry, name))),
  );
}

function matchesAny(pattern: string, arns: ReadonlySet<string>): boolean {
  const isAbout = resourceTest({ isNot: false, values: [pattern] });
  return [...arns].some((arn) => isAbout(arn) === 'yes');
}

function withOnly(
  { registries, identities }: PlannedTopology,
  elsewhere: ReadonlyMap<string, readonly [Named, ...Named[]]>,
): PlannedTopology {
  const known = new Map(registries.map((registry) => [registryKey(registry), registry]));
  return {
    registries: [...elsewhere].map(([key, all]): PlannedRegistry => {
      const names = sortedUnique(all.map(({ name }) => name));
      const registry = known.get(key) ?? emptyRegistry(all[0].registry);
      return { ...registry, repositories: names.map(repositoryElsewhere), replication: [] };
    }),
    identities,
  };
}

function emptyRegistry(id: RegistryId): PlannedRegistry {
  return {
    ...id,
    name: registryText(id) as RegistryName, // in place of one
    repositories: [],
    policy: undefined,
    replication: [],
    ...REGISTRY_NOT_KNOWN,
  };
}

/** Nothing is known of it but what is asked. */
function repositoryElsewhere(name: RepositoryName): PlannedRepository {
  return {
    name,
    forceDelete: 'notKnown',
    preventDestroy: false,
    policy: undefined,
    settings: {
      imageTagMutability: 'notKnown',
      scanOnPush: 'notKnown',
      encryption: 'notKnown',
      lifecyclePolicy: 'notKnown',
      tags: 'notKnown',
    },
  };
}
