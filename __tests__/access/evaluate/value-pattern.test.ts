import fc from 'fast-check';
import type { RequestContext } from '../../../src/access/evaluate/request';
import { matchesValuePattern, readValuePattern } from '../../../src/access/evaluate/value-pattern';
import { matches } from '../../../src/aws/wildcard';
import { runs } from '../../random-runs';

function matchesWildcards(pattern: string, text: string): boolean {
  return matches(readValuePattern(pattern, { wildcards: true, ignoreCase: false }).pattern!, text);
}

/** The definition, which takes exponential time on long texts. */
function matchesByDefinition(pattern: string, text: string): boolean {
  if (pattern === '') return text === '';
  const rest = pattern.slice(1);
  if (pattern.startsWith('*')) {
    return matchesByDefinition(rest, text) || (text !== '' && matchesByDefinition(pattern, text.slice(1)));
  }
  return (
    text !== '' &&
    (pattern.startsWith('?') || pattern.charCodeAt(0) === text.charCodeAt(0)) &&
    matchesByDefinition(rest, text.slice(1))
  );
}

test('matches as defined', () => {
  const letters = (...alphabet: readonly string[]) =>
    fc.string({ unit: fc.constantFrom(...alphabet), maxLength: 9 });
  fc.assert(
    fc.property(letters('a', 'b', '*', '?'), letters('a', 'b'), (pattern, text) => {
      expect(matchesWildcards(pattern, text)).toBe(matchesByDefinition(pattern, text));
    }),
    runs(5_000),
  );
});

test('matches patterns with many wildcards without excessive backtracking', () => {
  expect(matchesWildcards(`${'*a'.repeat(5_000)}b`, 'a'.repeat(10_000))).toBe(false);
  expect(matchesWildcards('*?'.repeat(5_000), 'a'.repeat(10_000))).toBe(true);
});

test.each(['${', '${}', '${a', '${a,b}', '${a{b}', "${a, 'b}", '$', '$}'])(
  'treats %j as literal text, not as a variable',
  (text) => {
    expect(matchesWildcards(text, text)).toBe(true);
    expect(matchesWildcards(text, 'a')).toBe(false);
  },
);

test('substitutes a variable value of 300,000 characters', () => {
  const value = 'a'.repeat(300_000);
  const valuePattern = readValuePattern('x/${k}', { wildcards: true, ignoreCase: false });
  const context: RequestContext = { get: () => ({ kind: 'known', values: [value] }) };
  expect(matchesValuePattern(valuePattern, `x/${value}`, context)).toBe('yes');
  expect(matchesValuePattern(valuePattern, `y/${value}`, context)).toBe('no');
});

test('reads a text with 50,000 variable starts in linear time', () => {
  expect(matchesWildcards('${'.repeat(50_000), 'a')).toBe(false);
});
