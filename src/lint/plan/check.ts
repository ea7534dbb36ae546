import { compareText } from '../../base/collections';
import type { PlanReview, Subject } from '../../plan/review/review';
import { replaceRegistryMarks } from '../finding-text';
import type {
  CheckResult,
  CheckSettings,
  Finding,
  OptionValues,
  Problem,
  Rule,
  Severity,
  SourcePosition,
  Suppression,
} from '../rule';
import {
  applySuppressions,
  SUPPRESSION_RULES,
  type StaleSuppression,
  type SuppressionTarget,
} from '../suppressions';
import { RULES } from './rules';

/**
 * Runs every rule that is not off, and marks the findings that are suppressed.
 *
 * @param positionOf returns the line that declares a subject, or undefined if no line does
 * @param today `YYYY-MM-DD`, in UTC, to decide which suppressions are expired
 * @throws any error of a rule: a check that fails to run must not pass
 */
export function checkPlans(
  reviewed: PlanReview,
  settings: CheckSettings,
  positionOf: (subject: Subject) => SourcePosition | undefined,
  today: string,
  rules: readonly Rule[] = RULES,
): CheckResult {
  const severityOf = severityLookup([...rules, ...SUPPRESSION_RULES], settings);
  const found = rules.flatMap((rule) => {
    const severity = severityOf(rule.id);
    if (severity === 'off') return [];
    const isSet = settingOf(settings, rule.id)?.severity !== undefined;
    return rule.check(reviewed, optionsOf(rule, settings)).map((problem): Finding => ({
      rule: rule.id,
      severity: isSet ? severity : (problem.severity ?? severity),
      // A rule may hand over the whole resource.
      at: { plan: problem.at.plan, address: problem.at.address },
      subject: problem.subject,
      ...describeProblem(problem, reviewed),
      place: positionOf(problem.subject),
      suppressedBy: undefined,
    }));
  });
  const { accepted, stale } = applySuppressions(
    found,
    settings.suppressions,
    today,
    (rule) => severityOf(rule) === 'off',
    BY_ADDRESS,
  );
  return {
    reviewed,
    findings: [
      ...found.map((finding) => ({ ...finding, suppressedBy: accepted.get(finding) })),
      ...stale.flatMap((each) => suppressionFindings(each, severityOf(each.rule))),
    ].sort(compareFindings),
  };
}

const BY_ADDRESS: SuppressionTarget<Finding, Suppression> = {
  ruleOf: ({ rule }) => rule,
  patternOf: ({ address }) => address,
  textsOf: ({ at }) => (at === undefined ? [] : [at.address]),
  unmatchedHelp: () => "Remove it, or fix the address. Use a Terraform address, with '*' for any text.",
};

/** Replaces registries by their names, and selects the help: for `topology.yaml` if this project generated the resource, otherwise HCL. */
function describeProblem(
  { at, message, help, helpForDeclaration, code }: Problem,
  { isGenerated, nameOf }: PlanReview,
): Pick<Finding, 'code' | 'help' | 'message'> {
  const withNames = (text: string) => replaceRegistryMarks(text, nameOf);
  return isGenerated(at)
    ? { message: withNames(message), help: withNames(helpForDeclaration ?? help) }
    : { message: withNames(message), help: withNames(help), code };
}

/** Returns the severity of a rule from the settings, or the rule's own severity if the settings have none. */
function severityLookup(
  rules: readonly Pick<Rule, 'id' | 'severity'>[],
  settings: CheckSettings,
): (rule: string) => Severity | 'off' {
  const found = new Map(
    rules.map(({ id, severity }) => [id, settingOf(settings, id)?.severity ?? severity] as const),
  );
  return (rule) => found.get(rule) ?? 'off';
}

function optionsOf({ id, options }: Rule, settings: CheckSettings): OptionValues {
  const defaults = Object.entries(options).map(([name, option]) => [name, option.default] as const);
  // The schema has validated the types of the options.
  return { ...Object.fromEntries(defaults), ...settingOf(settings, id)?.options } as OptionValues;
}

/** `rules` can have a prototype: `constructor` must not match. */
function settingOf({ rules }: CheckSettings, id: string): CheckSettings['rules'][string] | undefined {
  return Object.hasOwn(rules, id) ? rules[id] : undefined;
}

function suppressionFindings(
  { rule, suppression, message, help }: StaleSuppression<Suppression>,
  severity: Severity | 'off',
): readonly Finding[] {
  if (severity === 'off') return [];
  const { place } = suppression;
  return [
    { rule, severity, at: undefined, subject: undefined, message, help, place, suppressedBy: undefined },
  ];
}

const RANKS: Readonly<Record<Severity, number>> = { error: 0, warning: 1, note: 2 };

/** Sorts by severity, then plan and address, then rule. Findings about suppressions come last within their severity. */
function compareFindings(a: Finding, b: Finding): number {
  return (
    RANKS[a.severity] - RANKS[b.severity] ||
    Number(a.at === undefined) - Number(b.at === undefined) ||
    compareText(a.at?.plan ?? '', b.at?.plan ?? '') ||
    compareText(a.at?.address ?? '', b.at?.address ?? '') ||
    compareText(a.rule, b.rule) ||
    compareText(a.message, b.message) ||
    compareText(a.place?.file ?? '', b.place?.file ?? '') ||
    (a.place?.line ?? 0) - (b.place?.line ?? 0) ||
    (a.place?.column ?? 0) - (b.place?.column ?? 0)
  );
}
