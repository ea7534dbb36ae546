import { filtersMatch, type RegistryId, type RepositoryName } from '../../registry';
import type { Held, Holding, Linked, LinkedRegistry, LinkedRepository, LinkedRule } from './linked';

/** The repositories that images are pushed to in a registry. */
export function originals(
  linked: Pick<Linked, 'originals'>,
  registry: LinkedRegistry,
): readonly LinkedRepository[] {
  return linked.originals.get(registry) ?? [];
}

/** Whether a rule takes repositories of this name. */
export function takes({ filters }: LinkedRule, name: RepositoryName): boolean {
  return filters === 'all' || filters.some(({ filter }) => filtersMatch([filter], name));
}

export function isSource({ from }: LinkedRule, registry: LinkedRegistry): boolean {
  return from.some((source) => source.registry === registry);
}

export function isDestination({ to }: LinkedRule, registry: LinkedRegistry): boolean {
  return to.some((destination) => destination.registry === registry);
}

/** What a rule replicates from one of its sources. */
export function taken(
  linked: Pick<Linked, 'originals'>,
  rule: LinkedRule,
  source: LinkedRegistry,
): readonly LinkedRepository[] {
  return originals(linked, source).filter(({ name }) => takes(rule, name));
}

/** The repositories that rules fill in a registry: its replicas. */
export function replicas(linked: Linked, registry: LinkedRegistry): readonly LinkedRepository[] {
  return linked.rules
    .filter((rule) => isDestination(rule, registry))
    .flatMap((rule) => rule.from.flatMap((source) => taken(linked, rule, source.registry)));
}

export function heldIn(linked: Linked, registry: LinkedRegistry): Holding {
  return linked.held.get(registry) ?? new Map<RepositoryName, Held>();
}

/** What originals and rules put into a registry. */
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

/** Account and Region, where both are known. */
export function registryIdOf({ account, region }: LinkedRegistry): RegistryId | undefined {
  const accountId = account?.id;
  return accountId === undefined || region === undefined ? undefined : { accountId, region };
}
