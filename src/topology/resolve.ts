import {
  registryKey,
  replicationPolicy,
  sortedBy,
  sortedUnique,
  type AccountId,
  type RegistryId,
  type Registry,
  type ReplicationGrant,
  type ReplicationRule,
  type Repository,
  type Topology,
} from '../registry';
import {
  isDestination,
  isSource,
  originals,
  taken,
  type Linked,
  type LinkedRegistry,
  type LinkedRepository,
  type LinkedRule,
} from './linked';

/**
 * What the declaration means: every registry with everything it holds. What a diagnostic has refused is left out, so
 * that the rest can still be checked; a topology is only ever used where nothing was refused.
 */
export function resolve(linked: Linked): Topology {
  const placed = linked.registries.flatMap(place);
  return {
    registries: sortedBy(placed, ({ registry }) => registry.name).map((each) =>
      resolveRegistry(each, placed, linked),
    ),
  };
}

/** A registry whose account and Region are known. */
interface Placed {
  readonly registry: LinkedRegistry;
  readonly id: RegistryId;
}

function place(registry: LinkedRegistry): readonly Placed[] {
  const accountId = registry.account?.id;
  if (accountId === undefined || registry.region === undefined) return [];
  return [{ registry, id: { accountId, region: registry.region } }];
}

function resolveRegistry({ registry, id }: Placed, placed: readonly Placed[], linked: Linked): Registry {
  return {
    ...id,
    name: registry.name,
    repositories: resolveRepositories(registry, linked),
    policy: replicationPolicy(id, grantsTo(registry, id.accountId, placed, linked)),
    replication: resolveRules(registry, placed, linked),
  };
}

/** The originals of the registry, and the replicas that rules of others fill, with the originals' settings. */
function resolveRepositories(registry: LinkedRegistry, linked: Linked): readonly Repository[] {
  const found = new Map<string, Repository>();
  for (const rule of rulesTo(registry, linked)) {
    if (rule.createRepositories) continue;
    for (const { registry: source } of rule.from) {
      for (const original of taken(linked, rule, source)) found.set(original.name, repository(original));
    }
  }
  for (const original of originals(linked, registry)) found.set(original.name, repository(original));
  return sortedBy(found.values(), ({ name }) => name);
}

function repository({ name, forceDelete, preventDestroy }: LinkedRepository): Repository {
  return { name, forceDelete, preventDestroy };
}

/**
 * What the rules that lead to a registry need there: only where they come from another account.
 * "Source repositories do not need any special policies", nor does the same account in another Region.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry-permissions-create-replication.html
 */
function grantsTo(
  registry: LinkedRegistry,
  owner: AccountId,
  placed: readonly Placed[],
  linked: Linked,
): readonly ReplicationGrant[] {
  return rulesTo(registry, linked).flatMap((rule) =>
    placed
      .filter(({ registry: source, id }) => id.accountId !== owner && isSource(rule, source))
      .map(({ registry: source, id }) => ({ source: id.accountId, target: targetOf(rule, source, linked) })),
  );
}

function targetOf(rule: LinkedRule, source: LinkedRegistry, linked: Linked): ReplicationGrant['target'] {
  return rule.createRepositories
    ? { kind: 'created', filters: filtersOf(rule) }
    : { kind: 'existing', repositories: taken(linked, rule, source).map(({ name }) => name) };
}

function resolveRules(
  registry: LinkedRegistry,
  placed: readonly Placed[],
  linked: Linked,
): readonly ReplicationRule[] {
  const rules = linked.rules
    .filter((rule) => isSource(rule, registry))
    .map((rule): ReplicationRule => {
      const destinations = placed.filter(({ registry: other }) => isDestination(rule, other));
      return {
        filters: filtersOf(rule),
        destinations: sortedBy(
          destinations.map(({ id }) => id),
          registryKey,
        ),
      };
    });
  return sortedBy(rules, ({ filters, destinations }) =>
    JSON.stringify([filters, destinations.map(registryKey)]),
  );
}

function filtersOf({ filters }: LinkedRule): ReplicationRule['filters'] {
  return filters === 'all' ? 'all' : sortedUnique(filters.map(({ filter }) => filter));
}

function rulesTo(registry: LinkedRegistry, linked: Linked): readonly LinkedRule[] {
  return linked.rules.filter((rule) => isDestination(rule, registry));
}
