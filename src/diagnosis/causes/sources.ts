import {
  filtersMatch,
  registryKey,
  type Registry,
  type RegistryName,
  type RepositoryName,
  type Topology,
} from '../../registry';
import type { Case } from '../case';
import { accountOf } from '../caller';
import { narrowed, repositoryNameOf } from '../place';

/** Whether the topology replicates a repository of this name into a registry from another account. */
export function isReplicatedInto(
  registry: Registry,
  repository: string | undefined,
  topology: Topology,
): boolean {
  return sourcesInto(registry, repositoryNameOf(repository), topology).length > 0;
}

/** The registries of other accounts that fill the repository of the message. */
export function sourcesOf({ declared, place }: Case): readonly Registry[] {
  if (declared === undefined || place.registry === undefined) return [];
  return sourcesInto(place.registry, place.repositoryName, declared.topology);
}

function sourcesInto(
  destination: Registry,
  repository: RepositoryName | undefined,
  { registries }: Topology,
): readonly Registry[] {
  if (repository === undefined) return [];
  return registries.filter(
    ({ accountId, replication }) =>
      accountId !== destination.accountId &&
      replication.some(
        ({ filters, destinations }) =>
          filtersMatch(filters, repository) &&
          destinations.some((each) => registryKey(each) === registryKey(destination)),
      ),
  );
}

/** From the caller; from the topology, where the message has a placeholder or only the destination. */
export function sourceAccount(denied: Case): string | undefined {
  const own = accountOf(denied.caller);
  if (own !== undefined) return own;
  const accounts = new Set(sourcesOf(denied).map(({ accountId }) => accountId));
  return accounts.size === 1 ? [...accounts][0] : undefined;
}

/** The one registry that the images come from or, where no rule says so, can come from. */
export function sourceName(denied: Case): RegistryName | undefined {
  const [declared] = sourcesOf(denied);
  if (declared !== undefined) return declared.name;
  const { registry: destination, repositoryName } = denied.place;
  const account = sourceAccount(denied);
  const own = (denied.declared?.topology.registries ?? []).filter(({ accountId }) => accountId === account);
  const holding = narrowed(own, ({ repositories }) =>
    repositories.some(({ name }) => name === repositoryName),
  );
  const [only, ...others] = narrowed(
    holding,
    (each) => destination !== undefined && leadsTo(each, destination),
  );
  return others.length === 0 ? only?.name : undefined;
}

function leadsTo({ replication }: Registry, destination: Registry): boolean {
  return replication.some(({ destinations }) =>
    destinations.some((each) => registryKey(each) === registryKey(destination)),
  );
}
