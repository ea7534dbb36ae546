import { readFileSync } from 'node:fs';
import { diagnosticsPage } from '../../generate/diagnostics-page';
import { RULE_FOLDERS, rulesFile, rulesModule } from '../../generate/rules-module';
import { rulesPage } from '../../generate/rules-page';
import { CODES, type DiagnosticText } from '../../src/declaration/syntax/diagnostic-codes';
import { RULE_TEXTS } from '../../src/lint/declaration/settings';
import { RULES } from '../../src/lint/plan/rules';
import { SUPPRESSION_RULES } from '../../src/lint/suppressions';

const PAGE = readFileSync('docs/reference/rules.md', 'utf8');

test.each(RULE_FOLDERS)('the list of the rules in %s is the output of npm run rules', (folder) => {
  expect(readFileSync(rulesFile(folder), 'utf8')).toBe(rulesModule(folder));
});

test('docs/reference/rules.md is the output of npm run rules', () => {
  expect(PAGE).toBe(rulesPage());
});

test('docs/reference/diagnostics.md is the output of npm run rules', () => {
  expect(readFileSync('docs/reference/diagnostics.md', 'utf8')).toBe(diagnosticsPage());
});

test.each(Object.entries<DiagnosticText>({ ...RULE_TEXTS, ...CODES }))(
  '%s has one sentence for what it reports, and a line for what to do',
  (_, { doc, why }) => {
    expect(doc).toMatch(/^[^|\n]+\.$/);
    expect(why).toMatch(/^[^|\n]+(\.|https:\S+)$/);
  },
);

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
