import { isReplicated, type Registry, type RegistryName } from '../../registry';
import type { Case } from '../case';
import { accountOf } from '../caller';
import { narrowed, repositoryNameOf, type Declared } from '../place';

/** Whether the topology replicates a repository of this name into a registry from another account. */
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

/** The registries, of other accounts too, whose rules take the repository of the message to its registry. */
export function registriesFilling({ declared, place }: Case): readonly Registry[] {
  const { registry, repositoryName } = place;
  if (declared === undefined || registry === undefined || repositoryName === undefined) return [];
  return declared.topology.registries.filter((from) => isReplicated(from, registry, repositoryName));
}

/** The registries of other accounts that fill the repository of the message. */
export function sourcesOf(found: Case): readonly Registry[] {
  return registriesFilling(found).filter(({ accountId }) => accountId !== found.place.accountId);
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

/** Whether a rule leads there with whatever it takes. */
function leadsTo(from: Registry, destination: Registry): boolean {
  return from.repositories.some(({ name }) => isReplicated(from, destination, name));
}
