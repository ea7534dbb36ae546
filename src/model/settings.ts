import type { LifecyclePolicy } from '../aws/lifecycle/policy';
import type { PartitionId } from '../aws/partitions';
import type { PolicyDocument } from '../aws/policy/document';
import type { Unknown } from './unknown';

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
export interface RepositorySettings<U extends Unknown = never> {
  readonly imageTagMutability: ImageTagMutability | U;
  /**
   * The scanning configuration of the registry takes precedence. If undefined, ECR does not scan images pushed
   * to a new repository, and Terraform does not change the setting of an existing one.
   */
  readonly scanOnPush: boolean | undefined | U;
  readonly encryption: Encryption | U;
  /** Undefined if there is none. */
  readonly lifecyclePolicy: LifecyclePolicy | undefined | U;
  /** Sorted by key. Without the provider's default tags, except in a plan, which contains the resulting tags. */
  readonly tags: Tags | U;
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

/**
 * Settings that ECR applies to repositories that it creates.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-creation-templates.html
 */
export interface CreationTemplate<U extends Unknown = never> {
  /**
   * A namespace: `prod` applies to `prod/api`, not to `production`. ECR uses the template with the longest
   * matching namespace. `ROOT` applies to every name that no other template matches.
   */
  readonly prefix: string;
  /** Sorted. */
  readonly appliedFor: readonly TemplateUse[] | U;
  readonly description: string | undefined | U;
  readonly settings: TemplateSettings<U>;
  /** The repository policy. */
  readonly policy: PolicyDocument | undefined | U;
  /** The role that ECR assumes. Without it, ECR can set neither KMS keys nor tags. */
  readonly customRoleArn: string | undefined | U;
}

/** A template has no `scanOnPush`, because the scanning configuration of the registry applies. */
type TemplateSettings<U extends Unknown = never> = Omit<RepositorySettings<U>, 'scanOnPush'>;

export type TemplateUse = 'CREATE_ON_PUSH' | 'PULL_THROUGH_CACHE' | 'REPLICATION';

/**
 * An ECR setting of one account in one Region.
 * https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_PutAccountSetting.html
 */
export interface AccountSetting<U extends Unknown = never> {
  readonly name: 'BASIC_SCAN_TYPE_VERSION' | 'BLOB_MOUNTING' | 'REGISTRY_POLICY_SCOPE';
  readonly value: string | U;
}
