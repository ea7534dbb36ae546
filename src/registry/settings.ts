import type { LifecyclePolicy } from './lifecycle/rule';
import type { NotKnown } from './not-known';
import type { PartitionId } from './partitions';

/** https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html */
export interface ImageTagMutability {
  readonly mode: 'IMMUTABLE' | 'IMMUTABLE_WITH_EXCLUSION' | 'MUTABLE' | 'MUTABLE_WITH_EXCLUSION';
  /** Patterns of tags, with `*`, for which the opposite holds. Sorted; empty without exclusion. */
  readonly exclusionFilters: readonly string[];
}

/** https://docs.aws.amazon.com/AmazonECR/latest/userguide/encryption-at-rest.html */
export interface Encryption {
  readonly type: 'AES256' | 'KMS' | 'KMS_DSSE';
  /** The ARN of the key; undefined with AES256, and where KMS uses the key that AWS keeps for ECR. */
  readonly kmsKey: string | undefined;
}

/**
 * Where there is KMS_DSSE: "only available in the AWS GovCloud (US) Regions".
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/encryption-at-rest.html
 */
export const DUAL_LAYER_PARTITION: PartitionId = 'aws-us-gov';

/** What a repository has beside its name and policy. */
export interface RepositorySettings<Unknown extends NotKnown = never> {
  readonly imageTagMutability: ImageTagMutability | Unknown;
  /**
   * What the repository itself says; the registry's own scanning goes before it. Undefined where nothing is said: ECR does
   * not scan what is pushed to a new repository, and Terraform leaves one that is there as it is.
   */
  readonly scanOnPush: boolean | undefined | Unknown;
  readonly encryption: Encryption | Unknown;
  /** Undefined where it has none. */
  readonly lifecyclePolicy: LifecyclePolicy | undefined | Unknown;
  /** By key, sorted; without the default tags of the provider, but in a plan, which has what will be there. */
  readonly tags: Tags | Unknown;
}

export type Tags = Readonly<Record<string, string>>;

/** What ECR gives a repository of which nothing is said. */
export const DEFAULT_SETTINGS: RepositorySettings = {
  imageTagMutability: { mode: 'MUTABLE', exclusionFilters: [] },
  scanOnPush: undefined,
  encryption: { type: 'AES256', kmsKey: undefined },
  lifecyclePolicy: undefined,
  tags: {},
};
