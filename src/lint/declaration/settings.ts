import { sortedBy, sortedUnique } from '../../base/collections';
import { formatList } from '../../base/text';
import { isPresent, itemsOf } from '../../declaration/schema/located';
import { CODES, type DiagnosticText } from '../../declaration/syntax/diagnostic-codes';
import type { Diagnostic, ReportedDiagnostic, Reporter } from '../../declaration/syntax/diagnostics';
import { pathText, type Path } from '../../declaration/syntax/tree';
import type { DeclarationRuleIds } from '../plan/settings-file';
import type { CheckSettingsSection, Warnings } from '../plan/settings-schema';
import type { Suppression } from '../rule';
import { applySuppressions, SUPPRESSION_RULES, type SuppressionTarget } from '../suppressions';
import { DECLARATION_RULES } from './rules';

type Texts = Readonly<Record<string, DiagnosticText>>;

/** The rules that check a declaration, sorted by ID. Two files can report one rule, with the same text. */
export const RULE_TEXTS: Texts = Object.fromEntries(
  sortedBy(
    DECLARATION_RULES.flatMap(({ rules }) => Object.entries<DiagnosticText>(rules)),
    ([id]) => id,
  ),
);

/** The texts of the rules and of the codes of the language. */
const ALL_TEXTS: Texts = { ...RULE_TEXTS, ...CODES };

/** Every code that a declaration can be reported with. */
export const TEXTS: Texts = {
  ...ALL_TEXTS,
  ...Object.fromEntries(SUPPRESSION_RULES.map((rule) => [rule.id, rule])),
};

/** The codes that can be configured and suppressed. The others report what AWS or Terraform would refuse. */
export const WARNINGS: Warnings = Object.fromEntries(
  Object.entries(ALL_TEXTS).filter(([, { severity }]) => severity === 'warning'),
);

export const DECLARATION_RULE_IDS: DeclarationRuleIds = {
  warnings: Object.keys(WARNINGS),
  errors: Object.entries(ALL_TEXTS).flatMap(([id, { severity }]) => (severity === 'error' ? id : [])),
};

/** A suppression of warnings of one rule, at a path and at the paths in it. */
interface PathSuppression extends Omit<Suppression, 'address' | 'place'> {
  /** Such as `replication[0]`; `*` matches any text. */
  readonly path: string;
  /** The path of the suppression itself. */
  readonly at: Path;
}

interface ConfiguredDiagnostics {
  /** Without those that are disabled or suppressed. */
  readonly diagnostics: readonly Diagnostic[];
  readonly suppressed: number;
}

/**
 * Applies the severities and suppressions of the section `checks` to the diagnostics of the rules.
 *
 * @param isComplete whether every rule has run. Otherwise a suppression may be unused because of an error.
 * @param today `YYYY-MM-DD`, in UTC, to decide which suppressions are expired
 */
export function applySettings(
  settings: CheckSettingsSection,
  reporter: Reporter<string>,
  isComplete: boolean,
  today: string,
): ConfiguredDiagnostics {
  const severities = severitiesIn(settings);
  const isOff = (rule: string) => severities.get(rule) === 'off';
  const enabled = reporter.reported.filter(({ diagnostic }) => !isOff(diagnostic.code));
  const suppressions = pathSuppressions(settings);
  const { accepted, stale } = applySuppressions(enabled, suppressions, today, isOff, byPath(enabled));
  for (const { rule, suppression, message, help } of isComplete ? stale : []) {
    reporter.atKey(suppression.at, rule, message, help);
  }
  return {
    diagnostics: reporter.reported.flatMap((reported) => {
      const { diagnostic } = reported;
      const severity = severities.get(diagnostic.code) ?? diagnostic.severity;
      return severity === 'off' || accepted.has(reported) ? [] : { ...diagnostic, severity };
    }),
    suppressed: accepted.size,
  };
}

/** Returns the severities that are set. A note is a warning, because a declaration has no notes. */
function severitiesIn(settings: CheckSettingsSection): ReadonlyMap<string, Diagnostic['severity'] | 'off'> {
  const ids = [...DECLARATION_RULE_IDS.warnings, ...SUPPRESSION_RULES.map(({ id }) => id)];
  return new Map(
    ids.flatMap((id) => {
      const severity = settings?.value?.rules?.value?.[id]?.value?.severity?.value;
      return severity === undefined ? [] : [[id, severity === 'note' ? 'warning' : severity] as const];
    }),
  );
}

function pathSuppressions(settings: CheckSettingsSection): readonly PathSuppression[] {
  return itemsOf(settings?.value?.suppressions).flatMap(({ path: at, value }) => {
    const { rule, path, reason, expires } = value;
    if (!isPresent(rule) || !isPresent(path) || !isPresent(reason)) return [];
    return [{ rule: rule.value, path: path.value, reason: reason.value, expires: expires?.value, at }];
  });
}

function byPath(
  reported: readonly ReportedDiagnostic[],
): SuppressionTarget<ReportedDiagnostic, PathSuppression> {
  return {
    ruleOf: ({ diagnostic }) => diagnostic.code,
    patternOf: ({ path }) => path,
    textsOf: ({ path }) => path.map((_, index) => pathText(path.slice(0, index + 1))),
    unmatchedHelp: ({ rule }) => {
      const paths = sortedUnique(
        reported.filter(({ diagnostic }) => diagnostic.code === rule).map(({ path }) => pathText(path)),
      );
      return paths.length === 0
        ? 'Remove it.'
        : `Remove it, or fix the path. The rule reports ${formatList(paths, 4)}.`;
    },
  };
}
