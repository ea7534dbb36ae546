import type { Reporter } from '../../declaration/syntax/diagnostics.reporter';
import { RULE_IDS, SETTING_IDS, type CheckSettingsSection } from './settings-schema';
import { didYouMean, formatList } from '../../declaration/syntax/suggestions.suggest';
import type { Path } from '../../declaration/syntax/tree';

/**
 * Checks that each configured or suppressed rule exists, and that no finding is suppressed twice.
 *
 * @param at the path of the settings: a key of the declaration, or the root of a file
 */
export function checkRuleSettings(
  settings: CheckSettingsSection | undefined,
  at: Path,
  reporter: Reporter,
): void {
  for (const id of reporter.declaredKeys([...at, 'rules'])) {
    if (SETTING_IDS.includes(id)) continue;
    reporter.atKey(
      [...at, 'rules', id],
      'check/unknown-rule',
      `'${id}' is not a rule. Rules: ${formatList(SETTING_IDS, SETTING_IDS.length)}.`,
      didYouMean(id, SETTING_IDS),
    );
  }
  checkSuppressions(settings?.suppressions ?? [], [...at, 'suppressions'], reporter);
}

function checkSuppressions(
  suppressions: NonNullable<CheckSettingsSection['suppressions']>,
  at: Path,
  reporter: Reporter,
): void {
  const seen = new Map<string, number>();
  for (const [index, { rule, address } = {}] of suppressions.entries()) {
    if (rule === undefined) continue;
    if (!RULE_IDS.includes(rule)) {
      reporter.atValue(
        [...at, index, 'rule'],
        'check/unknown-rule',
        `'${rule}' is not a rule whose findings can be suppressed. Rules: ${formatList(RULE_IDS, RULE_IDS.length)}.`,
        didYouMean(rule, RULE_IDS),
      );
    }
    if (address === undefined) continue;
    const key = `${rule} ${address}`;
    const first = seen.get(key);
    if (first === undefined) {
      seen.set(key, index);
    } else {
      reporter.atKey(
        [...at, index],
        'check/duplicate-suppression',
        `suppressions[${first}] accepts the same: '${rule}' at '${address}'.`,
        'Remove one.',
      );
    }
  }
}
