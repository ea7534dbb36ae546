import fc from 'fast-check';
import { wildcardMatch } from '../../../src/aws/wildcard';
import { NameRedaction } from '../../../src/report/page/redact-names';
import { runs } from '../../random-runs';

function redactAll(...names: readonly string[]): readonly string[] {
  const redaction = new NameRedaction();
  for (const name of names) redaction.add(name);
  return names.map((name) => redaction.redact(name));
}

test('replaces each piece of a name by the same text everywhere', () => {
  expect(redactAll('ci-deploy-prod', 'deploy/ci', 'ci_2@prod')).toEqual([
    'name1-name2-name3',
    'name2/name1',
    'name1_name4@name3',
  ]);
});

test('splits names where a pattern does', () => {
  expect(redactAll('deploy*', 'deployer', '*er-x', 'other')).toEqual([
    'name1*',
    'name1name2',
    '*name2-name3',
    'name4name2',
  ]);
});

test('keeps wildcards and policy variables', () => {
  expect(redactAll('team-${aws:PrincipalTag/team}-*')).toEqual(['name1-${aws:PrincipalTag/team}-*']);
});

test('replacements have one length, so that none starts like another one', () => {
  const names = Array.from({ length: 12 }, (_, index) => `x${index}`);
  expect(redactAll(...names).slice(0, 2)).toEqual(['name01', 'name02']);
});

test('patterns with * match the same names as before', () => {
  const name = fc.stringMatching(/^[ab1]{1,4}([-_/][ab1]{1,3}){0,2}$/);
  const pattern = fc.stringMatching(/^[ab1*]{1,4}(-[ab1*]{1,3}){0,1}$/);
  fc.assert(
    fc.property(fc.array(name, { minLength: 1 }), fc.array(pattern, { minLength: 1 }), (names, patterns) => {
      const redacted = redactAll(...names, ...patterns);
      for (const [index, each] of names.entries()) {
        for (const [at, one] of patterns.entries()) {
          expect(wildcardMatch(redacted[names.length + at]!, redacted[index]!)).toBe(
            wildcardMatch(one, each),
          );
        }
      }
    }),
    runs(300),
  );
});
