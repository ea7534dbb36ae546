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

/** A declaration that was read: what is meant to be, and what the accounts are called. */
export interface Declared {
  readonly topology: Topology;
  readonly accounts: readonly Account[];
}

/** Where a message happened, as far as message and topology tell. */
export interface Place extends FoundRegistry {
  /** Undefined without account and Region, or where AWS has no such Region. */
  readonly id: RegistryId | undefined;
  /** Undefined where it is not declared, or several are possible. */
  readonly registry: Registry | undefined;
  readonly repositoryName: RepositoryName | undefined;
  /** Undefined where it is not declared there. */
  readonly repository: Repository | undefined;
}

/**
 * The registry that a message is about. Where the message leaves out an account or a Region, the one declared
 * registry that fits is taken, and none where several fit.
 *
 * @param preferred which to take where several fit otherwise
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
  // A message that names nothing of a registry is about none in particular.
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
 * Addresses start with the registry's name, up to the first `-`, and a provider's alias is the registry's name.
 * `aws_ecr_repository.develop-my-repo`, `provider["…"].develop`
 */
export function registryNameIn(address: string | undefined): string | undefined {
  return address?.split('.').at(-1)?.split('-', 1)[0];
}

/** Those that fit, or all where none does. */
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
  // It fits the pattern, which is what a RepositoryName is.
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
  // It is in the table of Regions.
  return { accountId, region: region as Region };
}
