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

/** What came of reading settings of the checks from a file of their own. */
export type LoadedChecks =
  | {
      readonly kind: 'checks';
      readonly source: Source;
      readonly checks: CheckSettings;
      /** Warnings only. */
      readonly diagnostics: readonly Diagnostic[];
    }
  | Refused;

/** Reads a file that holds what stands under `checks` in a declaration. Never throws, whatever the file holds. */
export function loadChecks(file: string): LoadedChecks {
  const source = readSource(file, CHECKS_FILE);
  return 'text' in source ? parseChecks(source) : refusedFor(file, source);
}

/** The same for a text that has been read already. */
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
