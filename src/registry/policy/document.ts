/**
 * An IAM policy of any kind, read from anywhere: a repository policy, a registry policy, an identity policy, a
 * permissions boundary, a service or resource control policy.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export interface PolicyDocument {
  readonly statements: readonly PolicyStatement[];
}

export interface PolicyStatement {
  readonly sid: string | undefined;
  readonly effect: 'Allow' | 'Deny';
  /** Undefined where the policy is attached to the caller, and in control policies. */
  readonly principals: PrincipalElement | undefined;
  readonly actions: Element;
  /** Undefined in a repository policy as ECR wants it: the repository itself is the resource. */
  readonly resources: Element | undefined;
  /** All of them must hold. Sorted by operator and key. */
  readonly conditions: readonly Condition[];
}

/** `Action` or `NotAction`, `Resource` or `NotResource`. */
export interface Element {
  /** The element that starts with `Not`: everything but these. */
  readonly isNot: boolean;
  /** Sorted. */
  readonly values: readonly string[];
}

/** `Principal` or `NotPrincipal`. */
export interface PrincipalElement {
  readonly isNot: boolean;
  /** Sorted by type, then value. Everybody is `{ type: 'AWS', value: '*' }`. */
  readonly values: readonly Principal[];
}

export interface Principal {
  readonly type: PrincipalType;
  /** As the policy has it: an ARN, a 12-digit account id, a service's name, `*`. */
  readonly value: string;
}

export const PRINCIPAL_TYPES = ['AWS', 'CanonicalUser', 'Federated', 'Service'] as const;
export type PrincipalType = (typeof PRINCIPAL_TYPES)[number];

/** One line of a `Condition` block: the key, compared by the operator with any of the values. */
export interface Condition {
  /** As the policy has it: `StringEquals`, `ForAnyValue:StringLike`, `ArnLikeIfExists`, … */
  readonly operator: string;
  readonly key: string;
  /** Sorted. Numbers and booleans as text, as IAM compares them. */
  readonly values: readonly string[];
}
