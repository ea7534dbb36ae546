import type { IdentityId, RegistryId } from '../../aws/arn';
import type { LifecyclePolicy } from '../../aws/lifecycle/policy';
import type { RepositoryName } from '../../aws/names';
import type { PolicyDocument, PolicyStatement } from '../../aws/policy/document';
import type { ManagedPolicy } from '../../aws/policy/managed-policies';
import type { ReadPolicy } from '../../aws/policy/read';
import type { PullThroughCacheRule } from '../../model/pull-through-cache';
import type { Scanning } from '../../model/scanning';
import type {
  AccountSetting,
  CreationTemplate,
  Encryption,
  ImageTagMutability,
  Tags,
} from '../../model/settings';
import type { ReplicationRule } from '../../model/resource-types';
import type { Unknown } from '../../model/unknown';

/** A resource of a plan that configures a registry, or access to it, with its action. */
export type PlannedResource =
  | Planned<'repository', PlannedRepositoryValues>
  | Planned<'repository-policy', PlannedPolicy & { readonly repository: RepositoryName | Unknown }>
  | Planned<'registry-policy', PlannedPolicy>
  | Planned<'replication', { readonly rules: readonly ReplicationRule[] | Unknown }>
  | Planned<'lifecycle-policy', PlannedLifecyclePolicy>
  | Planned<'scanning', { readonly scanning: Scanning | Unknown }>
  | Planned<'creation-template', PlannedTemplate>
  | Planned<'cache-rule', { readonly rule: PullThroughCacheRule<Unknown> | Unknown }>
  | Planned<'account-setting', { readonly setting: AccountSetting<Unknown> | Unknown }>
  | Planned<'inspector', { readonly enables: true | Unknown }>
  | Planned<'identity-policy', PlannedIdentityPolicy>
  | Planned<'policy-attachment', PlannedAttachment>;

export type PlannedOf<Kind extends PlannedResource['kind']> = Extract<
  PlannedResource,
  { readonly kind: Kind }
>;

export type RepositoryResource = PlannedOf<'repository'>;

/** Identifies a resource in the plans. */
export interface Address {
  /** The path of the plan, as the user gave it. */
  readonly plan: string;
  /** `module.registry["eu"].aws_ecr_repository.this["app"]`. */
  readonly address: string;
}

interface Planned<Kind extends string, Values> extends Address {
  readonly kind: Kind;
  readonly previousAddress: string | undefined;
  /** Whether the change applies to the old object of a replacement that failed halfway. */
  readonly isDeposed: boolean;
  readonly action: 'create' | 'delete' | 'forget' | 'no-op' | 'replace' | 'update';
  readonly isImported: boolean;
  /** Attributes that force the replacement: `name`, `encryption_configuration[0].kms_key`. Sorted. */
  readonly replacedFor: readonly string[];
  /** Terraform's `action_reason`, such as `replace_because_tainted`. */
  readonly reason: string | undefined;
  /** Undefined if the resource is created. */
  readonly before: (Values & InRegistry) | undefined;
  /** Undefined if the resource is destroyed. The same as `before` if it is forgotten. */
  readonly after: (Values & InRegistry) | undefined;
}

interface InRegistry {
  /**
   * The registry of the resource. An unknown account or Region is a placeholder, the same for all resources with the same
   * provider. Check with `isAccountId` and `isRegionKnown`.
   */
  readonly registry: RegistryId;
}

export interface PlannedRepositoryValues {
  readonly name: RepositoryName | Unknown;
  readonly forceDelete: boolean | Unknown;
  readonly imageTagMutability: ImageTagMutability | Unknown;
  /** Undefined if an update does not set it: then AWS keeps the current value. */
  readonly scanOnPush: boolean | undefined | Unknown;
  readonly encryption: Encryption | Unknown;
  /** Includes the default tags of the provider. */
  readonly tags: Tags | Unknown;
}

interface PlannedPolicy {
  readonly policy: PolicyInPlan;
}

/** A policy in a plan, which may be known completely, partly or not at all. */
export type PolicyInPlan =
  /** `text` is as in the plan. AWS counts its length without white space. */
  | (ReadPolicy & { readonly text: string })
  | {
      readonly kind: 'unknown';
      /** Whether the policy is sensitive: known, but not shown or evaluated. */
      readonly isSensitive: boolean;
      /** References of the expression: `aws_ecr_repository.app.arn`, `data.aws_caller_identity.develop.account_id`. Sorted. */
      readonly references: readonly string[];
      /** The known parts of a policy that comes from a `data.aws_iam_policy_document`. */
      readonly outline: readonly StatementOutline[];
      /** Whether the outline contains every statement. False if other documents are merged into that one. */
      readonly isOutlineComplete: boolean;
    };

/** A partly known statement. */
export interface StatementOutline {
  /** Without the unknown principals, actions and resources. */
  readonly statement: PolicyStatement;
  /** The parts that are unknown, also if only partly. */
  readonly unknown: readonly StatementPart[];
}

export type StatementPart = 'actions' | 'conditions' | 'effect' | 'principals' | 'resources';

export interface PlannedLifecyclePolicy {
  readonly repository: RepositoryName | Unknown;
  readonly policy: LifecyclePolicy | Unknown;
  /** As in the plan, with the rules in their order; undefined if it is unknown. */
  readonly text: string | undefined;
}

export interface PlannedTemplate {
  readonly template: CreationTemplate<Unknown> | Unknown;
  /** Undefined if the template has no repository policy. */
  readonly policy: PolicyInPlan | undefined;
  /** Undefined if the template has no lifecycle policy, or an unknown one. */
  readonly lifecycleText: string | undefined;
}

export interface PlannedIdentityPolicy {
  /** `UNKNOWN` also for a policy of a group, and if the plans do not show to whom the policy is attached. */
  readonly identity: IdentityId | Unknown;
  /** Only the statements that concern ECR. */
  readonly policy: PolicyDocument | Unknown;
  /** `group`: inline or attached policy of a group. `unattached`: a policy without an attachment in the same plan. */
  readonly form: 'attached' | 'group' | 'inline' | 'unattached';
}

/** An attachment of a policy that is in no plan: an AWS managed policy, or one with unknown contents. */
export interface PlannedAttachment {
  readonly identity: IdentityId | Unknown;
  readonly policy: ManagedPolicy | Unknown;
}

const SERVICES: Readonly<Record<PlannedResource['kind'], 'ecr' | 'iam'>> = {
  repository: 'ecr',
  'repository-policy': 'ecr',
  'registry-policy': 'ecr',
  replication: 'ecr',
  'lifecycle-policy': 'ecr',
  scanning: 'ecr',
  'creation-template': 'ecr',
  'cache-rule': 'ecr',
  'account-setting': 'ecr',
  inspector: 'ecr',
  'identity-policy': 'iam',
  'policy-attachment': 'iam',
};

/** Whether a resource is part of a registry. IAM resources belong to an account, without a Region. */
export function isRegistryResource({ kind }: Pick<PlannedResource, 'kind'>): boolean {
  return SERVICES[kind] === 'ecr';
}

/**
 * Option of rules that check settings. It is off by default, so that a pull request gets no findings about resources
 * that it does not change.
 */
export const UNCHANGED_OPTION = {
  kind: 'flag',
  default: false,
  doc: 'Also check what the plans do not change.',
} as const;

/** Whether the plan changes the resource in AWS. A move, an import or a `forget` changes only the state. */
export function isChangedInAws({ action }: Pick<PlannedResource, 'action'>): boolean {
  return action === 'create' || action === 'update' || action === 'replace';
}
