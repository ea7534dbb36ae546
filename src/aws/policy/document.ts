/**
 * An IAM policy of any type: repository policy, registry policy, identity policy, permissions boundary, service
 * or resource control policy.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export interface PolicyDocument {
  readonly statements: readonly PolicyStatement[];
}

export interface PolicyStatement {
  readonly sid: string | undefined;
  readonly effect: 'Allow' | 'Deny';
  /** Undefined in identity policies and control policies. */
  readonly principals: PrincipalElement | undefined;
  readonly actions: PolicyElement;
  /** Undefined in a repository policy, where the repository itself is the resource. */
  readonly resources: PolicyElement | undefined;
  /** All conditions must be true. Sorted by operator and key. */
  readonly conditions: readonly Condition[];
}

/** `Action` or `NotAction`, `Resource` or `NotResource`. */
export interface PolicyElement {
  /** Whether the element starts with `Not`: everything except these values. */
  readonly isNot: boolean;
  /** Sorted. */
  readonly values: readonly string[];
}

/** `Principal` or `NotPrincipal`. */
export interface PrincipalElement {
  readonly isNot: boolean;
  /** Sorted by type, then value. `Principal: "*"` is `{ type: 'AWS', value: '*' }`. */
  readonly values: readonly Principal[];
}

export interface Principal {
  readonly type: PrincipalType;
  /** As in the policy: an ARN, a 12-digit account ID, a service name, or `*`. */
  readonly value: string;
}

export const PRINCIPAL_TYPES = ['AWS', 'CanonicalUser', 'Federated', 'Service'] as const;
export type PrincipalType = (typeof PRINCIPAL_TYPES)[number];

/** One key of a `Condition` block. The operator compares it with any of the values. */
export interface Condition {
  /** As in the policy: `StringEquals`, `ForAnyValue:StringLike`, `ArnLikeIfExists`, … */
  readonly operator: string;
  readonly key: string;
  /** Sorted. Numbers and booleans as text, because IAM compares them as text. */
  readonly values: readonly string[];
}
