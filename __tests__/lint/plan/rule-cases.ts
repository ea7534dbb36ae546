import { registryText } from '../../../src/aws/arn';
import { replaceRegistryMarks } from '../../../src/lint/finding-text';
import type { OptionValues, Problem, Rule, Severity } from '../../../src/lint/rule';
import type { PlanDocument } from '../../../src/plan/model/document';
import { reviewPlans } from '../../../src/plan/review/review';
import { planOf, type ResourceParts } from '../../plan/plans';

/** Plans and the expected findings of a rule. */
export interface RuleCase {
  readonly name: string;
  /** The resources of one plan; `plans` for several. */
  readonly resources?: readonly ResourceParts[];
  readonly plans?: readonly PlanDocument[];
  readonly options?: Readonly<Record<string, boolean | number | readonly string[]>>;
  /** The expected findings in order: the address, then texts that the finding contains. */
  readonly finds: readonly (readonly [address: string, ...texts: string[]])[];
  /** Texts that no finding contains. */
  readonly lacks?: readonly string[];
  /** The severity of each finding; undefined if the test does not check it. */
  readonly severity?: Severity;
}

/** Returns the problems that a rule reports, with `options` over its defaults. */
export function problemsIn(
  rule: Rule,
  plans: readonly PlanDocument[],
  options: RuleCase['options'] = {},
): readonly Problem[] {
  const defaults = Object.fromEntries(
    Object.entries(rule.options).map(([name, each]) => [name, each.default]),
  );
  // The cases set options of the correct types.
  const problems = rule.check(reviewPlans(plans), { ...defaults, ...options } as OptionValues);
  return problems.map((problem) => ({
    ...problem,
    message: byAccountAndRegion(problem.message),
    help: byAccountAndRegion(problem.help),
    ...(problem.helpForDeclaration === undefined
      ? {}
      : { helpForDeclaration: byAccountAndRegion(problem.helpForDeclaration) }),
  }));
}

/** Rules print account and Region: `checkPlans` replaces them by registry names. */
function byAccountAndRegion(text: string): string {
  return replaceRegistryMarks(text, registryText);
}

/** Declares one test for each case. */
export function testRule(rule: Rule, cases: readonly RuleCase[]): void {
  test.each(cases)(`${rule.id}: $name`, (each) => {
    const { resources = [], plans = [planOf(resources)], options, finds, lacks = [], severity } = each;
    const problems = problemsIn(rule, plans, options);
    expect(problems.map(({ at }) => at.address)).toEqual(finds.map(([address]) => address));
    if (severity !== undefined) {
      expect(problems.map((problem) => problem.severity ?? rule.severity)).toEqual(finds.map(() => severity));
    }
    finds.forEach(([, ...texts], index) => {
      const { message = '', help = '', code = '' } = problems[index] ?? {};
      for (const text of texts) expect(`${message}\n${help}\n${code}`).toContain(text);
      for (const text of lacks) expect(`${message}\n${help}\n${code}`).not.toContain(text);
    });
  });
}
