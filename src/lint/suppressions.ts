import { ANY, compilePattern, literalTokens, matches, type Pattern } from '../aws/wildcard';
import type { Rule, Suppression } from './rule';

/** The rules for the suppressions themselves. Their findings cannot be suppressed. */
export const SUPPRESSION_RULES = [
  {
    id: 'suppression-expired',
    severity: 'warning',
    doc: 'A suppression has expired.',
    why: 'The problems that it accepted count again from the day after `expires`, in UTC. Fix the problems, set a later date, or remove the suppression.',
  },
  {
    id: 'suppression-unused',
    severity: 'warning',
    doc: 'A suppression matches no problem.',
    why: 'An unused suppression would hide a later problem. Remove it. If you check plans one at a time, set the severity of this rule to `off`.',
  },
] as const satisfies readonly Pick<Rule, 'doc' | 'id' | 'severity' | 'why'>[];

type SuppressionRuleId = (typeof SUPPRESSION_RULES)[number]['id'];

type AnySuppression = Omit<Suppression, 'address' | 'place'>;

/** What a suppression selects: findings of plans by address, or warnings of declarations by path. */
export interface SuppressionTarget<Found, Entry extends AnySuppression> {
  readonly ruleOf: (found: Found) => string;
  /** Returns the address or path of a suppression; `*` matches any text. */
  readonly patternOf: (suppression: Entry) => string;
  /** Returns the texts of a problem. The suppression applies if one of them matches. */
  readonly textsOf: (found: Found) => readonly string[];
  /** Returns the help for a suppression that matches nothing. */
  readonly unmatchedHelp: (suppression: Entry) => string;
}

/** The problems that are accepted, and the suppressions that have no effect. */
interface SuppressionResult<Found, Entry extends AnySuppression> {
  /** Each accepted problem with the first suppression that matches and has not expired. */
  readonly accepted: ReadonlyMap<Found, Entry>;
  /** Suppressions that have expired or match no problem. */
  readonly stale: readonly StaleSuppression<Entry>[];
}

/** A suppression that has expired or matches no problem. */
export interface StaleSuppression<Entry extends AnySuppression> {
  readonly rule: SuppressionRuleId;
  readonly suppression: Entry;
  readonly message: string;
  readonly help: string;
}

/** A suppression, its compiled pattern, and whether it has expired. */
interface EvaluatedSuppression<Entry> {
  readonly suppression: Entry;
  readonly pattern: Pattern;
  readonly isExpired: boolean;
}

/**
 * Returns which problems are accepted by suppressions.
 *
 * @param today `YYYY-MM-DD`, in UTC
 * @param isOff whether a rule is disabled
 */
export function applySuppressions<Found extends object, Entry extends AnySuppression>(
  problems: readonly Found[],
  suppressions: readonly Entry[],
  today: string,
  isOff: (rule: string) => boolean,
  target: SuppressionTarget<Found, Entry>,
): SuppressionResult<Found, Entry> {
  const evaluated = suppressions.map((suppression): EvaluatedSuppression<Entry> => ({
    suppression,
    pattern: textPattern(target.patternOf(suppression)),
    // ISO dates sort correctly as strings.
    isExpired: suppression.expires !== undefined && suppression.expires < today,
  }));
  const used = new Set<EvaluatedSuppression<Entry>>();
  const accepted = new Map<Found, Entry>();
  for (const problem of evaluated.length === 0 ? [] : problems) {
    const rule = target.ruleOf(problem);
    const texts = target.textsOf(problem);
    const matching = evaluated.filter(
      ({ suppression, pattern }) => suppression.rule === rule && texts.some((text) => matches(pattern, text)),
    );
    for (const each of matching) used.add(each);
    const valid = matching.find(({ isExpired }) => !isExpired);
    if (valid !== undefined) accepted.set(problem, valid.suppression);
  }
  const stale = evaluated.flatMap((each) =>
    findStale(each, used.has(each), isOff(each.suppression.rule), target),
  );
  return { accepted, stale };
}

/** Returns the current day in UTC: `YYYY-MM-DD`. */
export function currentDay(): string {
  return new Date().toISOString().slice(0, 10);
}

/** Only `*` is a wildcard, because addresses contain `?` and `[`, as in `aws_ecr_repository.this["app"]`. */
function textPattern(text: string): Pattern {
  return compilePattern(literalTokens(text).map((code) => (code === STAR ? ANY : code)));
}

const STAR = '*'.charCodeAt(0);

function findStale<Found, Entry extends AnySuppression>(
  { suppression, isExpired }: EvaluatedSuppression<Entry>,
  isUsed: boolean,
  isOff: boolean,
  { patternOf, unmatchedHelp }: SuppressionTarget<Found, Entry>,
): readonly StaleSuppression<Entry>[] {
  const { rule, reason, expires } = suppression;
  const what = `'${rule}' at '${patternOf(suppression)}' (${reason})`;
  if (isExpired) {
    return [
      {
        rule: 'suppression-expired',
        suppression,
        message:
          `The suppression of ${what} expired on ${expires ?? ''}.` +
          (isUsed ? ' The problems that it accepted count again.' : ' It matches no problem.'),
        help: isUsed ? 'Fix the problems, or set a later date.' : 'Remove it.',
      },
    ];
  }
  if (isUsed) return [];
  return [
    {
      rule: 'suppression-unused',
      suppression,
      message: isOff
        ? `The suppression of ${what} has no effect, because the rule is disabled.`
        : `The suppression of ${what} has no effect, because the rule reports no problem there.`,
      help: isOff ? 'Remove it, or enable the rule.' : unmatchedHelp(suppression),
    },
  ];
}
