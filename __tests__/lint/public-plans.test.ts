import { join } from 'node:path';
import { PLANS } from '../../generate/plans/case-folders';
import { accountNames } from '../../src/access/evaluate/grantees';
import { checkPlans } from '../../src/lint/plan/check';
import { DEFAULT_CHECKS, type CheckResult, type Finding } from '../../src/lint/rule';
import { readPlan } from '../../src/plan/read/read-plan';
import { reviewPlans } from '../../src/plan/review/review';
import { reviewText } from '../../src/report/review/text';
import { PLAIN } from '../../src/report/format/terminal';
import { PUBLIC_CASES, type Expectation } from '../plan/public-cases';

describe('reviews a plan from a public report as an engineer did:', () => {
  test.each(PUBLIC_CASES.map((each) => [each.folder, each] as const))('%s', async (folder, publicCase) => {
    const result = await reviewOf(folder);
    const lines = textOf(result).split('\n');
    const isReported = (expectation: Expectation) => isMet(expectation, result.findings, lines);
    const { must, mustNot, mostLines = Number.POSITIVE_INFINITY } = publicCase;
    expect({
      missing: must.filter((each) => !isReported(each)),
      wrong: mustNot.filter(isReported),
      isTooLong: lines.length > mostLines,
    }).toEqual({ missing: [], wrong: [], isTooLong: false });
  });
});

/** Like `check --no-topology`. */
async function reviewOf(folder: string): Promise<CheckResult> {
  const read = await readPlan(join(PLANS, folder, 'plan.json'));
  if (read.kind === 'faulty') throw new Error(`${folder}: ${read.fault.message}`);
  return checkPlans(reviewPlans([read.plan], undefined), DEFAULT_CHECKS, () => undefined, '2025-02-12');
}

function textOf(result: CheckResult): string {
  return reviewText(result, accountNames([]), 'error', PLAIN);
}

function isMet(expectation: Expectation, findings: readonly Finding[], lines: readonly string[]): boolean {
  const { rule, severity, text = /^/ } = expectation;
  if (rule === undefined && severity === undefined) return lines.some((line) => text.test(line));
  const severities = severity === undefined ? undefined : [severity].flat();
  return findings.some(
    (finding) =>
      (rule === undefined || finding.rule === rule) &&
      (severities === undefined || severities.includes(finding.severity)) &&
      text.test(findingText(finding)),
  );
}

function findingText({ at, message, help, code }: Finding): string {
  return [at?.address, message, help, code].join('\n');
}
