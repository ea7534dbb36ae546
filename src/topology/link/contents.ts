import { filtersMatch, type RegistryId, type RepositoryName } from '../../registry';
import type { Held, Holding, Linked, LinkedRegistry, LinkedRepository, LinkedRule } from './linked';

/** Returns the repositories whose images are pushed to the registry. */
export function originals(
  linked: Pick<Linked, 'originals'>,
  registry: LinkedRegistry,
): readonly LinkedRepository[] {
  return linked.originals.get(registry) ?? [];
}

/** Returns whether a replication rule matches the repository name. */
export function takes({ filters }: LinkedRule, name: RepositoryName): boolean {
  return filters === 'all' || filters.some(({ filter }) => filtersMatch([filter], name));
}

export function isSource({ from }: LinkedRule, registry: LinkedRegistry): boolean {
  return from.some((source) => source.registry === registry);
}

export function isDestination({ to }: LinkedRule, registry: LinkedRegistry): boolean {
  return to.some((destination) => destination.registry === registry);
}

/** Returns the repositories that a rule replicates from one of its sources. */
export function taken(
  linked: Pick<Linked, 'originals'>,
  rule: LinkedRule,
  source: LinkedRegistry,
): readonly LinkedRepository[] {
  return originals(linked, source).filter(({ name }) => takes(rule, name));
}

/** Returns the repositories that replication rules fill in the registry. */
export function replicas(linked: Linked, registry: LinkedRegistry): readonly LinkedRepository[] {
  return linked.rules
    .filter((rule) => isDestination(rule, registry))
    .flatMap((rule) => rule.from.flatMap((source) => taken(linked, rule, source.registry)));
}

export function heldIn(linked: Linked, registry: LinkedRegistry): Holding {
  return linked.held.get(registry) ?? new Map<RepositoryName, Held>();
}

/** Returns the originals and replicas of the registry, except replicas that ECR creates. */
export function holdingOf(linked: Pick<Linked, 'originals' | 'rules'>, registry: LinkedRegistry): Holding {
  const held = new Map<RepositoryName, Held>();
  for (const rule of linked.rules) {
    if (rule.createRepositories || !isDestination(rule, registry)) continue;
    for (const { registry: source } of rule.from) {
      for (const repository of taken(linked, rule, source)) {
        held.set(repository.name, { repository, isReplica: true });
      }
    }
  }
  for (const repository of originals(linked, registry)) {
    held.set(repository.name, { repository, isReplica: false });
  }
  return held;
}

/** Returns the account ID and Region, or undefined if one is unknown. */
export function registryIdOf({ account, region }: LinkedRegistry): RegistryId | undefined {
  const accountId = account?.id;
  return accountId === undefined || region === undefined ? undefined : { accountId, region };
}
