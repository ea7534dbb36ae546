import { parseArgs } from 'node:util';
import { EXIT, exitCodeFor } from './src/cli/exit';
import { findStateConflicts } from './src/cli/state-guard';
import { declarationFile } from './src/declaration/syntax/source';
import { loadTopology } from './src/lint/declaration/load';
import { diagnosticsText } from './src/report/diagnostics';
import { terminalOf } from './src/report/format/terminal';
import { failureText } from './src/report/format/text';
import { stateConflictsText, writtenStacksText } from './src/report/stacks/synthesis';
import { DEFAULT_FOLDER, isRunByCdktf, outputFolder, synthesise } from './stacks/synthesise';

/**
 * Reads the declaration and writes the Terraform stacks. `cdktf.json` runs this file.
 * @returns the exit code
 */
function main(): number {
  const { values } = parseArgs({ options: { topology: { type: 'string' } } });
  const file = declarationFile(values.topology, process.env);
  const loaded = loadTopology(file, process.env);
  const messages = terminalOf(process.stderr, process.env, 'auto');
  process.stderr.write(diagnosticsText(loaded.diagnostics, loaded.source, messages));
  if (loaded.kind !== 'topology') return exitCodeFor(loaded);

  const conflicts = findStateConflicts(loaded, process.env);
  process.stderr.write(stateConflictsText(file, conflicts));
  if (conflicts.length > 0) return EXIT.failed;

  const folder = outputFolder(process.env);
  const stacks = synthesise(loaded.topology, loaded.deployment, folder);
  // The CDKTF CLI prints its own result and continues with the next step.
  if (!isRunByCdktf(process.env)) {
    process.stdout.write(
      writtenStacksText({
        stacks,
        topologyOption: file === declarationFile(undefined, process.env) ? undefined : file,
        outputFolder: folder === DEFAULT_FOLDER ? undefined : folder,
      }),
    );
  }
  return EXIT.ok;
}

try {
  process.exitCode = main();
} catch (error) {
  process.stderr.write(failureText(error, process.env));
  process.exitCode = EXIT.couldNotRun;
}
