import type { PolicyDocument, PolicyStatement } from '../../aws/policy/document';
import type { Unknown } from '../../model/unknown';

/** A statement of a labeled policy. */
export interface StatementReference {
  /** The label of the policy. */
  readonly label: string;
  /** Zero-based, in the order of the policy. */
  readonly index: number;
  readonly statement: PolicyStatement;
}

/** The result of one policy layer for a request. */
export type LayerState =
  | { readonly kind: 'allows'; readonly by: StatementReference }
  | { readonly kind: 'denies'; readonly by: StatementReference }
  /**
   * No statement applies to the request. For control policies: at least one level does not allow the request, although
   * every level has to. `level` is the zero-based index of that level from the organization root.
   */
  | { readonly kind: 'silent'; readonly level?: number }
  | { readonly kind: 'absent' }
  /** The policy was not provided. Kinds are in the JSON of `explain`, so they keep their names. */
  | { readonly kind: 'notKnown' }
  | { readonly kind: 'doesNotApply'; readonly because: NotApplied }
  /** The result depends on unknown values of the request. */
  | {
      readonly kind: 'maybe';
      /** The effect if the statement applies. */
      readonly effect: 'Allow' | 'Deny';
      readonly by: StatementReference;
      readonly unknowns: Unknowns;
    };

/** Why a layer does not apply to a request. */
export type NotApplied =
  /** An AWS service has no identity policies and belongs to no organization. */
  | 'callerIsService'
  /** The root user has no identity policies and can do everything that no other layer denies. */
  | 'callerIsRoot'
  /**
   * Control policies do not limit service-linked roles, and a service-linked role cannot have a permissions boundary.
   */
  | 'callerIsServiceLinkedRole'
  /** The action has no repository, or the repository does not exist yet. */
  | 'noRepository'
  /** A registry policy of scope V1 applies to three actions only. */
  | 'registryPolicyScope'
  /** The action always applies to the registry of the caller. */
  | 'otherRegistry';

/** Unknown values that a decision depends on. Each list is sorted; at least one is not empty. */
export interface Unknowns {
  /** Condition keys, spelled as in the policies. */
  readonly keys: readonly string[];
  /** Conditions without a documented result: an operator that IAM does not have, or an operator and its key. */
  readonly operators: readonly string[];
  /** Principals that may match the caller: sessions of its role, or an incomplete `NotPrincipal`. */
  readonly principals: readonly string[];
}

export interface LayerDecision {
  readonly layer: LayerName;
  readonly state: LayerState;
}

export type Reason =
  /** Same account: an identity policy is enough. */
  | { readonly kind: 'identityAllows' }
  /** Same account or AWS service: a resource-based policy is enough. */
  | { readonly kind: 'resourceAllows'; readonly layer: ResourceLayer }
  /** Another account: an identity policy and a resource-based policy are required, and both allow it. */
  | { readonly kind: 'bothAllow'; readonly layer: ResourceLayer }
  /** The root user can do everything in its own account. */
  | { readonly kind: 'rootOfOwner' }
  | { readonly kind: 'explicitDeny'; readonly layer: LayerName; readonly by: StatementReference }
  /** An identity policy is required, and none allows it. */
  | { readonly kind: 'identityDoesNotAllow' }
  /** A resource-based policy is required, and neither the repository policy nor the registry policy allows it. */
  | { readonly kind: 'resourceDoesNotAllow' }
  /** Another account: an identity policy and a resource-based policy are required, and neither allows it. */
  | { readonly kind: 'neitherAllows' }
  /** Same account: an identity policy or a resource-based policy is enough, and neither allows it. */
  | { readonly kind: 'nobodyAllows' }
  /** The permissions boundary or a service control policy does not allow it. */
  | { readonly kind: 'limited'; readonly layer: 'boundary' | 'scps' }
  /** It depends on policies that were not provided, or on unknown values of the request. */
  | { readonly kind: 'notKnown'; readonly layers: readonly LayerName[]; readonly unknowns: Unknowns };

export type ResourceLayer = Extract<LayerName, 'repositoryPolicy' | 'registryPolicy'>;

export interface Decision {
  /** `allowed` and `denied` are final: unknown values cannot change them. */
  readonly verdict: 'allowed' | 'denied' | 'unknown';
  /** One entry for each layer, in the order of `LAYER_NAMES`. */
  readonly layers: readonly LayerDecision[];
  readonly reason: Reason;
}

export interface LabelledPolicy {
  /** For messages: `inline policy`, `AmazonEC2ContainerRegistryPullOnly`, a file name. */
  readonly label: string;
  readonly policy: PolicyDocument;
}

/** The identity policies of a caller, as far as they are known. */
interface AttachedPolicies {
  /** An unknown one exists, or may exist, and could not be read. */
  readonly policies: readonly OrUnknown<LabelledPolicy>[];
  /** Whether these are all identity policies of the caller. Complete and empty means that it has none. */
  readonly isComplete: boolean;
}

/** `UNKNOWN`: the policy was not provided and may contain anything. */
export type OrUnknown<T> = T | Unknown;

/**
 * Control policies in force for an account, by level: organization root, each organizational unit on the path, account. Empty
 * if there are none, as in the management account of an organization.
 */
export type ControlPolicies = readonly (readonly LabelledPolicy[])[];

/** V2 policies apply to every ECR action, V1 policies to replication and pull-through cache actions only. */
export type RegistryPolicyScope = 'V1' | 'V2';

/** All policies that are evaluated for one request. */
export interface Layers {
  /** Policies attached to the caller. */
  readonly identity: OrUnknown<AttachedPolicies>;
  /** The permissions boundary of the caller. Undefined if it has none. */
  readonly boundary: OrUnknown<LabelledPolicy | undefined>;
  /** Service control policies of the account of the caller. */
  readonly scps: OrUnknown<ControlPolicies>;
  /** Resource control policies of the account that owns the registry. */
  readonly rcps: OrUnknown<ControlPolicies>;
  /** Undefined if the repository has none. */
  readonly repositoryPolicy: OrUnknown<LabelledPolicy | undefined>;
  /** Undefined if the registry has none. */
  readonly registryPolicy: OrUnknown<LabelledPolicy | undefined>;
  readonly registryPolicyScope: OrUnknown<RegistryPolicyScope>;
}

/** In the order in which a decision lists them. */
export const LAYER_NAMES = [
  'identity',
  'boundary',
  'scps',
  'rcps',
  'repositoryPolicy',
  'registryPolicy',
] as const;
export type LayerName = (typeof LAYER_NAMES)[number];

/** Three-valued logic: `maybe` if the result depends on unknown values of the request. */
export type Certainty = 'yes' | 'no' | 'maybe';

export function toCertainty(holds: boolean): Certainty {
  return holds ? 'yes' : 'no';
}

export function not(certainty: Certainty): Certainty {
  return certainty === 'maybe' ? 'maybe' : toCertainty(certainty === 'no');
}

export function anyOf<T>(items: readonly T[], holds: (item: T) => Certainty): Certainty {
  let result: Certainty = 'no';
  for (const item of items) {
    const certainty = holds(item);
    if (certainty === 'yes') return 'yes';
    if (certainty === 'maybe') result = 'maybe';
  }
  return result;
}

export function allOf<T>(items: readonly T[], holds: (item: T, index: number) => Certainty): Certainty {
  let result: Certainty = 'yes';
  for (const [index, item] of items.entries()) {
    const certainty = holds(item, index);
    if (certainty === 'no') return 'no';
    if (certainty === 'maybe') result = 'maybe';
  }
  return result;
}
