import type { RegistryId } from './arn';
import type { RegistryName, RepositoryFilter, RepositoryName } from './names';
import type { Identity } from './identity';
import type { PolicyDocument } from './policy/document';

/**
 * The model in the middle: every registry with everything it holds, whoever it was read from. Pure data; two
 * topologies that mean the same are deeply equal, because every list is sorted.
 */
export interface Topology {
  /** Sorted by name. */
  readonly registries: readonly Registry[];
  /** The callers whose identity policies the topology holds, sorted by ARN. */
  readonly identities: readonly Identity[];
}

/** The private registry of one account in one Region. */
export interface Registry extends RegistryId {
  /** Also its provider alias. */
  readonly name: RegistryName;
  /** Sorted by name; originals and replicas alike, for ECR knows no difference. */
  readonly repositories: readonly Repository[];
  /** Undefined where the registry needs none. */
  readonly policy: PolicyDocument | undefined;
  /** What this registry sends to others. Empty where it sends nothing. */
  readonly replication: readonly ReplicationRule[];
}

export interface Repository {
  readonly name: RepositoryName;
  /** Deleting the repository deletes its images. */
  readonly forceDelete: boolean;
  /** Terraform refuses a plan that would replace or destroy it, as long as it is declared. */
  readonly preventDestroy: boolean;
  /** Undefined where nobody is granted anything by it. */
  readonly policy: PolicyDocument | undefined;
}

/** On the source registry: which repositories go where. */
export interface ReplicationRule {
  /** Sorted; or `all`, which ECR writes as no filter. */
  readonly filters: readonly RepositoryFilter[] | 'all';
  /** Sorted by account id and Region, as the provider compares them in order. */
  readonly destinations: readonly RegistryId[];
}
