import type { CheckSettings } from '../plan/settings';
import { checkPlanRules } from './checks/plan-rules';
import { hasErrors, inOrder, type Diagnostic } from './diagnostic';
import { CHECKS_FILE } from './file-kind';
import { refusedFor, type Refused } from './refused';
import { Reporter } from './reporter';
import { resolveChecks } from './resolve/checks';
import { checksSchema } from './schema/checks';
import { readShape } from './shape';
import { readSource, type Source } from './source';
import { parseYaml } from './yaml';

/** The result of reading check settings from a file. */
export type LoadedChecks =
  | {
      readonly kind: 'checks';
      readonly source: Source;
      readonly checks: CheckSettings;
      /** Warnings only. */
      readonly diagnostics: readonly Diagnostic[];
    }
  | Refused;

/** Reads a file with the contents of the section `checks` of a declaration. Never throws. */
export function loadChecks(file: string): LoadedChecks {
  const source = readSource(file, CHECKS_FILE);
  return 'text' in source ? parseChecks(source) : refusedFor(file, source);
}

/** Reads the same settings from a text. */
export function parseChecks(source: Source): LoadedChecks {
  const { tree, diagnostics: syntax } = parseYaml(source, CHECKS_FILE);
  if (tree === undefined) return { kind: 'refused', source, diagnostics: inOrder(syntax) };
  const { file } = source;
  const { declared, diagnostics: misshapen } = readShape(file, tree, checksSchema, CHECKS_FILE);
  const reporter = new Reporter(file, tree);
  checkPlanRules(declared, [], reporter);

  const diagnostics = inOrder([...syntax, ...misshapen, ...reporter.diagnostics]);
  if (hasErrors(diagnostics)) return { kind: 'refused', source, diagnostics };
  return { kind: 'checks', source, checks: resolveChecks(file, tree, declared, []), diagnostics };
}
