import type { KnownIdentityId, RegistryId } from '../../aws/arn';
import type { LifecyclePolicy } from '../../aws/lifecycle/policy';
import type { RepositoryName } from '../../aws/names';
import type { PolicyDocument, PolicyStatement } from '../../aws/policy/document';
import type { ManagedPolicy } from '../../aws/policy/managed-policies';
import type { ReadPolicy } from '../../aws/policy/read';
import { compareText } from '../../base/collections';
import {
  REGISTRY_TYPE_NAMES,
  rowOf,
  type REGISTRY_TYPES,
  type RegistryRow,
  type RegistryType,
  type RegistryValues,
} from '../../model/resource-types';
import type { CreationTemplate, Encryption, ImageTagMutability, Tags } from '../../model/settings';
import type { Unknown } from '../../model/unknown';

/** A resource of a plan that configures a registry, or access to it, with its action. */
export type PlannedResource =
  | PlannedRegistryResource
  | Planned<'identity-policy', PlannedIdentityPolicy>
  | Planned<'policy-attachment', PlannedAttachment>;

/** A resource of a registry. IAM resources belong to an account, without a Region. */
export type PlannedRegistryResource = {
  readonly [Type in RegistryType]: Planned<PlanKind<Type>, PlannedValues[Type]>;
}[RegistryType];

type PlanKind<Type extends RegistryType> = (typeof REGISTRY_TYPES)[Type]['planKind'];

type AccessKind = Exclude<
  PlannedResource['kind'],
  {
    readonly [Type in RegistryType]: (typeof REGISTRY_TYPES)[Type]['affectsAccess'] extends true
      ? never
      : PlanKind<Type>;
  }[RegistryType]
>;

/** The kinds of which a registry can have several, each with a prefix or name. */
export type NamedKind = {
  readonly [Type in RegistryType]: (typeof REGISTRY_TYPES)[Type] extends { readonly named: object }
    ? PlanKind<Type>
    : never;
}[RegistryType];

/** The decoded values of each type: those of the model, except where a plan shows more or less. */
interface PlannedValues extends Omit<RegistryValues<Unknown>, keyof ValuesOfPlan>, ValuesOfPlan {}

interface ValuesOfPlan {
  readonly aws_ecr_lifecycle_policy: PlannedLifecyclePolicy;
  readonly aws_ecr_registry_policy: PlannedPolicy;
  readonly aws_ecr_repository: PlannedRepositoryValues;
  readonly aws_ecr_repository_creation_template: PlannedTemplate;
  readonly aws_ecr_repository_policy: PlannedPolicy & { readonly repository: RepositoryName | Unknown };
  readonly aws_inspector2_enabler: { readonly enables: true | Unknown };
}

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

export function compareAddresses(a: Address, b: Address): number {
  return compareText(a.plan, b.plan) || compareText(a.address, b.address);
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
  /** Arguments after the apply that are known, but sensitive: `UNKNOWN` replaces their values. */
  readonly sensitiveArguments: readonly string[];
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
  readonly identity: KnownIdentityId | Unknown;
  /** Only the statements that concern ECR. */
  readonly policy: PolicyDocument | Unknown;
  /** `group`: inline or attached policy of a group. `unattached`: a policy without an attachment in the same plan. */
  readonly form: 'attached' | 'group' | 'inline' | 'unattached';
}

/** An attachment of a policy that is in no plan: an AWS managed policy, or one with unknown contents. */
export interface PlannedAttachment {
  readonly identity: KnownIdentityId | Unknown;
  readonly policy: ManagedPolicy | Unknown;
}

type RowsByKind = Readonly<Record<PlannedRegistryResource['kind'], RegistryRow>> &
  Readonly<Record<NamedKind, Pick<Required<RegistryRow>, 'named'>>>;

// Each type has its kind, and `NamedKind` contains those that have names.
const ROWS = Object.fromEntries(
  REGISTRY_TYPE_NAMES.map((type) => [rowOf(type).planKind, rowOf(type)]),
) as RowsByKind;

export function isRegistryResource(resource: PlannedResource): resource is PlannedRegistryResource {
  return resource.kind in ROWS;
}

/** Returns what the project knows about the type of a resource. */
export function rowOfKind<Kind extends PlannedRegistryResource['kind']>(kind: Kind): RowsByKind[Kind] {
  return ROWS[kind];
}

/** Whether the resource decides who has access, or what is replicated. */
export function isAccessResource(resource: PlannedResource): resource is PlannedOf<AccessKind> {
  return !isRegistryResource(resource) || rowOfKind(resource.kind).affectsAccess;
}

export function isNamedResource(resource: PlannedResource): resource is PlannedOf<NamedKind> {
  return isRegistryResource(resource) && rowOfKind(resource.kind).named !== undefined;
}

/**
 * Option of rules that check settings. It is off by default, so that a pull request gets no findings about resources
 * that it does not change.
 */
export const UNCHANGED_OPTION = {
  kind: 'flag',
  default: false,
  doc: 'Also check resources that the plans do not change.',
} as const;

/** Whether the plan changes the resource in AWS. A move, an import or a `forget` changes only the state. */
export function isChangedInAws({ action }: Pick<PlannedResource, 'action'>): boolean {
  return action === 'create' || action === 'update' || action === 'replace';
}
