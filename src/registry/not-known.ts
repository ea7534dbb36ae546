import type { PolicyDocument, PolicyStatement } from './policy/document';

/** In place of what nobody can tell yet: a plan knows some values only after it is applied. */
export type NotKnown = 'notKnown';

export function isKnown<Value>(value: Value | NotKnown): value is Value {
  return value !== 'notKnown';
}

/** The statements of a policy, as far as there are any that are known. */
export function statementsOf(policy: PolicyDocument | NotKnown | undefined): readonly PolicyStatement[] {
  return policy === undefined || policy === 'notKnown' ? [] : policy.statements;
}
