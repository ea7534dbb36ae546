import type { PolicyDocument, PolicyStatement } from '../aws/policy/document';

/** Replaces a value that a plan contains only after apply ("known after apply"). */
export type UnknownValue = 'notKnown';

export function isKnown<Value>(value: Value | UnknownValue): value is Value {
  return value !== 'notKnown';
}

/** Returns the statements of a policy. Empty if there is no policy or it is unknown. */
export function knownStatements(
  policy: PolicyDocument | UnknownValue | undefined,
): readonly PolicyStatement[] {
  return policy === undefined || policy === 'notKnown' ? [] : policy.statements;
}
