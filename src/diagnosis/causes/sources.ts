import { isReplicated, type Registry, type RegistryName } from '../../registry';
import type { Case } from '../case';
import { accountOf } from '../caller';
import { narrowed, repositoryNameOf, type Declared } from '../place';

/** Returns whether the topology replicates a repository of this name into the registry from another account. */
export function isReplicatedInto(
  registry: Registry,
  repository: string | undefined,
  { registries }: Declared['topology'],
): boolean {
  const name = repositoryNameOf(repository);
  return (
    name !== undefined &&
    registries.some((from) => from.accountId !== registry.accountId && isReplicated(from, registry, name))
  );
}

/**
 * Returns the registries of any account whose replication rules match the repository and have this registry as
 * destination.
 */
export function registriesFilling({ declared, place }: Case): readonly Registry[] {
  const { registry, repositoryName } = place;
  if (declared === undefined || registry === undefined || repositoryName === undefined) return [];
  return declared.topology.registries.filter((from) => isReplicated(from, registry, repositoryName));
}

/** Returns the replication sources that are in other accounts. */
export function sourcesOf(found: Case): readonly Registry[] {
  return registriesFilling(found).filter(({ accountId }) => accountId !== found.place.accountId);
}

/**
 * Returns the account of the caller, or of the only replication source if the message has a placeholder or only names
 * the destination.
 */
export function sourceAccount(denied: Case): string | undefined {
  const own = accountOf(denied.caller);
  if (own !== undefined) return own;
  const accounts = new Set(sourcesOf(denied).map(({ accountId }) => accountId));
  return accounts.size === 1 ? [...accounts][0] : undefined;
}

/**
 * Returns the source registry of the images. If no replication rule matches, returns the only registry that could be
 * the source.
 */
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

/** Returns whether any repository of `from` is replicated to the destination. */
function leadsTo(from: Registry, destination: Registry): boolean {
  return from.repositories.some(({ name }) => isReplicated(from, destination, name));
}
