import { Command } from 'commander';
import { declarationFile } from '../declaration/syntax/source';
import { loadTopology, type Loaded } from '../lint/declaration/load';
import { countText, diagnosticsJson, diagnosticsText, topologyText } from '../report/diagnostics';
import { printable } from '../report/format/text';
import { EXIT, exitCodeFor } from './exit';
import { formatOption, topologyOption, type Format } from './options';
import { outputOf, outputOption, type Output } from './output';

interface Options {
  readonly topology?: string;
  readonly format: Format;
}

export function validateCommand(): Command {
  return new Command('validate')
    .description('is the declaration right?')
    .addOption(topologyOption())
    .addOption(formatOption())
    .addOption(outputOption())
    .addHelpText(
      'after',
      `
Prints every error and warning of the file at once, each with its place, and changes nothing.

Examples:
  $ ecr-topology validate
  $ ecr-topology validate --topology staging.yaml
  $ ecr-topology validate --format json | jq '.diagnostics[] | select(.severity == "error")'`,
    )
    .action(({ topology, format }: Options, command: Command) => {
      const output = outputOf(command);
      const loaded = loadTopology(declarationFile(topology, process.env), process.env);
      output.print(format === 'json' ? json(loaded) : text(loaded, output));
      process.exitCode = exitCodeFor(loaded);
    });
}

function text(loaded: Loaded, { terminal, isQuiet }: Output): string {
  const shown = isQuiet
    ? loaded.diagnostics.filter(({ severity }) => severity === 'error')
    : loaded.diagnostics;
  const problems = diagnosticsText(shown, loaded.source, terminal);
  const summary =
    loaded.kind === 'topology'
      ? `${printable(loaded.source.file)}: ${topologyText(loaded.topology, loaded.deployment)}; ${countText(loaded.diagnostics, loaded.suppressed)}`
      : `${printable(loaded.source.file)}: ${countText(loaded.diagnostics)}`;
  return `${problems === '' ? '' : `${problems}\n`}${summary}\n`;
}

function json(loaded: Loaded): string {
  const valid = exitCodeFor(loaded) === EXIT.ok;
  const result = { file: loaded.source.file, valid, diagnostics: diagnosticsJson(loaded.diagnostics) };
  return `${JSON.stringify(result, null, 2)}\n`;
}
