import { Command } from 'commander';
import { createColors } from 'picocolors';
import { countText, diagnosticsJson, diagnosticsText, topologyText } from '../report';
import { loadTopology, type Loaded } from '../topology';
import { EXIT, exitCodeFor } from './exit';
import { formatOption, topologyOption, type Format } from './options';

interface Options {
  readonly topology: string;
  readonly format: Format;
}

export function validateCommand(): Command {
  return new Command('validate')
    .description('is the declaration right?')
    .addOption(topologyOption())
    .addOption(formatOption())
    .addHelpText(
      'after',
      `
Prints every error and warning of the file at once, each with its place, and changes nothing.

Examples:
  $ ecr-topology validate
  $ ecr-topology validate --topology staging.yaml
  $ ecr-topology validate --format json | jq '.diagnostics[] | select(.severity == "error")'`,
    )
    .action(({ topology, format }: Options) => {
      const loaded = loadTopology(topology, process.env);
      process.stdout.write(format === 'json' ? json(loaded) : text(loaded));
      process.exitCode = exitCodeFor(loaded);
    });
}

function text(loaded: Loaded): string {
  const colors = createColors(process.stdout.isTTY && process.env.NO_COLOR === undefined);
  const problems = diagnosticsText(loaded.diagnostics, loaded.source, colors);
  const summary =
    loaded.kind === 'topology'
      ? `${loaded.source.file}: ${topologyText(loaded.topology)}; ${countText(loaded.diagnostics)}`
      : `${loaded.source.file}: ${countText(loaded.diagnostics)}`;
  return `${problems === '' ? '' : `${problems}\n`}${summary}\n`;
}

function json(loaded: Loaded): string {
  const valid = exitCodeFor(loaded) === EXIT.fine;
  const result = { file: loaded.source.file, valid, diagnostics: diagnosticsJson(loaded.diagnostics) };
  return `${JSON.stringify(result, null, 2)}\n`;
}
