import type { LifecyclePolicy } from '../aws/lifecycle/policy';
import type { UnknownValue } from './unknown';
import type { PartitionId } from '../aws/partitions';

/** https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html */
export interface ImageTagMutability {
  readonly mode: 'IMMUTABLE' | 'IMMUTABLE_WITH_EXCLUSION' | 'MUTABLE' | 'MUTABLE_WITH_EXCLUSION';
  /** Tag patterns, with `*`, that the opposite mode applies to. Sorted. Empty without exclusion. */
  readonly exclusionFilters: readonly string[];
}

/** https://docs.aws.amazon.com/AmazonECR/latest/userguide/encryption-at-rest.html */
export interface Encryption {
  readonly type: 'AES256' | 'KMS' | 'KMS_DSSE';
  /** The ARN of the key. Undefined with AES256, and if KMS uses the AWS managed key of ECR. */
  readonly kmsKey: string | undefined;
}

/**
 * The partition with KMS_DSSE: "only available in the AWS GovCloud (US) Regions".
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/encryption-at-rest.html
 */
export const DUAL_LAYER_PARTITION: PartitionId = 'aws-us-gov';

/** The settings of a repository other than its name and policy. */
export interface RepositorySettings<Unknown extends UnknownValue = never> {
  readonly imageTagMutability: ImageTagMutability | Unknown;
  /**
   * The scanning configuration of the registry takes precedence. If undefined, ECR does not scan images pushed
   * to a new repository, and Terraform does not change the setting of an existing one.
   */
  readonly scanOnPush: boolean | undefined | Unknown;
  readonly encryption: Encryption | Unknown;
  /** Undefined if there is none. */
  readonly lifecyclePolicy: LifecyclePolicy | undefined | Unknown;
  /** Sorted by key. Without the provider's default tags, except in a plan, which contains the resulting tags. */
  readonly tags: Tags | Unknown;
}

export type Tags = Readonly<Record<string, string>>;

/** The settings that ECR gives a repository by default. */
export const DEFAULT_SETTINGS: RepositorySettings = {
  imageTagMutability: { mode: 'MUTABLE', exclusionFilters: [] },
  scanOnPush: undefined,
  encryption: { type: 'AES256', kmsKey: undefined },
  lifecyclePolicy: undefined,
  tags: {},
};
