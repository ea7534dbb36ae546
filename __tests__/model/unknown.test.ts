import { isSameValue } from '../../src/base/collections';
import { isKnown, knownStatements, UNKNOWN, unknownOf } from '../../src/model/unknown';

test.each([
  ['a text', 'notKnown'],
  ['a text that is the JSON of an unknown value', JSON.stringify(UNKNOWN)],
  ['an empty text', ''],
  ['an empty list', []],
  ['an empty object', {}],
  ['tags with the key of an unknown value', { unknown: 'true' }],
  ['null', null],
  ['undefined', undefined],
])('distinguishes an unknown value from %s', (_, value) => {
  expect(isKnown(value)).toBe(true);
  expect(isSameValue(value, UNKNOWN)).toBe(false);
  expect(isSameValue({ value }, { value: UNKNOWN })).toBe(false);
});

test('treats two unknown values as the same value', () => {
  expect(isKnown(UNKNOWN)).toBe(false);
  expect(isSameValue({ value: UNKNOWN }, { value: UNKNOWN })).toBe(true);
});

test('returns an object whose values are unknown', () => {
  const values = unknownOf(['description', 'policy']);
  expect(Object.keys(values)).toEqual(['description', 'policy']);
  expect(Object.values(values).some(isKnown)).toBe(false);
});

test('returns no statements of a policy that is unknown or does not exist', () => {
  expect(knownStatements(UNKNOWN)).toEqual([]);
  expect(knownStatements(undefined)).toEqual([]);
});
