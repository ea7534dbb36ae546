import type { CheckSettings, RuleSetting, Suppression } from '../../plan/settings';
import { SETTING_IDS, type CheckSettingsSection } from '../schema/checks';
import { keySpan, type Path, type Tree } from '../tree';

/**
 * What the settings of the checks say, each suppression with its place. What a diagnostic has refused is left out; they
 * are only ever used where nothing was refused.
 *
 * @param at where the settings stand: under a key of the declaration, or at the top of a file
 */
export function resolveChecks(
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
        return declared === undefined ? [] : [[id, settingOf(declared)] as const];
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

function settingOf(declared: DeclaredRule): RuleSetting {
  // Only what was refused can be missing, and where anything was, nobody asks for the settings.
  const options = (declared.options ?? {}) as RuleSetting['options'];
  return { severity: declared.severity, options };
}
