import { Command } from 'commander';
import { describeChange, diffDeployments, diffTopologies, type Change } from '../registry';
import { colorsFor, diagnosticsText } from '../report';
import { loadTopology, type Loaded } from '../topology';
import { exitCodeFor } from './exit';
import { formatOption, type Format } from './options';

export function diffCommand(): Command {
  return new Command('diff')
    .description('what changes between two declarations, in words?')
    .argument('<before>', 'the declaration as it was')
    .argument('<after>', 'the declaration as it is to be')
    .addOption(formatOption())
    .addHelpText(
      'after',
      `
Compares what the two mean, not how they are written: reordering is no change.

Examples:
  $ git show main:topology.yaml > /tmp/main.yaml
  $ ecr-topology diff /tmp/main.yaml topology.yaml`,
    )
    .action((before: string, after: string, { format }: { readonly format: Format }) => {
      const old = loadTopology(before, process.env);
      const fresh = loadTopology(after, process.env);
      for (const { diagnostics, source } of [old, fresh]) {
        process.stderr.write(diagnosticsText(diagnostics, source, colorsFor(process.stderr, process.env)));
      }
      process.exitCode = exitCodeFor(old, fresh);
      const changes = compare(old, fresh);
      if (changes !== undefined) process.stdout.write(format === 'json' ? json(changes) : text(changes));
    });
}

function compare(before: Loaded, after: Loaded): readonly Change[] | undefined {
  if (before.kind !== 'topology' || after.kind !== 'topology') return undefined;
  return [
    ...diffTopologies(before.topology, after.topology),
    ...diffDeployments(before.deployment, after.deployment),
  ];
}

function text(changes: readonly Change[]): string {
  return changes.length === 0
    ? 'No changes.\n'
    : changes.map((change) => `${describeChange(change)}\n`).join('');
}

function json(changes: readonly Change[]): string {
  const described = changes.map((change) => ({ ...change, text: describeChange(change) }));
  return `${JSON.stringify({ changes: described }, null, 2)}\n`;
}
