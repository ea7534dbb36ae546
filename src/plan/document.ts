/**
 * What is read of a plan: the parts of `terraform show -json` that say something about ECR, each checked to have the
 * shape that is said here.
 * https://developer.hashicorp.com/terraform/internals/json-format
 */
export interface PlanDocument {
  /** As the user named the file. */
  readonly file: string;
  /**
   * Changes of the types in `READ_TYPES`, and data sources of `READ_DATA` that are still to be read, in the plan's order. A
   * replacement that destroys nothing (`destroy = false`) is two: what is forgotten, and what is created.
   */
  readonly changes: readonly ResourceChange[];
  /** Changes of every other type, counted by type and action. Sorted. */
  readonly otherChanges: readonly OtherChanges[];
  /** What of `READ_TYPES` was changed or deleted outside of Terraform since the last apply. */
  readonly drift: readonly ResourceChange[];
  /** Data sources of `READ_DATA` that were read before or while planning; those of a module before those around it. */
  readonly data: readonly DataValues[];
  /**
   * Of each policy of a repository that Terraform destroys or forgets, by its address: the repositories that it depends on
   * in the state, without the index of an instance. The configuration may no longer have it.
   */
  readonly dependencies: ReadonlyMap<string, readonly string[]>;
  /** As it stands in the plan. */
  readonly configuration: Json;
  /** The value of each variable of the root module. */
  readonly variables: Readonly<Record<string, Json>>;
}

/** Types of managed resources that are about registries, or about who may use them. */
export const READ_TYPES = [
  'aws_ecr_account_setting',
  'aws_ecr_lifecycle_policy',
  'aws_ecr_pull_through_cache_rule',
  'aws_ecr_registry_policy',
  'aws_ecr_registry_scanning_configuration',
  'aws_ecr_replication_configuration',
  'aws_ecr_repository',
  'aws_ecr_repository_creation_template',
  'aws_ecr_repository_policy',
  'aws_ecrpublic_repository',
  'aws_iam_group_policy',
  'aws_iam_group_policy_attachment',
  'aws_iam_policy',
  'aws_iam_policy_attachment',
  'aws_iam_role',
  'aws_iam_role_policy',
  'aws_iam_role_policy_attachment',
  'aws_iam_user',
  'aws_iam_user_policy',
  'aws_iam_user_policy_attachment',
  'aws_inspector2_enabler',
] as const;

/** Data sources that tell an account or a Region, or what a policy will say. */
export const READ_DATA = ['aws_caller_identity', 'aws_iam_policy_document', 'aws_region'] as const;

export type ResourceType = (typeof READ_TYPES)[number] | (typeof READ_DATA)[number];

/** What Terraform does, in the words of the plan's `actions`. */
export type PlannedAction = 'create' | 'delete' | 'forget' | 'no-op' | 'read' | 'replace' | 'update';

/** Changes of one type of managed resources that are not read. */
export interface OtherChanges {
  readonly type: string;
  readonly action: PlannedAction;
  /** At least 1. */
  readonly number: number;
  /** The first of their addresses. */
  readonly address: string;
}

export interface ResourceChange {
  readonly mode: 'data' | 'managed';
  readonly type: ResourceType;
  readonly address: string;
  /** Where it was moved from. */
  readonly previousAddress: string | undefined;
  /** `module.registry["eu"].module.repository`; empty in the root module. */
  readonly moduleAddress: string;
  readonly name: string;
  /** An object left over from a replacement that did not come to its end. */
  readonly isDeposed: boolean;
  readonly action: PlannedAction;
  /** Whether it is taken into the state by an import. */
  readonly isImported: boolean;
  /** Undefined where there is nothing before, or after. */
  readonly before: JsonObject | undefined;
  readonly after: JsonObject | undefined;
  /** Of the same shape as `after`, with `true` in place of each value that is known only after apply. */
  readonly afterUnknown: Json;
  /** Of the shape of `before`, with `true` in place of what is marked as sensitive: reports must not show it. */
  readonly beforeSensitive: Json;
  readonly afterSensitive: Json;
  /** What forces the replacement: `name`, `encryption_configuration[0].kms_key`. Sorted. */
  readonly replacedFor: readonly string[];
  /** Terraform's reason, `replace_because_tainted`, where it gives one. */
  readonly reason: string | undefined;
}

/** A data source, or one instance of it. */
export interface DataValues {
  readonly type: (typeof READ_DATA)[number];
  readonly address: string;
  readonly moduleAddress: string;
  readonly name: string;
  readonly values: JsonObject;
}

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json | undefined;
}

/** Why a file is no plan that can be checked. Whole sentences. */
export interface PlanFault {
  readonly file: string;
  readonly kind: PlanFaultKind;
  /** What is wrong, and what was found. */
  readonly message: string;
  /** What to do, with the command where there is one. */
  readonly help: string;
}

export type PlanFaultKind =
  | 'missing'
  | 'unreadable'
  | 'empty'
  | 'binary-plan'
  | 'text-plan'
  | 'utf-16'
  | 'truncated'
  | 'not-json'
  | 'json-lines'
  | 'several-documents'
  | 'state'
  | 'not-a-plan'
  | 'unknown-format'
  | 'errored'
  | 'incomplete'
  | 'without-changes';

export type ReadPlan =
  | { readonly kind: 'plan'; readonly plan: PlanDocument }
  | { readonly kind: 'faulty'; readonly fault: PlanFault };
