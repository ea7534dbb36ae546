import { parseArgs } from 'node:util';
import { colorsFor, diagnosticsText, failureText } from './src/report';
import { declarationFile, loadTopology } from './src/topology';
import { synthesise } from './stacks/synthesise';

/**
 * Reads the declaration and writes the Terraform stacks: what `cdktf.json` runs.
 * @returns the exit code: 0 written, 1 the declaration has errors, 2 it cannot be read
 */
function main(): number {
  const { values } = parseArgs({ options: { topology: { type: 'string' } } });
  const loaded = loadTopology(declarationFile(values.topology, process.env), process.env);
  const colors = colorsFor(process.stderr, process.env);
  process.stderr.write(diagnosticsText(loaded.diagnostics, loaded.source, colors));
  if (loaded.kind !== 'topology') return loaded.kind === 'unreadable' ? 2 : 1;
  synthesise(loaded.topology, loaded.deployment);
  return 0;
}

try {
  process.exitCode = main();
} catch (error) {
  process.stderr.write(failureText(error, process.env));
  process.exitCode = 2;
}
