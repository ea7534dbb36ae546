import { parseArgs } from 'node:util';
import { EXIT, exitCodeFor } from './src/cli/exit';
// Not the index of the folder: it has the renderers of every command, and this starts each time cdktf does.
import { colorsFor } from './src/report/colors';
import { diagnosticsText } from './src/report/diagnostics';
import { failureText } from './src/report/failure';
import { declarationFile, loadTopology } from './src/topology';
import { synthesise } from './stacks/synthesise';

/**
 * Reads the declaration and writes the Terraform stacks: what `cdktf.json` runs.
 * @returns the exit code
 */
function main(): number {
  const { values } = parseArgs({ options: { topology: { type: 'string' } } });
  const loaded = loadTopology(declarationFile(values.topology, process.env), process.env);
  const colors = colorsFor(process.stderr, process.env);
  process.stderr.write(diagnosticsText(loaded.diagnostics, loaded.source, colors));
  if (loaded.kind === 'topology') synthesise(loaded.topology, loaded.deployment);
  return exitCodeFor(loaded);
}

try {
  process.exitCode = main();
} catch (error) {
  process.stderr.write(failureText(error, process.env));
  process.exitCode = EXIT.couldNotRun;
}
