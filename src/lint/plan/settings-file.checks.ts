import type { CheckSettings, RuleSetting, Suppression } from '../rule.settings';
import { SETTING_IDS, type CheckSettingsSection } from './settings-schema';
import { keySpan, type Path, type Tree } from '../../declaration/syntax/tree';

/**
 * Returns the settings of the checks, each suppression with its position. Rejected values are left out, because the
 * settings are used only if there are no errors.
 *
 * @param at the path of the settings: a key of the declaration, or the root of a file
 */
export function lowerCheckSettings(
  file: string,
  tree: Tree,
  settings: CheckSettingsSection | undefined,
  at: Path,
): CheckSettings {
  const rules = settings?.rules ?? {};
  return {
    rules: Object.fromEntries(
      SETTING_IDS.flatMap((id) => {
        const declared = rules[id];
        return declared === undefined ? [] : [[id, lowerRuleSetting(declared)] as const];
      }),
    ),
    suppressions: (settings?.suppressions ?? []).flatMap((declared, index): readonly Suppression[] => {
      const { rule, address, reason, expires } = declared ?? {};
      if (rule === undefined || address === undefined || reason === undefined) return [];
      const { line, column } = keySpan(tree, [...at, 'suppressions', index]);
      return [{ rule, address, reason, expires, place: { file, line, column } }];
    }),
  };
}

type DeclaredRule = NonNullable<NonNullable<CheckSettingsSection['rules']>[string]>;

function lowerRuleSetting(declared: DeclaredRule): RuleSetting {
  // Only rejected options can be missing, and the settings are used only if none was rejected.
  const options = (declared.options ?? {}) as RuleSetting['options'];
  return { severity: declared.severity, options };
}
