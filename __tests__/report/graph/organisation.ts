import type { KnownRegistryId } from '../../../src/aws/arn';
import type { AccountId, RegistryName, RepositoryFilter, RepositoryName } from '../../../src/aws/names';
import type { Region } from '../../../src/aws/partitions';
import type { Operation } from '../../../src/aws/policy/actions';
import { policyFromStatements, repositoryStatements, type Grant } from '../../../src/aws/policy/grants';
import type { Grantee } from '../../../src/aws/policy/principals';
import { sortedBy } from '../../../src/base/collections';
import { DEFAULT_REGISTRY_SETTINGS } from '../../../src/model/resource-types';
import { DEFAULT_SETTINGS } from '../../../src/model/settings';
import type { ReplicationRule, Repository } from '../../../src/model/resource-types';
import type { Registry } from '../../../src/model/topology';

/** `id(3)` is `333333333333`. */
export function id(digit: number): AccountId {
  return String(digit).repeat(12).slice(0, 12) as AccountId;
}

export interface RegistryOptions {
  readonly account: AccountId;
  readonly region: string;
  /** The names of the repositories, and the grants on each. */
  readonly repositories?: Readonly<Record<string, readonly Grant[]>>;
  readonly replication?: readonly ReplicationRule[];
}

export function registry(name: string, parts: RegistryOptions): Registry {
  const registryId = { accountId: parts.account, region: parts.region as Region };
  const repositories = Object.entries(parts.repositories ?? {}).map(([repository, grants]): Repository => ({
    name: repository as RepositoryName,
    forceDelete: false,
    preventDestroy: false,
    policy: policyFromStatements(repositoryStatements(registryId, grants)),
    settings: DEFAULT_SETTINGS,
  }));
  return {
    ...registryId,
    name: name as RegistryName,
    repositories: sortedBy(repositories, (repository) => repository.name),
    policy: undefined,
    replication: parts.replication ?? [],
    ...DEFAULT_REGISTRY_SETTINGS,
  };
}

export function rule(
  filters: readonly string[] | 'all',
  ...destinations: readonly KnownRegistryId[]
): ReplicationRule {
  return {
    filters: filters === 'all' ? 'all' : (filters as readonly RepositoryFilter[]),
    destinations: destinations.map(({ accountId, region }) => ({ accountId, region })),
  };
}

export function grants(grantees: readonly Grantee[], ...operations: readonly Operation[]): readonly Grant[] {
  return grantees.flatMap((grantee) => operations.map((operation) => ({ grantee, operation })));
}

export const account = (accountId: AccountId): Grantee => ({ kind: 'account', accountId });

export function role(accountId: AccountId, name: string): Grantee {
  return { kind: 'identity', identity: { kind: 'role', partition: 'aws', accountId, path: '/', name } };
}
