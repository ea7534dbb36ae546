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

/** The text of each policy, because many repositories share one policy. */
const POLICY_TEXTS = new WeakMap<PolicyDocument, string>();

/**
 * Returns the policy as AWS stores it: minified, keys in the usual order. ECR and IAM limit the `length` of
 * this text.
 */
export function policyText(policy: PolicyDocument): string {
  const text = POLICY_TEXTS.get(policy) ?? JSON.stringify(policyJson(policy));
  POLICY_TEXTS.set(policy, text);
  return text;
}

/** Returns the policy as indented JSON, for a file or a message. */
export function policyFileText(policy: PolicyDocument): string {
  return `${JSON.stringify(policyJson(policy), null, 2)}\n`;
}

/** The version of each policy that the stacks create. */
export const POLICY_VERSION = '2012-10-17';

/** Returns the policy as plain JSON data. */
export function policyJson({ statements }: PolicyDocument): object {
  return { Version: POLICY_VERSION, Statement: statements.map(statementJson) };
}

function statementJson({ sid, effect, principals, actions, resources, conditions }: PolicyStatement): object {
  return {
    ...(sid === undefined ? {} : { Sid: sid }),
    Effect: effect,
    ...(principals === undefined ? {} : principalJson(principals)),
    ...elementJson('Action', actions),
    ...(resources === undefined ? {} : elementJson('Resource', resources)),
    ...(conditions.length === 0 ? {} : { Condition: conditionJson(conditions) }),
  };
}

function elementJson(name: string, { isNot, values }: PolicyElement): object {
  // By convention `*` is not in a list.
  return { [isNot ? `Not${name}` : name]: values.length === 1 && values[0] === '*' ? '*' : values };
}

function principalJson({ isNot, values }: PrincipalElement): object {
  const name = isNot ? 'NotPrincipal' : 'Principal';
  const [only, ...others] = values;
  if (only?.type === 'AWS' && only.value === '*' && others.length === 0) return { [name]: '*' };
  const byType: Record<string, string[]> = {};
  for (const { type, value } of values) (byType[type] ??= []).push(value);
  return {
    [name]: Object.fromEntries(Object.entries(byType).map(([type, sameType]) => [type, oneOrMany(sameType)])),
  };
}

function conditionJson(conditions: readonly Condition[]): object {
  const byOperator: Record<string, Record<string, string | readonly string[]>> = {};
  for (const { operator, key, values } of conditions) {
    (byOperator[operator] ??= {})[key] = oneOrMany(values);
  }
  return byOperator;
}

/** AWS returns a single principal as text and several as a list. */
function oneOrMany(values: readonly string[]): string | readonly string[] {
  const [only, ...others] = values;
  return only !== undefined && others.length === 0 ? only : values;
}
