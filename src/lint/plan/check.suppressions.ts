import { literalTokens, matches, compilePattern, ANY, type Pattern } from '../../aws/wildcard';
import type { Finding } from '../rule.finding';
import type { Rule } from '../rule';
import type { Suppression } from '../rule.settings';

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
export interface SuppressionResult {
  /** In the same order, each with the first suppression that matches and has not expired. */
  readonly findings: readonly Finding[];
  /** Suppressions that have expired or match no finding. */
  readonly stale: readonly StaleSuppression[];
}

/** A suppression that has expired or matches no finding. */
export interface StaleSuppression {
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
export function applySuppressions(
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
