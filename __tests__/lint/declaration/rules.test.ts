import { CODES } from '../../../src/declaration/syntax/diagnostic-codes';
import { DECLARATION_RULES } from '../../../src/lint/declaration/rules';
import { TEXTS } from '../../../src/lint/declaration/settings';
import { defineDeclarationRules } from '../../../src/lint/rule';

test.each(DECLARATION_RULES.map((each) => [Object.keys(each.rules).join(', '), each] as const))(
  'the file that reports %s has a check',
  (_, { bound, lowered, complete }) => {
    expect([bound, lowered, complete].filter((check) => check !== undefined)).not.toEqual([]);
  },
);

test('each rule has an ID of two words, which is not a code of the language', () => {
  const ids = DECLARATION_RULES.flatMap(({ rules }) => Object.keys(rules));
  expect(ids.filter((id) => !/^[a-z]+\/[a-z0-9-]+$/.test(id) || id in CODES)).toEqual([]);
});

test('a rule that two files report has one text', () => {
  const all = DECLARATION_RULES.flatMap(({ rules }) => Object.entries(rules));
  expect(all.filter(([id, text]) => TEXTS[id] !== text)).toEqual([]);
});

test('a check can report only its own IDs and the codes of the language', () => {
  defineDeclarationRules({
    rules: { 'a/b': { severity: 'error', doc: 'It is wrong.', why: 'Fix it.' } },
    bound(_, reporter) {
      reporter.atValue([], 'a/b', 'It is wrong.');
      reporter.atValue([], 'shape/wrong-value', 'It is wrong.');
      // @ts-expect-error -- an ID that this file does not define
      reporter.atValue([], 'a/c', 'It is wrong.');
    },
  });
  expect(TEXTS).not.toHaveProperty('a/b');
});
