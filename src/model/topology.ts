import type { KnownIdentityId, KnownRegistryId, RegistryId } from '../aws/arn';
import type { RegistryName, RepositoryName } from '../aws/names';
import type { PolicyDocument } from '../aws/policy/document';
import type { ManagedPolicy } from '../aws/policy/managed-policies';
import type { RegistryContents, RegistryIdOf, ReplicationRule, Repository } from './resource-types';
import type { Unknown } from './unknown';

/**
 * The central model: every registry and its contents, from any source. Plain data with sorted lists, so equal
 * topologies are deeply equal.
 *
 * Declared values are known. In a planned topology, `Topology<Unknown>`, values may be unknown.
 */
export interface Topology<U extends Unknown = never> {
  /** Sorted by name. */
  readonly registries: readonly Registry<U>[];
  /** The principals whose identity policies the topology manages, sorted by ARN. */
  readonly identities: readonly Identity<U>[];
}

/** A role or user, with the policies that the topology attaches to it. */
export interface Identity<U extends Unknown = never> extends KnownIdentityId {
  /** Its inline policy. */
  readonly policy: PolicyDocument | undefined | U;
  /** AWS managed policies that are attached, sorted. */
  readonly managedPolicies: readonly ManagedPolicy[];
}

/** The private registry of one account in one Region. */
export interface Registry<U extends Unknown = never> extends RegistryContents<U> {
  readonly accountId: RegistryIdOf<U>['accountId'];
  readonly region: RegistryIdOf<U>['region'];
  /** Also the provider alias. */
  readonly name: RegistryName;
}

/** The registries after a plan is applied. Also used for every topology with unknown values. */
export type PlannedTopology = Topology<Unknown>;
export type PlannedRegistry = Registry<Unknown>;
/** A registry whose account and Region are known, and whose contents may be unknown: a declared one, or one of AWS. */
export type LocatedRegistry = KnownRegistryId & PlannedRegistry;
export interface LocatedTopology extends PlannedTopology {
  readonly registries: readonly LocatedRegistry[];
}
export type PlannedRepository = Repository<Unknown>;
export type PlannedReplicationRule = ReplicationRule<RegistryId>;

/** A registry object never changes, so its repositories are indexed once. */
const REPOSITORIES_BY_NAME = new WeakMap<object, ReadonlyMap<RepositoryName, Repository<Unknown>>>();

/**
 * Returns the repository of that name, or undefined if the registry does not contain it. The time does not
 * depend on the number of repositories.
 */
export function tryGetRepository<U extends Unknown>(
  registry: Registry<U>,
  name: RepositoryName,
): Repository<U> | undefined {
  const cached = REPOSITORIES_BY_NAME.get(registry);
  const byName = cached ?? new Map(registry.repositories.map((repository) => [repository.name, repository]));
  if (cached === undefined) REPOSITORIES_BY_NAME.set(registry, byName);
  // The index was built from this registry, so its repositories have the same type parameter.
  return byName.get(name) as Repository<U> | undefined;
}
