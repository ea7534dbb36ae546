import type { PlanDocument } from '../../../src/plan/document';
import { review } from '../../../src/plan/review';
import type { Problem } from '../../../src/plan/reviewed';
import type { OptionValues, Rule, Severity } from '../../../src/plan/rule';
import { nameRegistries } from '../../../src/plan/words/place-text';
import { registryText } from '../../../src/registry';
import { planOf, type ResourceParts } from '../plans';

/** Plans, and what a rule finds in them. */
export interface RuleCase {
  readonly name: string;
  /** Of one plan, or of several. */
  readonly resources?: readonly ResourceParts[];
  readonly plans?: readonly PlanDocument[];
  readonly options?: Readonly<Record<string, boolean | number | readonly string[]>>;
  /** What stands in each finding, in order: its address first. Empty: nothing is found. */
  readonly finds: readonly (readonly [address: string, ...words: string[]])[];
  /** What stands in none of them. */
  readonly lacks?: readonly string[];
  /** Of each finding; undefined: not asserted. */
  readonly severity?: Severity;
}

/** What a rule finds, with its defaults but for what is set. */
export function problemsIn(
  rule: Rule,
  plans: readonly PlanDocument[],
  options: RuleCase['options'] = {},
): readonly Problem[] {
  const defaults = Object.fromEntries(
    Object.entries(rule.options).map(([name, each]) => [name, each.default]),
  );
  // Cases set options of the kinds that the rule names.
  const problems = rule.check(review(plans), { ...defaults, ...options } as OptionValues);
  return problems.map((problem) => ({
    ...problem,
    message: byAccountAndRegion(problem.message),
    help: byAccountAndRegion(problem.help),
    ...(problem.helpForDeclaration === undefined
      ? {}
      : { helpForDeclaration: byAccountAndRegion(problem.helpForDeclaration) }),
  }));
}

/** Rules know no names of registries: `check` puts them into the texts. */
function byAccountAndRegion(text: string): string {
  return nameRegistries(text, registryText);
}

/** One test for each case. */
export function testRule(rule: Rule, cases: readonly RuleCase[]): void {
  test.each(cases)(`${rule.id}: $name`, (each) => {
    const { resources = [], plans = [planOf(resources)], options, finds, lacks = [], severity } = each;
    const problems = problemsIn(rule, plans, options);
    expect(problems.map(({ at }) => at.address)).toEqual(finds.map(([address]) => address));
    if (severity !== undefined) {
      expect(problems.map((problem) => problem.severity ?? rule.severity)).toEqual(finds.map(() => severity));
    }
    finds.forEach(([, ...words], index) => {
      const { message = '', help = '', code = '' } = problems[index] ?? {};
      for (const word of words) expect(`${message}\n${help}\n${code}`).toContain(word);
      for (const word of lacks) expect(`${message}\n${help}\n${code}`).not.toContain(word);
    });
  });
}
