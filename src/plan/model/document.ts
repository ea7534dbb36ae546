import { REGISTRY_TYPE_NAMES } from '../../model/resource-types';

/**
 * A Terraform plan as `readPlan` returns it: the parts of `terraform show -json` that concern ECR, with their shape checked.
 * https://developer.hashicorp.com/terraform/internals/json-format
 */
export interface PlanDocument {
  /** The path as the user gave it. */
  readonly file: string;
  /**
   * Changes of the types in `MANAGED_TYPES`, and data sources of `DATA_SOURCE_TYPES` that Terraform reads during apply, in the
   * plan's order. A replacement with `destroy = false` is two changes: a `forget` and a `create`.
   */
  readonly changes: readonly ResourceChange[];
  /** Changes of all other managed types, counted by type and action. Sorted. */
  readonly otherChanges: readonly OtherChanges[];
  /** Resources of `MANAGED_TYPES` that were changed or deleted outside of Terraform since the last apply. */
  readonly drift: readonly ResourceChange[];
  /** Data sources of `DATA_SOURCE_TYPES` that Terraform read before or during planning; child modules come before their parents. */
  readonly data: readonly DataValues[];
  /**
   * Addresses of the repositories, without instance keys, that a repository policy depends on in the state, by the address of
   * the policy. Only for policies that Terraform destroys or forgets: the configuration may no longer contain them.
   */
  readonly dependencies: ReadonlyMap<string, readonly string[]>;
  /** As in the plan, unchecked. */
  readonly configuration: Json;
  /** The value of each variable of the root module. */
  readonly variables: Readonly<Record<string, Json>>;
}

/** Types of managed resources that configure registries, or control access to them. */
export const MANAGED_TYPES = [
  ...REGISTRY_TYPE_NAMES,
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
] as const;

/** Data sources that contain an account ID, a Region or the statements of a policy. */
export const DATA_SOURCE_TYPES = ['aws_caller_identity', 'aws_iam_policy_document', 'aws_region'] as const;

export type ResourceType = (typeof MANAGED_TYPES)[number] | (typeof DATA_SOURCE_TYPES)[number];

/** The `actions` of a change. `replace` is a delete and a create, in either order. */
export type PlannedAction = 'create' | 'delete' | 'forget' | 'no-op' | 'read' | 'replace' | 'update';

/** Changes of one type that is not in `MANAGED_TYPES`. */
export interface OtherChanges {
  readonly type: string;
  readonly action: PlannedAction;
  /** At least 1. */
  readonly number: number;
  /** The address of the first of them. */
  readonly address: string;
}

export interface ResourceChange {
  readonly mode: 'data' | 'managed';
  readonly type: ResourceType;
  readonly address: string;
  readonly previousAddress: string | undefined;
  /** `module.registry["eu"].module.repository`; empty in the root module. */
  readonly moduleAddress: string;
  readonly name: string;
  /** Whether the change applies to the old object of a replacement that failed halfway. */
  readonly isDeposed: boolean;
  readonly action: PlannedAction;
  readonly isImported: boolean;
  /** Undefined if the resource does not exist before, or after. */
  readonly before: JsonObject | undefined;
  readonly after: JsonObject | undefined;
  /** The shape of `after`, with `true` for each value that is known only after apply. */
  readonly afterUnknown: Json;
  /** The shape of `before`, with `true` for each sensitive value. Reports must not show these values. */
  readonly beforeSensitive: Json;
  readonly afterSensitive: Json;
  /** Attributes that force the replacement: `name`, `encryption_configuration[0].kms_key`. Sorted. */
  readonly replacedFor: readonly string[];
  /** Terraform's `action_reason`, such as `replace_because_tainted`. */
  readonly reason: string | undefined;
}

/** An instance of a data source with the values that Terraform read. */
export interface DataValues {
  readonly type: (typeof DATA_SOURCE_TYPES)[number];
  readonly address: string;
  readonly moduleAddress: string;
  readonly name: string;
  readonly values: JsonObject;
}

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json | undefined;
}

/** Why a file is not a plan that can be checked. The texts are whole sentences. */
export interface PlanFault {
  readonly file: string;
  readonly kind: PlanFaultKind;
  readonly message: string;
  /** How to fix it, with the command if there is one. */
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

export type ReadPlanResult =
  | { readonly kind: 'plan'; readonly plan: PlanDocument }
  | { readonly kind: 'faulty'; readonly fault: PlanFault };
