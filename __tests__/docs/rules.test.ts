import { readFileSync } from 'node:fs';
import { rulesPage } from '../../generate/rules-page';
import { SUPPRESSION_RULES } from '../../src/lint/plan/check';
import { RULES } from '../../src/lint/plan/rules';

const PAGE = readFileSync('docs/rules.md', 'utf8');

test('docs/rules.md is the output of npm run rules', () => {
  expect(PAGE).toBe(rulesPage());
});

const NAMED = [...RULES, ...SUPPRESSION_RULES].map((rule) => [rule.id, rule] as const);

test.each(NAMED)('%s is in the table with its severity and requirement, and has a section', (id, rule) => {
  expect(PAGE).toContain(`| [\`${id}\`](#${id}) | ${rule.severity} | ${rule.doc} |`);
  expect(PAGE).toContain(`\n## ${id}\n\n**${rule.doc}**`);
});

test.each(NAMED)('%s has one sentence for the requirement and one for the reason', (_, { doc, why }) => {
  expect(doc).toMatch(/^[^|\n]+\.$/);
  expect(why).toMatch(/^[^\n]+$/);
});

test.each(RULES.map((rule) => [rule.id, rule] as const))(
  '%s has a row for each of its options',
  (id, rule) => {
    const [, section = ''] = PAGE.split(`\n## ${id}\n`);
    const [own = ''] = section.split('\n## ');
    const rows = [...own.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name);
    expect(rows).toEqual(Object.keys(rule.options));
  },
);
