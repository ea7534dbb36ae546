import { groupBy } from '../../base/collections';
import type { CheckResult, Finding } from '../../lint/rule';
import type { UnreviewedChanges } from '../../plan/review/unreviewed-changes';
import { xmlDocument, type XmlElement } from '../format/xml';
import { addressText, positionText, rulesInReport, suppressionText, type RuleInReport } from './findings';
import { unreviewedLines } from './unreviewed-lines';

/**
 * Renders findings as JUnit XML: a suite for each rule, with a case for each resource that has findings. Suppressed
 * findings are skipped, findings of the rule `undecidable` are errors, and a rule without findings is one passed case.
 */
export function reviewJunit({ reviewed, findings }: CheckResult): string {
  const byRule = groupBy(findings, ({ rule }) => rule);
  const suites = rulesInReport(findings).flatMap((rule) => {
    const ruleFindings = byRule.get(rule.id) ?? [];
    // A disabled rule was not evaluated, so it has not passed.
    if (ruleFindings.length === 0 && rule.severity === 'off') return [];
    return [ruleSuite(rule, ruleFindings, reviewed.plans)];
  });
  const all = [...suites, ...unreviewedSuite(reviewed.unreviewed)];
  const total = (key: keyof Totals) => all.reduce((sum, { totals }) => sum + totals[key], 0);
  return xmlDocument({
    name: 'testsuites',
    attributes: {
      name: 'ecr-topology check',
      tests: total('tests'),
      failures: total('failures'),
      errors: total('errors'),
    },
    children: all.map(({ element }) => element),
  });
}

interface Totals {
  readonly tests: number;
  readonly failures: number;
  readonly errors: number;
  readonly skipped: number;
}

interface Suite {
  readonly element: XmlElement;
  readonly totals: Totals;
}

/** Changes that are not reviewed are skipped cases, one for each type and action. */
function unreviewedSuite(changes: readonly UnreviewedChanges[]): readonly Suite[] {
  if (changes.length === 0) return [];
  const totals = { tests: changes.length, failures: 0, errors: 0, skipped: changes.length };
  const cases = unreviewedLines(changes).map(({ text }) =>
    testCaseElement('not-reviewed', text, [
      { name: 'skipped', attributes: { message: 'Not reviewed' }, children: [] },
    ]),
  );
  const attributes = { name: 'not-reviewed', ...totals, time: 0 };
  return [{ element: { name: 'testsuite', attributes, children: cases }, totals }];
}

type Outcome = 'error' | 'failure' | 'passed' | 'skipped';

interface TestCase {
  readonly outcome: Outcome;
  readonly element: XmlElement;
}

function ruleSuite({ id, doc }: RuleInReport, findings: readonly Finding[], plans: readonly string[]): Suite {
  const cases =
    findings.length === 0
      ? [passedCase(id, doc)]
      : [...groupBy(findings, ({ at }) => JSON.stringify([at?.plan, at?.address])).values()].map((group) =>
          caseOf(id, group, plans),
        );
  const number = (outcome: Outcome) => cases.filter((each) => each.outcome === outcome).length;
  const totals = {
    tests: cases.length,
    failures: number('failure'),
    errors: number('error'),
    skipped: number('skipped'),
  };
  return {
    element: {
      name: 'testsuite',
      attributes: { name: id, ...totals, time: 0 },
      children: cases.map(({ element }) => element),
    },
    totals,
  };
}

function passedCase(rule: string, doc: string): TestCase {
  return { outcome: 'passed', element: testCaseElement(rule, doc, []) };
}

/** Findings of one rule for one resource are one case: viewers show the first message, and the text has all of them. */
function caseOf(rule: string, group: readonly [Finding, ...Finding[]], plans: readonly string[]): TestCase {
  const open = group.filter(({ suppressedBy }) => suppressedBy === undefined);
  const [first] = open;
  const name =
    addressText(group[0], plans) ?? (group[0].place === undefined ? rule : positionText(group[0].place));
  if (first === undefined) {
    const reasons = group.flatMap(({ suppressedBy }) =>
      suppressedBy === undefined ? [] : [suppressionText(suppressedBy)],
    );
    const message = `Suppressed: ${[...new Set(reasons)].join('; ')}`;
    const skipped = { name: 'skipped', attributes: { message }, children: [] };
    return { outcome: 'skipped', element: testCaseElement(rule, name, [skipped]) };
  }
  const outcome = rule === 'undecidable' ? 'error' : 'failure';
  const element = {
    name: outcome,
    attributes: { type: first.severity, message: first.message },
    children: open.map(findingText).join('\n\n'),
  };
  return { outcome, element: testCaseElement(rule, name, [element]) };
}

function testCaseElement(rule: string, name: string, children: readonly XmlElement[]): XmlElement {
  return { name: 'testcase', attributes: { classname: `ecr-topology.${rule}`, name, time: 0 }, children };
}

function findingText({ severity, message, help, code, place }: Finding): string {
  return [
    `${severity}: ${message}`,
    help,
    ...(code === undefined ? [] : [code.trimEnd()]),
    ...(place === undefined ? [] : [`at ${positionText(place)}`]),
  ].join('\n');
}
