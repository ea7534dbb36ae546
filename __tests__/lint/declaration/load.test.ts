import { BASE, diagnose } from '../../declaration/declarations';
import { describeDiagnostics } from '../../declaration/diagnostic-cases';

const checks = (text: string) => `${BASE}checks: { ${text} }\n`;

const suppressed = (rest: string) =>
  checks(`suppressions: [{ rule: repository-destroyed, address: "*", ${rest} }]`);

describeDiagnostics('the settings of plan checks', {
  'check/unknown-rule': [
    {
      bad: checks('rules: { «mutable-tag»: { severity: off } }'),
      message: "Did you mean 'mutable-tags'?",
      good: checks('rules: { mutable-tags: { severity: off } }'),
    },
    {
      bad: checks('rules: { «constructor»: {} }'),
      message: 'Rules: access-not-evaluated, ',
      good: checks('rules: { suppression-unused: { severity: off } }'),
    },
    // An unknown rule is reported once, with any value.
    { bad: checks('rules: { «force-delete»: 5 }'), message: "'force-delete' is not a rule" },
    {
      bad: checks('suppressions: [{ rule: «unscaned», address: "*", reason: not pulled }]'),
      message: "Did you mean 'unscanned'?",
      good: checks('suppressions: [{ rule: unscanned, address: "*", reason: not pulled }]'),
    },
    {
      bad: checks('suppressions: [{ rule: «suppression-unused», address: "*", reason: we know }]'),
      message: 'not a rule whose findings can be suppressed',
    },
  ],
  'check/reason': [
    {
      bad: suppressed('reason: «""»'),
      message: 'it must be a reason with at least 3 letters or digits',
      good: suppressed('reason: PLAT-7, 90% off $5'),
    },
    { bad: suppressed('reason: «" -- "»'), message: 'it must be a reason with at least 3 letters or digits' },
    { bad: suppressed(`reason: «${'x'.repeat(501)}»`), message: 'at most 500 characters' },
  ],
  'check/expires': [
    {
      bad: suppressed('reason: test data, expires: «2026-02-30»'),
      message: 'this day does not exist',
      good: suppressed('reason: test data, expires: 2028-02-29'),
    },
    { bad: suppressed('reason: test data, expires: «2027-02-29»'), message: 'this day does not exist' },
    { bad: suppressed('reason: test data, expires: «2026-13-01»'), message: 'this day does not exist' },
    {
      bad: suppressed('reason: test data, expires: «31.12.2026»'),
      message: 'it must be a date in the format YYYY-MM-DD',
    },
    {
      bad: suppressed('reason: test data, expires: «"2026-1-1"»'),
      message: 'it must be a date in the format YYYY-MM-DD',
    },
  ],
  'check/duplicate-suppression': [
    {
      bad: checks(
        'suppressions: [{ rule: unscanned, address: "*", reason: not pulled }, «{ rule: unscanned, address: "*", reason: again }»]',
      ),
      message: 'the same as suppressions[0]',
      good: checks(
        'suppressions: [{ rule: unscanned, address: "*.a", reason: not pulled }, { rule: unscanned, address: "*.b", reason: again }]',
      ),
    },
  ],
});

test('reports nothing for the base declaration', () => {
  expect(diagnose(BASE)).toEqual([]);
});
