import type { PolicyStatement } from '../registry';
import type { LayerName } from './layers';

/** One statement, and where it stands. */
export interface StatementReference {
  /** What the policy is called. */
  readonly label: string;
  /** From 0, as the policy lists them. */
  readonly index: number;
  readonly statement: PolicyStatement;
}

/** What a layer says about a request. */
export type LayerState =
  | { readonly kind: 'allows'; readonly by: StatementReference }
  | { readonly kind: 'denies'; readonly by: StatementReference }
  /**
   * It has a policy, but no statement of it is about the request; of control policies, none of a level that is given
   * here (from 0, the organization's root), while every level has to allow it.
   */
  | { readonly kind: 'silent'; readonly level?: number }
  /** There is no such policy. */
  | { readonly kind: 'absent' }
  /** There may be such a policy, but it was not given. */
  | { readonly kind: 'notKnown' }
  | { readonly kind: 'doesNotApply'; readonly because: NotApplied }
  /** It depends on what is not known of the request. */
  | {
      readonly kind: 'maybe';
      /** What the statement would do. */
      readonly effect: 'Allow' | 'Deny';
      readonly by: StatementReference;
      readonly unknowns: Unknowns;
    };

/** Why a layer has no say in a request. */
export type NotApplied =
  /** An AWS service has no policies of its own, nor is it in an organization. */
  | 'callerIsService'
  /** The root user of an account has no policies of its own, and may do everything that no other layer forbids. */
  | 'callerIsRoot'
  /** Control policies do not limit service-linked roles, and no boundary can be set on one. */
  | 'callerIsServiceLinkedRole'
  /** The request is about the whole registry, or about a repository that is not there yet. */
  | 'noRepository'
  /** A registry policy of scope V1 decides about three actions only. */
  | 'registryPolicyScope'
  /** The action is always about the caller's own registry, whatever registry is named. */
  | 'otherRegistry';

/** What would have to be known of a request, or of AWS. All sorted; one of them at least is not empty. */
export interface Unknowns {
  /** Condition keys, as the policies spell them. */
  readonly keys: readonly string[];
  /** Conditions that AWS documents no result for: an operator that IAM does not have, or an operator and its key. */
  readonly operators: readonly string[];
  /** Principals that may or may not be the caller: sessions of its role, or a part of what `NotPrincipal` wants. */
  readonly principals: readonly string[];
}

export interface LayerDecision {
  readonly layer: LayerName;
  readonly state: LayerState;
}

/** Why a request is decided as it is. */
export type Reason =
  /** Same account: what is attached to the caller is enough. */
  | { readonly kind: 'identityAllows' }
  /** Same account, or an AWS service: the policy of the repository or registry is enough. */
  | { readonly kind: 'resourceAllows'; readonly layer: ResourceLayer }
  /** Another account: both sides allow it, and both have to. */
  | { readonly kind: 'bothAllow'; readonly layer: ResourceLayer }
  /** The root user may do everything in its own account. */
  | { readonly kind: 'rootOfOwner' }
  | { readonly kind: 'explicitDeny'; readonly layer: LayerName; readonly by: StatementReference }
  /** No policy attached to the caller allows it; the other side does or has no say, and could not do alone. */
  | { readonly kind: 'identityDoesNotAllow' }
  /** Neither the repository's nor the registry's policy allows it, which one has to. */
  | { readonly kind: 'resourceDoesNotAllow' }
  /** Another account: neither side allows it, and both have to. */
  | { readonly kind: 'neitherAllows' }
  /** Same account: neither side allows it, and one is enough. */
  | { readonly kind: 'nobodyAllows' }
  /** A layer that only ever limits does not let it through. */
  | { readonly kind: 'limited'; readonly layer: 'boundary' | 'scps' }
  /** It depends on layers that were not given, or on what is not known of the request. */
  | { readonly kind: 'notKnown'; readonly layers: readonly LayerName[]; readonly unknowns: Unknowns };

export type ResourceLayer = Extract<LayerName, 'repositoryPolicy' | 'registryPolicy'>;

/** Whether a request is allowed, and why. */
export interface Decision {
  /** `allowed` and `denied` hold whatever the things are that are not known. */
  readonly verdict: 'allowed' | 'denied' | 'unknown';
  /** One for every layer, in the order of `LAYER_NAMES`. */
  readonly layers: readonly LayerDecision[];
  readonly reason: Reason;
}
