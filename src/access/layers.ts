import type { PolicyDocument } from '../registry';

/** A policy and what a person calls it. */
export interface LabelledPolicy {
  /** To be shown: `inline policy`, `AmazonEC2ContainerRegistryPullOnly`, the name of a file. */
  readonly label: string;
  readonly policy: PolicyDocument;
}

/** The policies of a caller, as far as they are known. */
interface AttachedPolicies {
  readonly policies: readonly LabelledPolicy[];
  /** Whether there are no others. With none of them, the caller is known to have no policy. */
  readonly isAll: boolean;
}

/** What has not been given, and so may say anything. */
export type OrNotKnown<T> = T | 'notKnown';

/**
 * Control policies in force for an account, by level: the organization's root, each organizational unit on the way,
 * the account. Empty where there are none, as in an organization's management account.
 */
export type ControlPolicies = readonly (readonly LabelledPolicy[])[];

/** Whether a registry policy decides about every action, or about those of replication and caches alone. */
type RegistryPolicyScope = 'V1' | 'V2';

/** Every policy that takes part in deciding one request. */
export interface Layers {
  /** What is attached to the caller. */
  readonly identity: OrNotKnown<AttachedPolicies>;
  /** The permissions boundary of the caller; undefined: it has none. */
  readonly boundary: OrNotKnown<LabelledPolicy | undefined>;
  /** Service control policies of the caller's account. */
  readonly scps: OrNotKnown<ControlPolicies>;
  /** Resource control policies of the account that owns the registry. */
  readonly rcps: OrNotKnown<ControlPolicies>;
  /** Undefined: the repository has none. */
  readonly repositoryPolicy: OrNotKnown<LabelledPolicy | undefined>;
  /** Undefined: the registry has none. */
  readonly registryPolicy: OrNotKnown<LabelledPolicy | undefined>;
  readonly registryPolicyScope: RegistryPolicyScope;
}

/** The layers, in the order in which a decision lists them. */
export const LAYER_NAMES = [
  'identity',
  'boundary',
  'scps',
  'rcps',
  'repositoryPolicy',
  'registryPolicy',
] as const;
export type LayerName = (typeof LAYER_NAMES)[number];
