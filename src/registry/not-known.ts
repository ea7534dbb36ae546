import type { PolicyDocument, PolicyStatement } from './policy/document';

/** Replaces a value that a plan contains only after apply ("known after apply"). */
export type NotKnown = 'notKnown';

export function isKnown<Value>(value: Value | NotKnown): value is Value {
  return value !== 'notKnown';
}

/** Returns the statements of a policy. Empty if there is no policy or it is unknown. */
export function statementsOf(policy: PolicyDocument | NotKnown | undefined): readonly PolicyStatement[] {
  return policy === undefined || policy === 'notKnown' ? [] : policy.statements;
}
