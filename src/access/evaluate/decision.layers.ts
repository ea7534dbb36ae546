import type { PolicyDocument } from '../../aws/policy/document';

export interface LabelledPolicy {
  /** For messages: `inline policy`, `AmazonEC2ContainerRegistryPullOnly`, a file name. */
  readonly label: string;
  readonly policy: PolicyDocument;
}

/** The identity policies of a caller, as far as they are known. */
interface AttachedPolicies {
  readonly policies: readonly LabelledPolicy[];
  /** Whether these are all identity policies of the caller. Complete and empty means that it has none. */
  readonly isComplete: boolean;
}

/** `notKnown`: the policy was not provided and may contain anything. */
export type OrUnknown<T> = T | 'notKnown';

/**
 * Control policies in force for an account, by level: organization root, each organizational unit on the path, account. Empty
 * if there are none, as in the management account of an organization.
 */
export type ControlPolicies = readonly (readonly LabelledPolicy[])[];

/** V2 policies apply to every ECR action, V1 policies to replication and pull-through cache actions only. */
type RegistryPolicyScope = 'V1' | 'V2';

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
  readonly registryPolicyScope: RegistryPolicyScope;
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
