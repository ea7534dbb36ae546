import { formatList } from '../../base/text';
import { validateShape } from '../../declaration/schema/validation';
import { hasErrors, Reporter, sortDiagnostics, type Diagnostic } from '../../declaration/syntax/diagnostics';
import {
  CHECKS_FILE,
  readSource,
  refuseFile,
  type RefusedFile,
  type Source,
} from '../../declaration/syntax/source';
import { didYouMean } from '../../declaration/syntax/suggestions';
import { keySpan, type Path, type Tree } from '../../declaration/syntax/tree';
import { parseYaml } from '../../declaration/syntax/yaml';
import type { CheckSettings, RuleSetting, Suppression } from '../rule';
import { checksSchema, RULE_IDS, SETTING_IDS, type CheckSettingsSection } from './settings-schema';

/** The result of reading check settings from a file. */
export type LoadedCheckSettings =
  | {
      readonly kind: 'checks';
      readonly source: Source;
      readonly checks: CheckSettings;
      /** Warnings only. */
      readonly diagnostics: readonly Diagnostic[];
    }
  | RefusedFile;

/** Reads a file with the contents of the section `checks` of a declaration. Never throws. */
export function loadCheckSettings(file: string): LoadedCheckSettings {
  const source = readSource(file, CHECKS_FILE);
  return 'text' in source ? parseCheckSettings(source) : refuseFile(file, source);
}

/** Reads the same settings from a text. */
export function parseCheckSettings(source: Source): LoadedCheckSettings {
  const { tree, diagnostics: syntaxDiagnostics } = parseYaml(source, CHECKS_FILE);
  if (tree === undefined) return { kind: 'refused', source, diagnostics: sortDiagnostics(syntaxDiagnostics) };
  const { file } = source;
  const { declared, diagnostics: shapeDiagnostics } = validateShape(file, tree, checksSchema, CHECKS_FILE);
  const reporter = new Reporter(file, tree);
  checkRuleSettings(declared, [], reporter);

  const diagnostics = sortDiagnostics([...syntaxDiagnostics, ...shapeDiagnostics, ...reporter.diagnostics]);
  if (hasErrors(diagnostics)) return { kind: 'refused', source, diagnostics };
  return { kind: 'checks', source, checks: lowerCheckSettings(file, tree, declared, []), diagnostics };
}

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
