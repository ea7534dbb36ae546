import type { KnownRegistryId } from '../../aws/arn';
import { isAccountId, isRepositoryName, type AccountId, type RepositoryName } from '../../aws/names';
import { isListedRegion } from '../../aws/partitions';
import type { DeclaredAccount } from '../../model/deployment';
import type { Repository } from '../../model/resource-types';
import type { Registry, Topology } from '../../model/topology';
import type { Facts } from '../parse/facts';
import type { FoundRegistry } from './diagnosis';

/** A resolved topology, and the accounts with their names and the names of their credentials. */
export interface DeclaredTopology {
  readonly topology: Topology;
  readonly accounts: readonly DeclaredAccount[];
}

/** The registry and repository of a message, as far as the message and the topology show them. */
export interface MessageLocation extends FoundRegistry {
  /** Undefined if account or Region is unknown, or if AWS has no such Region. */
  readonly id: KnownRegistryId | undefined;
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
export function locateRegistry(
  facts: Facts,
  declared: DeclaredTopology | undefined,
  isPreferred: (registry: Registry) => boolean = () => true,
): MessageLocation {
  const repositoryName = parseRepositoryName(facts.repository);
  const matching = registriesMatching(facts, declared);
  const withRepository = preferMatching(
    matching,
    (registry) => findRepository(registry, repositoryName) !== undefined,
  );
  const [registry, ...others] = preferMatching(withRepository, isPreferred);
  const only = others.length === 0 ? registry : undefined;
  const accountId = facts.accountId ?? only?.accountId;
  const region = facts.region ?? only?.region;
  return {
    id: parseRegistryId(accountId, region),
    accountId,
    region,
    name: only?.name,
    accountName: accountNameOf(accountId, declared),
    registry: only,
    repositoryName,
    repository: findRepository(only, repositoryName),
  };
}

function registriesMatching(facts: Facts, declared: DeclaredTopology | undefined): readonly Registry[] {
  // A message without any of these names refers to no registry in particular.
  const { accountId, region, repository, address } = facts;
  if ([accountId, region, repository, address].every((each) => each === undefined)) return [];
  const registries = declared?.topology.registries ?? [];
  const matching = registries.filter(
    (each) =>
      (accountId === undefined || each.accountId === accountId) &&
      (region === undefined || each.region === region),
  );
  return preferMatching(matching, ({ name }) => name === registryNameIn(address));
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
export function preferMatching<T>(items: readonly T[], matches: (item: T) => boolean): readonly T[] {
  const matching = items.filter(matches);
  return matching.length === 0 ? items : matching;
}

function findRepository(
  registry: Registry | undefined,
  name: RepositoryName | undefined,
): Repository | undefined {
  return registry?.repositories.find((repository) => repository.name === name);
}

export function accountNameOf(
  id: string | undefined,
  declared: DeclaredTopology | undefined,
): string | undefined {
  return declared?.accounts.find((account) => account.id === id)?.name;
}

export function parseRepositoryName(text: string | undefined): RepositoryName | undefined {
  return text !== undefined && isRepositoryName(text) ? text : undefined;
}

export function parseAccountId(text: string | undefined): AccountId | undefined {
  return text !== undefined && isAccountId(text) ? text : undefined;
}

function parseRegistryId(
  account: string | undefined,
  region: string | undefined,
): KnownRegistryId | undefined {
  const accountId = parseAccountId(account);
  if (accountId === undefined || region === undefined || !isListedRegion(region)) return undefined;
  return { accountId, region };
}
