import {
  isAccountId,
  REPOSITORY_NAME,
  tryGetPartition,
  type Account,
  type AccountId,
  type Region,
  type Registry,
  type RegistryId,
  type Repository,
  type RepositoryName,
  type Topology,
} from '../registry';
import type { FoundRegistry } from './diagnosis';
import type { Facts } from './message';

/** A resolved topology, and the accounts with their names and credentials. */
export interface Declared {
  readonly topology: Topology;
  readonly accounts: readonly Account[];
}

/** The registry and repository of a message, as far as the message and the topology show them. */
export interface Place extends FoundRegistry {
  /** Undefined if account or Region is unknown, or if AWS has no such Region. */
  readonly id: RegistryId | undefined;
  /** Undefined if the topology does not declare the registry, or if several match. */
  readonly registry: Registry | undefined;
  readonly repositoryName: RepositoryName | undefined;
  /** Undefined if the topology does not declare the repository in this registry. */
  readonly repository: Repository | undefined;
}

/**
 * Returns the registry that the facts of a message refer to. If the message omits the account or the Region, returns
 * the only matching registry of the topology, or no registry if several match.
 *
 * @param isPreferred selects between several matching registries
 */
export function placeOf(
  facts: Facts,
  declared: Declared | undefined,
  preferred: (registry: Registry) => boolean = () => true,
): Place {
  const repositoryName = repositoryNameOf(facts.repository);
  const fitting = registriesFor(facts, declared);
  const holding = narrowed(fitting, (registry) => repositoryIn(registry, repositoryName) !== undefined);
  const [registry, ...others] = narrowed(holding, preferred);
  const only = others.length === 0 ? registry : undefined;
  const accountId = facts.accountId ?? only?.accountId;
  const region = facts.region ?? only?.region;
  return {
    id: registryIdOf(accountId, region),
    accountId,
    region,
    name: only?.name,
    accountName: accountNameOf(accountId, declared),
    registry: only,
    repositoryName,
    repository: repositoryIn(only, repositoryName),
  };
}

function registriesFor(facts: Facts, declared: Declared | undefined): readonly Registry[] {
  // A message without any of these names refers to no registry in particular.
  const { accountId, region, repository, address } = facts;
  if ([accountId, region, repository, address].every((each) => each === undefined)) return [];
  const registries = declared?.topology.registries ?? [];
  const fitting = registries.filter(
    (each) =>
      (accountId === undefined || each.accountId === accountId) &&
      (region === undefined || each.region === region),
  );
  return narrowed(fitting, ({ name }) => name === registryNameIn(address));
}

/**
 * Returns the registry name in a Terraform address or provider configuration. Resource names start with the registry
 * name, up to the first `-`; provider aliases are registry names.
 * `aws_ecr_repository.develop-my-repo`, `provider["…"].develop`
 */
export function registryNameIn(address: string | undefined): string | undefined {
  return address?.split('.').at(-1)?.split('-', 1)[0];
}

/** Returns the items that match, or all items if none matches. */
export function narrowed<T>(items: readonly T[], fits: (item: T) => boolean): readonly T[] {
  const fitting = items.filter(fits);
  return fitting.length === 0 ? items : fitting;
}

function repositoryIn(
  registry: Registry | undefined,
  name: RepositoryName | undefined,
): Repository | undefined {
  return registry?.repositories.find((repository) => repository.name === name);
}

export function accountNameOf(id: string | undefined, declared: Declared | undefined): string | undefined {
  return declared?.accounts.find((account) => account.id === id)?.name;
}

export function repositoryNameOf(text: string | undefined): RepositoryName | undefined {
  if (text === undefined || REPOSITORY_NAME.fault(text) !== undefined) return undefined;
  // Matches the pattern of a repository name.
  return text as RepositoryName;
}

export function accountIdOf(text: string | undefined): AccountId | undefined {
  return text !== undefined && isAccountId(text) ? text : undefined;
}

function registryIdOf(account: string | undefined, region: string | undefined): RegistryId | undefined {
  const accountId = accountIdOf(account);
  if (accountId === undefined || region === undefined || tryGetPartition(region) === undefined) {
    return undefined;
  }
  // Checked against the table of Regions.
  return { accountId, region: region as Region };
}
