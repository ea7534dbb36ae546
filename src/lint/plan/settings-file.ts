import { isList } from '../../base/collections';
import { didYouMean, formatList } from '../../base/text';
import { entriesOf, isPresent, itemsOf, type Members } from '../../declaration/schema/located';
import { validateShape } from '../../declaration/schema/validation';
import { CODES, type LanguageCode } from '../../declaration/syntax/diagnostic-codes';
import { hasErrors, Reporter, sortDiagnostics, type Diagnostic } from '../../declaration/syntax/diagnostics';
import {
  CHECKS_FILE,
  readSource,
  refuseFile,
  type RefusedFile,
  type Source,
} from '../../declaration/syntax/source';
import { keySpan, type Path, type Tree } from '../../declaration/syntax/tree';
import { parseYaml } from '../../declaration/syntax/yaml';
import type { CheckSettings, RuleSetting, Suppression } from '../rule';
import {
  checksSchema,
  isOfDeclaration,
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
  const { declared, diagnostics: shapeDiagnostics } = validateShape(
    file,
    tree,
    checksSchema({}),
    CHECKS_FILE,
  );
  const reporter = new Reporter(file, tree, CODES);
  checkRuleSettings(declared, undefined, reporter);

  const diagnostics = sortDiagnostics([...syntaxDiagnostics, ...shapeDiagnostics, ...reporter.diagnostics]);
  if (hasErrors(diagnostics)) return { kind: 'refused', source, diagnostics };
  return { kind: 'checks', source, checks: lowerCheckSettings(file, tree, declared), diagnostics };
}

/** The IDs of the rules that check a declaration. */
export interface DeclarationRuleIds {
  /** Can be configured and suppressed. */
  readonly warnings: readonly string[];
  readonly errors: readonly string[];
}

/**
 * Checks that each configured or suppressed rule exists, and that no finding is suppressed twice.
 *
 * @param declaration the rules of the declaration; undefined for a file
 */
export function checkRuleSettings(
  settings: CheckSettingsSection,
  declaration: DeclarationRuleIds | undefined,
  reporter: Reporter,
): void {
  const ids = [...SETTING_IDS, ...(declaration?.warnings ?? [])];
  for (const [id, rule] of Object.entries(settings?.value?.rules?.value ?? {})) {
    if (rule === undefined || ids.includes(id)) continue;
    reporter.atKey(
      rule.path,
      ...(notConfigurable(id, declaration) ?? unknownRule(`'${id}' is not a rule`, id, ids)),
    );
  }
  checkSuppressions(settings, declaration, reporter);
}

type Report = readonly [code: LanguageCode, message: string, help: string | undefined];

/** Returns the problem of a rule that checks a declaration but cannot be configured here, if it is one. */
function notConfigurable(id: string, declaration: DeclarationRuleIds | undefined): Report | undefined {
  if (declaration === undefined && isOfDeclaration(id)) {
    return [
      'check/not-configurable',
      `Rule '${id}' cannot be configured in this file, which configures only the plan checks.`,
      "Rules whose ID contains '/' check the declaration. Configure them under 'checks' in the declaration.",
    ];
  }
  if (declaration?.errors.includes(id) !== true) return undefined;
  return [
    'check/not-configurable',
    `'${id}' is always an error, because AWS or Terraform would reject the topology, or the topology would not do what the file declares.`,
    'Fix the problem that it reports. You can configure and suppress only rules that are a warning by default.',
  ];
}

function unknownRule(problem: string, id: string, ids: readonly string[]): Report {
  const sameKind = ids.filter((each) => isOfDeclaration(each) === isOfDeclaration(id));
  const message = `${problem}. Rules: ${formatList(sameKind, sameKind.length)}.`;
  return ['check/unknown-rule', message, didYouMean(id, ids)];
}

function checkSuppressions(
  settings: CheckSettingsSection,
  declaration: DeclarationRuleIds | undefined,
  reporter: Reporter,
): void {
  const warnings = declaration?.warnings ?? [];
  const ids = [...RULE_IDS, ...warnings];
  const seen = new Map<string, Path>();
  for (const { path, value } of itemsOf(settings?.value?.suppressions)) {
    const { rule, address, path: suppressed } = value;
    if (rule?.value === undefined) continue;
    const isWarning = warnings.includes(rule.value);
    const wrong = isWarning ? address : suppressed;
    if (!ids.includes(rule.value)) {
      reporter.atValue(
        rule.path,
        ...(notConfigurable(rule.value, declaration) ??
          unknownRule(`'${rule.value}' is not a rule whose findings can be suppressed`, rule.value, ids)),
      );
    } else if (isPresent(wrong)) {
      reporter.atKey(wrong.path, 'check/suppression-target', ...wrongTarget(rule.value, isWarning));
    }
    const target = address?.value ?? suppressed?.value;
    if (target === undefined) continue;
    const key = `${rule.value} ${target}`;
    const first = seen.get(key);
    if (first === undefined) {
      seen.set(key, path);
    } else {
      reporter.atKey(
        path,
        'check/duplicate-suppression',
        `Duplicate suppression of '${rule.value}' at '${target}', the same as suppressions[${String(first.at(-1))}].`,
        'Remove one of them.',
      );
    }
  }
}

function wrongTarget(rule: string, isWarning: boolean): readonly [message: string, help: string] {
  return isWarning
    ? [
        `'${rule}' checks the declaration, so its suppression requires 'path' instead of 'address'.`,
        'For example, set path: replication[0].',
      ]
    : [
        `'${rule}' checks plans, so its suppression requires 'address' instead of 'path'.`,
        'For example, set address: aws_ecr_repository.app.',
      ];
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
