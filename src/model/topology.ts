import type { KnownIdentityId, KnownRegistryId, RegistryId } from '../aws/arn';
import type { RegistryName, RepositoryFilter, RepositoryName } from '../aws/names';
import type { PolicyDocument } from '../aws/policy/document';
import type { ManagedPolicy } from '../aws/policy/managed-policies';
import type { RegistrySettings, RepositorySettings } from './settings';
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

/** Declared values are known, so a declared registry has no unknown account or Region. */
type RegistryIdOf<U extends Unknown> = [U] extends [never] ? KnownRegistryId : RegistryId;

/** The private registry of one account in one Region. */
export interface Registry<U extends Unknown = never> extends RegistrySettings<U> {
  readonly accountId: RegistryIdOf<U>['accountId'];
  readonly region: RegistryIdOf<U>['region'];
  /** Also the provider alias. */
  readonly name: RegistryName;
  /** Sorted by name. Includes replicas, because ECR does not distinguish them from other repositories. */
  readonly repositories: readonly Repository<U>[];
  /** Undefined if the registry requires none. */
  readonly policy: PolicyDocument | undefined | U;
  /** The replication rules of this registry as source. Empty if there are none. */
  readonly replication: readonly ReplicationRule<RegistryIdOf<U>>[] | U;
}

export interface Repository<U extends Unknown = never> {
  readonly name: RepositoryName;
  /** If enabled, deleting the repository also deletes its images. */
  readonly forceDelete: boolean | U;
  /**
   * If enabled, Terraform rejects a plan that replaces or destroys the repository while it is in the
   * configuration.
   */
  readonly preventDestroy: boolean;
  /** Undefined if no principal is granted access. */
  readonly policy: PolicyDocument | undefined | U;
  readonly settings: RepositorySettings<U>;
}

/** A replication rule on the source registry. */
export interface ReplicationRule<Destination extends RegistryId = KnownRegistryId> {
  /** Sorted. `all` is a rule without filters in ECR. */
  readonly filters: readonly RepositoryFilter[] | 'all';
  /** Sorted by account ID and Region, because the provider compares them in order. */
  readonly destinations: readonly Destination[];
}

/** The registries after a plan is applied. Also used for every topology with unknown values. */
export type PlannedTopology = Topology<Unknown>;
export type PlannedRegistry = Registry<Unknown>;
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
