/** In place of what nobody can tell yet: a plan knows some values only after it is applied. */
export type NotKnown = 'notKnown';

export function isKnown<Value>(value: Value | NotKnown): value is Value {
  return value !== 'notKnown';
}
