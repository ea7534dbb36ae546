import type { RegistryId } from './arn';
import type { RegistryName, RepositoryFilter, RepositoryName } from './names';
import type { IdentityId } from './identity';
import type { NotKnown } from './not-known';
import type { PolicyDocument } from './policy/document';
import type { ManagedPolicy } from './policy/managed';
import type { RegistrySettings } from './registry-settings';
import type { RepositorySettings } from './settings';

/**
 * The model in the middle: every registry with everything it holds, whoever it was read from. Pure data; two
 * topologies that mean the same are deeply equal, because every list is sorted.
 *
 * What is declared is known; of what was planned, `Unknown` stands for the rest: `Topology<NotKnown>`.
 */
export interface Topology<Unknown extends NotKnown = never> {
  /** Sorted by name. */
  readonly registries: readonly Registry<Unknown>[];
  /** The callers whose identity policies the topology holds, sorted by ARN. */
  readonly identities: readonly Identity<Unknown>[];
}

/** A role or user of a caller's account, with what the topology attaches to it. */
export interface Identity<Unknown extends NotKnown = never> extends IdentityId {
  /** Its inline policy. */
  readonly policy: PolicyDocument | undefined | Unknown;
  /** AWS managed policies that are attached, sorted. */
  readonly managedPolicies: readonly ManagedPolicy[];
}

/** The private registry of one account in one Region. */
export interface Registry<Unknown extends NotKnown = never> extends RegistryId, RegistrySettings<Unknown> {
  /** Also its provider alias. */
  readonly name: RegistryName;
  /** Sorted by name; originals and replicas alike, for ECR knows no difference. */
  readonly repositories: readonly Repository<Unknown>[];
  /** Undefined where the registry needs none. */
  readonly policy: PolicyDocument | undefined | Unknown;
  /** What this registry sends to others. Empty where it sends nothing. */
  readonly replication: readonly ReplicationRule[] | Unknown;
}

export interface Repository<Unknown extends NotKnown = never> {
  readonly name: RepositoryName;
  /** Deleting the repository deletes its images. */
  readonly forceDelete: boolean | Unknown;
  /** Terraform refuses a plan that would replace or destroy it, as long as it is declared. */
  readonly preventDestroy: boolean;
  /** Undefined where nobody is granted anything by it. */
  readonly policy: PolicyDocument | undefined | Unknown;
  readonly settings: RepositorySettings<Unknown>;
}

/** On the source registry: which repositories go where. */
export interface ReplicationRule {
  /** Sorted; or `all`, which ECR writes as no filter. */
  readonly filters: readonly RepositoryFilter[] | 'all';
  /** Sorted by account id and Region, as the provider compares them in order. */
  readonly destinations: readonly RegistryId[];
}

/** Registries as a plan leaves them, and everything that was read from elsewhere too. */
export type PlannedTopology = Topology<NotKnown>;
export type PlannedRegistry = Registry<NotKnown>;
export type PlannedRepository = Repository<NotKnown>;
