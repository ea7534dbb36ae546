import type { CheckSettings } from '../rule.settings';
import { checkRuleSettings } from './settings-file.plan-rules';
import { hasErrors, sortDiagnostics, type Diagnostic } from '../../declaration/syntax/diagnostics';
import { CHECKS_FILE } from '../../declaration/syntax/source.file-kind';
import { refuseFile, type RefusedFile } from '../../declaration/syntax/source.refused';
import { Reporter } from '../../declaration/syntax/diagnostics.reporter';
import { lowerCheckSettings } from './settings-file.checks';
import { checksSchema } from './settings-schema';
import { validateShape } from '../../declaration/schema/validation';
import { readSource, type Source } from '../../declaration/syntax/source';
import { parseYaml } from '../../declaration/syntax/yaml';

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
