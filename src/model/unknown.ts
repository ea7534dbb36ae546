import type { PolicyDocument, PolicyStatement } from '../aws/policy/document';

/** The type of `UNKNOWN`, its only object. */
export class Unknown {
  public static readonly value = new Unknown(true);

  /** @param unknown no other type has this property; in JSON, it makes an unknown value differ from an undefined one */
  private constructor(protected readonly unknown: true) {}
}

/**
 * Replaces a value that a plan contains only after apply ("known after apply"), or a policy that was not provided.
 * An object, because a user can write every text. There is only this one, so values are compared with `isKnown`.
 */
export const UNKNOWN = Unknown.value;

export function isKnown<Value>(value: Value | Unknown): value is Value {
  return value !== UNKNOWN;
}

/** Returns an object with these keys whose values are all unknown. */
export function unknownOf<Key extends string>(keys: readonly Key[]): Readonly<Record<Key, Unknown>> {
  // `Object.fromEntries` does not keep the type of the keys.
  return Object.fromEntries(keys.map((key) => [key, UNKNOWN])) as Record<Key, Unknown>;
}

/** Returns the statements of a policy. Empty if there is no policy or it is unknown. */
export function knownStatements(policy: PolicyDocument | Unknown | undefined): readonly PolicyStatement[] {
  return policy === undefined || !isKnown(policy) ? [] : policy.statements;
}
