import { parseArgs } from 'node:util';
import { EXIT, exitCodeFor } from './src/cli/exit';
import { reportDiagnostics } from './src/cli/report-diagnostics';
import { Progress } from './src/cli/progress';
import { findStateConflicts } from './src/cli/state-guard';
import { declarationFile } from './src/declaration/syntax/source';
import { loadTopology } from './src/lint/declaration/load';
import { terminalOf } from './src/report/format/terminal';
import { failureText } from './src/report/format/text';
import { stateConflictsText, writtenStacksText } from './src/report/stacks/synthesis';
import { DEFAULT_FOLDER, isRunByCdktf, outputFolder, synthesise } from './stacks/synthesise';

const USAGE = `Usage: npm run synth -- [options]

Write the Terraform stacks of topology.yaml to ${DEFAULT_FOLDER}

Options:
  --topology <file>  declaration to read (default: $ECR_TOPOLOGY, or topology.yaml)
  -q, --quiet        hide warnings
  -h, --help         print this help

Environment variables:
  ECR_TOPOLOGY       declaration to read
  CDKTF_OUTDIR       output folder (default: ${DEFAULT_FOLDER})
`;

/**
 * Reads the declaration and writes the Terraform stacks. `cdktf.json` runs this file.
 * @returns the exit code
 */
function main(): number {
  const { values } = parseArgs({
    options: {
      topology: { type: 'string' },
      quiet: { type: 'boolean', short: 'q', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(USAGE);
    return EXIT.ok;
  }
  const file = declarationFile(values.topology, process.env);
  const loaded = loadTopology(file, process.env);
  const messages = terminalOf(process.stderr, process.env, 'auto');
  reportDiagnostics(loaded, { messages, isQuiet: values.quiet });
  if (loaded.kind !== 'topology') return exitCodeFor(loaded);

  const conflicts = findStateConflicts(loaded, process.env);
  process.stderr.write(stateConflictsText(file, conflicts));
  if (conflicts.length > 0) return EXIT.failed;

  const folder = outputFolder(process.env);
  const progress = new Progress(process.stderr, process.env);
  const stacks = synthesise(loaded.topology, loaded.deployment, folder, (number, total) => {
    progress.step(`Writing stack ${number} of ${total} …`);
  });
  progress.end();
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
