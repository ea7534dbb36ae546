import { parseArgs } from 'node:util';
import { createColors } from 'picocolors';
import { diagnosticsText } from './src/report';
import { loadTopology } from './src/topology';
import { synthesise } from './stacks/synthesise';

/** Reads the declaration and writes the Terraform stacks: what `cdktf.json` runs. */
function main(): number {
  const { values } = parseArgs({ options: { topology: { type: 'string' } } });
  const file = values.topology ?? process.env.ECR_TOPOLOGY ?? 'topology.yaml';
  const loaded = loadTopology(file, process.env);
  if (loaded.diagnostics.length > 0) {
    process.stderr.write(
      diagnosticsText(loaded.diagnostics, loaded.source, createColors(process.stderr.isTTY)),
    );
  }
  if (loaded.kind !== 'topology') return loaded.kind === 'unreadable' ? 2 : 1;
  synthesise(loaded.topology, loaded.deployment);
  return 0;
}

try {
  process.exitCode = main();
} catch (error) {
  const debug = process.env.ECR_TOPOLOGY_DEBUG !== undefined;
  process.stderr.write(
    `error: ${error instanceof Error ? (debug ? error.stack : error.message) : String(error)}\n`,
  );
  process.exitCode = 2;
}
