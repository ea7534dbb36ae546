import { ANY, compilePattern, literalTokens, matches, type Pattern } from '../../aws/wildcard';
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
  const { suppressions } = settings;
  const { findings, stale } = applySuppressions(
    found,
    suppressions,
    today,
    (rule) => severityOf(rule) === 'off',
  );
  return {
    reviewed,
    findings: [
      ...findings,
      ...stale.flatMap((each) => suppressionFindings(each, severityOf(each.rule))),
    ].sort(compareFindings),
  };
}

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
  { rule, suppression, message, help }: StaleSuppression,
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

/** The rules for the suppressions themselves. Their findings cannot be suppressed. */
export const SUPPRESSION_RULES = [
  {
    id: 'suppression-expired',
    severity: 'warning',
    doc: 'A suppression is renewed or removed when its day is over.',
    why: 'What it accepted counts again from the day after `expires`, in UTC.',
  },
  {
    id: 'suppression-unused',
    severity: 'warning',
    doc: 'A suppression accepts something that is found.',
    why: 'One that accepts nothing would hide what comes later. Where plans are checked one at a time, set it to `off`.',
  },
] as const satisfies readonly Pick<Rule, 'doc' | 'id' | 'severity' | 'why'>[];

type SuppressionRuleId = (typeof SUPPRESSION_RULES)[number]['id'];

/** A suppression, its compiled pattern, and whether it has expired. */
interface EvaluatedSuppression {
  readonly suppression: Suppression;
  readonly pattern: Pattern;
  readonly isExpired: boolean;
}

/** The findings after suppression, and the suppressions that have no effect. */
interface SuppressionResult {
  /** In the same order, each with the first suppression that matches and has not expired. */
  readonly findings: readonly Finding[];
  /** Suppressions that have expired or match no finding. */
  readonly stale: readonly StaleSuppression[];
}

/** A suppression that has expired or matches no finding. */
interface StaleSuppression {
  readonly rule: SuppressionRuleId;
  readonly suppression: Suppression;
  readonly message: string;
  readonly help: string;
}

/**
 * Marks the findings that suppressions match.
 *
 * @param today `YYYY-MM-DD`, in UTC
 * @param isOff whether a rule is disabled
 */
function applySuppressions(
  findings: readonly Finding[],
  suppressions: readonly Suppression[],
  today: string,
  isOff: (rule: string) => boolean,
): SuppressionResult {
  const evaluated = suppressions.map((suppression) => evaluateSuppression(suppression, today));
  const used = new Set<EvaluatedSuppression>();
  const marked = findings.map((finding) => {
    const matching = evaluated.filter((each) => matchesFinding(each, finding));
    for (const each of matching) used.add(each);
    const suppressedBy = matching.find(({ isExpired }) => !isExpired)?.suppression;
    return { ...finding, suppressedBy };
  });
  const stale = evaluated.flatMap((each) => findStale(each, used.has(each), isOff(each.suppression.rule)));
  return { findings: marked, stale };
}

function evaluateSuppression(suppression: Suppression, today: string): EvaluatedSuppression {
  const { address, expires } = suppression;
  // ISO dates sort correctly as strings.
  return {
    suppression,
    pattern: addressPattern(address),
    isExpired: expires !== undefined && expires < today,
  };
}

/** Only `*` is a wildcard, because addresses contain `?` and `[`, as in `aws_ecr_repository.this["app"]`. */
function addressPattern(address: string): Pattern {
  return compilePattern(literalTokens(address).map((code) => (code === STAR ? ANY : code)));
}

const STAR = '*'.charCodeAt(0);

function matchesFinding({ suppression, pattern }: EvaluatedSuppression, { rule, at }: Finding): boolean {
  return at !== undefined && suppression.rule === rule && matches(pattern, at.address);
}

function findStale(
  { suppression, isExpired }: EvaluatedSuppression,
  isUsed: boolean,
  isOff: boolean,
): readonly StaleSuppression[] {
  const { rule, address, reason, expires } = suppression;
  const what = `'${rule}' at '${address}' (${reason})`;
  if (isExpired) {
    return [
      {
        rule: 'suppression-expired',
        suppression,
        message:
          `The suppression of ${what} expired on ${expires ?? ''}.` +
          (isUsed ? ' What it accepted counts again.' : ' Nothing that it accepted is found any more.'),
        help: isUsed ? 'Mend what it accepted, or give it a later date.' : 'Remove it.',
      },
    ];
  }
  if (isUsed) return [];
  return [
    {
      rule: 'suppression-unused',
      suppression,
      message: isOff
        ? `The suppression of ${what} accepts nothing, because the rule is off.`
        : `The suppression of ${what} accepts nothing: the rule finds nothing there.`,
      help: isOff
        ? 'Remove it, or turn the rule on.'
        : "Remove it, or mend the address: it is a Terraform address, with '*' for anything.",
    },
  ];
}
