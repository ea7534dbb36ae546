import { isList } from '../../base/collections';
import { formatList } from '../../base/text';
import { entriesOf, isPresent, itemsOf, type Members } from '../../declaration/schema/located';
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
import {
  checksSchema,
  RULE_IDS,
  SETTING_IDS,
  type CheckSettingsSection,
  type DeclaredRule,
} from './settings-schema';

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
  checkRuleSettings(declared, reporter);

  const diagnostics = sortDiagnostics([...syntaxDiagnostics, ...shapeDiagnostics, ...reporter.diagnostics]);
  if (hasErrors(diagnostics)) return { kind: 'refused', source, diagnostics };
  return { kind: 'checks', source, checks: lowerCheckSettings(file, tree, declared), diagnostics };
}

/** Checks that each configured or suppressed rule exists, and that no finding is suppressed twice. */
export function checkRuleSettings(settings: CheckSettingsSection, reporter: Reporter): void {
  for (const [id, rule] of Object.entries(settings?.value?.rules?.value ?? {})) {
    if (rule === undefined || SETTING_IDS.includes(id)) continue;
    reporter.atKey(
      rule.path,
      'check/unknown-rule',
      `'${id}' is not a rule. Rules: ${formatList(SETTING_IDS, SETTING_IDS.length)}.`,
      didYouMean(id, SETTING_IDS),
    );
  }
  checkSuppressions(settings, reporter);
}

function checkSuppressions(settings: CheckSettingsSection, reporter: Reporter): void {
  const seen = new Map<string, Path>();
  for (const { path, value } of itemsOf(settings?.value?.suppressions)) {
    const { rule, address } = value;
    if (rule?.value === undefined) continue;
    if (!RULE_IDS.includes(rule.value)) {
      reporter.atValue(
        rule.path,
        'check/unknown-rule',
        `'${rule.value}' is not a rule whose findings can be suppressed. Rules: ${formatList(RULE_IDS, RULE_IDS.length)}.`,
        didYouMean(rule.value, RULE_IDS),
      );
    }
    if (address?.value === undefined) continue;
    const key = `${rule.value} ${address.value}`;
    const first = seen.get(key);
    if (first === undefined) {
      seen.set(key, path);
    } else {
      reporter.atKey(
        path,
        'check/duplicate-suppression',
        `suppressions[${String(first.at(-1))}] accepts the same: '${rule.value}' at '${address.value}'.`,
        'Remove one.',
      );
    }
  }
}

/**
 * Returns the settings of the checks, each suppression with its position. Rejected values are left out, because the
 * settings are used only if there are no errors.
 */
export function lowerCheckSettings(file: string, tree: Tree, settings: CheckSettingsSection): CheckSettings {
  const rules = settings?.value?.rules?.value ?? {};
  return {
    rules: Object.fromEntries(
      SETTING_IDS.flatMap((id) => {
        const declared = rules[id]?.value;
        return declared === undefined ? [] : [[id, lowerRuleSetting(declared)] as const];
      }),
    ),
    suppressions: itemsOf(settings?.value?.suppressions).flatMap(
      ({ path, value }): readonly Suppression[] => {
        const { rule, address, reason, expires } = value;
        if (!isPresent(rule) || !isPresent(address) || !isPresent(reason)) return [];
        const { line, column } = keySpan(tree, path);
        return [
          {
            rule: rule.value,
            address: address.value,
            reason: reason.value,
            expires: expires?.value,
            place: { file, line, column },
          },
        ];
      },
    ),
  };
}

function lowerRuleSetting({ severity, options }: Members<DeclaredRule>): RuleSetting {
  const set = entriesOf(options).flatMap(([name, { value }]) => {
    if (value === undefined) return [];
    return [[name, isList(value) ? value.map((item) => item.value) : value] as const];
  });
  return { severity: severity?.value, options: Object.fromEntries(set) };
}
