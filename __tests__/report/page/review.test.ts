import { reviewSection } from '../../../src/report/page/review';
import { headline } from '../../../src/report/review/summary';
import { activeFindings } from '../../../src/report/review/findings';
import { checkResources, DESTRUCTIVE, HOSTILE, NAMES } from '../review/results';
import { repository } from '../../plan/plans';
import { DEFAULT_CHECKS } from '../../../src/lint/rule';

const RESULT = checkResources(DESTRUCTIVE);
const SECTION = reviewSection(RESULT, NAMES, 'error');

test('has the headline of check as a sentence', () => {
  const text = headline(RESULT.reviewed, NAMES, activeFindings(RESULT.findings));
  expect(SECTION.headline.toLowerCase()).toBe(`${text}.`.toLowerCase());
});

test('has every finding once, grouped by rule', () => {
  const grouped = SECTION.findings.flatMap(({ rule, fixes }) =>
    fixes.flatMap(({ items }) =>
      items.flatMap(({ resources }) => resources.map(({ address }) => `${rule} ${address ?? ''}`)),
    ),
  );
  const all = activeFindings(RESULT.findings).map(({ rule, at }) => `${rule} ${at?.address ?? ''}`);
  expect([...grouped].sort()).toEqual([...all].sort());
  expect(SECTION.findings.length).toBeGreaterThan(1);
  const ids = SECTION.findings.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
});

test('has one group for a rule whose fixes differ', () => {
  const { findings } = SECTION;
  expect(findings.filter(({ rule }) => rule === 'repository-destroyed')).toHaveLength(1);
});

test('documents only the rules that the findings contain', () => {
  const rules = new Set(RESULT.findings.map(({ rule }) => rule));
  expect(new Set(SECTION.rules.map(({ id }) => id))).toEqual(rules);
  for (const { doc, why } of SECTION.rules) expect([doc, why]).not.toContain('');
});

test('marks critical changes', () => {
  const lines = SECTION.changes.flatMap((group) => group.lines);
  expect(lines.filter(({ isCritical }) => isCritical).map(({ text }) => text)).toContainEqual(
    expect.stringContaining('repository gone is destroyed with all its images'),
  );
});

test('separates suppressed findings, with the reason and the expiry date', () => {
  const place = { file: 'topology.yaml', line: 30, column: 5 };
  const suppression = {
    rule: 'repository-destroyed',
    address: '*',
    reason: 'known',
    expires: '2026-12-31',
    place,
  };
  const result = checkResources(DESTRUCTIVE, { ...DEFAULT_CHECKS, suppressions: [suppression] });
  const { findings, suppressed, numbers } = reviewSection(result, NAMES, 'error');
  expect(findings.map(({ rule }) => rule)).not.toContain('repository-destroyed');
  expect(suppressed.length).toBe(numbers.suppressed);
  expect(suppressed[0]).toMatchObject({
    rule: 'repository-destroyed',
    reason: 'known',
    expires: '2026-12-31',
  });
});

test.each(HOSTILE)('keeps the name %j as it is, because the page escapes it', (name) => {
  const result = checkResources([
    { type: 'aws_ecr_repository', name: 'x', provider: 'develop', before: repository(name) },
  ]);
  const { findings } = reviewSection(result, NAMES, 'error');
  expect(JSON.stringify(findings)).toContain(JSON.stringify(name).slice(1, -1));
});
