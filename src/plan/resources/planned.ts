import type {
  AccountSetting,
  CreationTemplate,
  Encryption,
  IdentityId,
  ImageTagMutability,
  LifecyclePolicy,
  ManagedPolicy,
  NotKnown,
  PolicyDocument,
  PolicyStatement,
  PullThroughCacheRule,
  ReadPolicy,
  RegistryId,
  ReplicationRule,
  RepositoryName,
  Scanning,
  Tags,
} from '../../registry';

/** One resource of a plan that is about registries, or about who may use them, whatever happens to it. */
export type PlannedResource =
  | Planned<'repository', PlannedRepositoryValues>
  | Planned<'repository-policy', PlannedPolicy & { readonly repository: RepositoryName | NotKnown }>
  | Planned<'registry-policy', PlannedPolicy>
  | Planned<'replication', { readonly rules: readonly ReplicationRule[] | NotKnown }>
  | Planned<'lifecycle-policy', PlannedLifecyclePolicy>
  | Planned<'scanning', { readonly scanning: Scanning | NotKnown }>
  /** Not known where nobody can tell which names it is for. */
  | Planned<'creation-template', PlannedTemplate>
  | Planned<'cache-rule', { readonly rule: PullThroughCacheRule<NotKnown> | NotKnown }>
  | Planned<'account-setting', { readonly setting: AccountSetting<NotKnown> | NotKnown }>
  /** Whether it turns Amazon Inspector on for ECR. */
  | Planned<'inspector', { readonly enables: true | NotKnown }>
  | Planned<'identity-policy', PlannedIdentityPolicy>
  | Planned<'policy-attachment', PlannedAttachment>;

/** Those of one kind. */
export type PlannedOf<Kind extends PlannedResource['kind']> = Extract<
  PlannedResource,
  { readonly kind: Kind }
>;

export type RepositoryResource = PlannedOf<'repository'>;

/** Where a resource stands. */
export interface Address {
  /** The plan's file, as the user named it. */
  readonly plan: string;
  /** `module.registry["eu"].aws_ecr_repository.this["app"]`. */
  readonly address: string;
}

interface Planned<Kind extends string, Values> extends Address {
  readonly kind: Kind;
  readonly previousAddress: string | undefined;
  /** An object left over from a replacement that did not come to its end. */
  readonly isDeposed: boolean;
  readonly action: 'create' | 'delete' | 'forget' | 'no-op' | 'replace' | 'update';
  readonly isImported: boolean;
  /** What forces the replacement: `name`, `encryption_configuration[0].kms_key`. Sorted. */
  readonly replacedFor: readonly string[];
  /** Terraform's reason, `replace_because_tainted`, where it gives one. */
  readonly reason: string | undefined;
  /** Undefined where it is created. */
  readonly before: (Values & Placed) | undefined;
  /** Undefined where it is destroyed. What is forgotten stays as it is. */
  readonly after: (Values & Placed) | undefined;
}

interface Placed {
  /**
   * The registry it is in. An account or Region that the plan does not tell is a text that says so instead, the same for
   * all that is reached through the same provider; `isAccountId` and `isRegionKnown` tell.
   */
  readonly registry: RegistryId;
}

export interface PlannedRepositoryValues {
  readonly name: RepositoryName | NotKnown;
  readonly forceDelete: boolean | NotKnown;
  readonly imageTagMutability: ImageTagMutability | NotKnown;
  /** Undefined where an update says nothing of it: it stays as it is. */
  readonly scanOnPush: boolean | undefined | NotKnown;
  readonly encryption: Encryption | NotKnown;
  /** With the default tags of the provider: they are on the repository too. */
  readonly tags: Tags | NotKnown;
}

interface PlannedPolicy {
  readonly policy: PolicyInPlan;
}

/** A policy as far as a plan tells it. */
export type PolicyInPlan =
  /** `text` is as it stands in the plan; its length is what limits count, without white space. */
  | (ReadPolicy & { readonly text: string })
  | {
      readonly kind: 'notKnown';
      /** Marked as sensitive: known, but not to be shown, so nothing is said of it. */
      readonly isSensitive: boolean;
      /** What the expression refers to: `aws_ecr_repository.app.arn`, `data.aws_caller_identity.develop.account_id`. Sorted. */
      readonly references: readonly string[];
      /** What is known all the same, where the policy comes from a `data.aws_iam_policy_document`. */
      readonly outline: readonly StatementOutline[];
      /** Whether the outline has every statement: it has not where other documents are merged into that one. */
      readonly isOutlineComplete: boolean;
    };

/** A statement of a policy that is known only in part. */
export interface StatementOutline {
  /** Without the principals, actions and resources that are not known. */
  readonly statement: PolicyStatement;
  /** What of it is not known, or not all of it. */
  readonly unknown: readonly StatementPart[];
}

export type StatementPart = 'actions' | 'conditions' | 'effect' | 'principals' | 'resources';

export interface PlannedLifecyclePolicy {
  readonly repository: RepositoryName | NotKnown;
  readonly policy: LifecyclePolicy | NotKnown;
  /** As it is in the plan, its rules in the order in which they are written; undefined if it is not known. */
  readonly text: string | undefined;
}

export interface PlannedTemplate {
  readonly template: CreationTemplate<NotKnown> | NotKnown;
  /** As the plan has it; undefined if the template has none. */
  readonly policy: PolicyInPlan | undefined;
  /** Undefined if the template has no lifecycle policy, or one that is not known. */
  readonly lifecycleText: string | undefined;
}

export interface PlannedIdentityPolicy {
  /** Not known either where the plans do not tell to whom it is attached, or who is in a group. */
  readonly identity: IdentityId | NotKnown;
  /** What it says about ECR. */
  readonly policy: PolicyDocument | NotKnown;
  /**
   * A policy of the role or user itself; one that is attached to it; one of a group, inline or attached; or one that nothing in
   * its plan attaches.
   */
  readonly form: 'attached' | 'group' | 'inline' | 'unattached';
}

/** A policy that no plan has: one of AWS, or nobody knows what it says. */
export interface PlannedAttachment {
  readonly identity: IdentityId | NotKnown;
  readonly policy: ManagedPolicy | NotKnown;
}
