import { Command, Option } from 'commander';
import { version } from '../../package.json';
import { DECLARATION_FILE, findDeclaration } from '../declaration/syntax/source';
import type { Loaded } from '../lint/declaration/load';
import { TEXTS } from '../lint/declaration/settings';
import { diagnosticsJson } from '../report/diagnostics';
import { diagnosticsGithub } from '../report/diagnostics-github';
import { diagnosticsSarif } from '../report/diagnostics-sarif';
import { EXIT, exitCodeFor, UsageError } from './exit';
import { withHelpText } from './help';
import { loadNamedFile } from './named-file';
import { topologyOption } from './options';
import { summaryText, validationText } from './report-diagnostics';
import { outputOf, outputOption, type Output } from './output';

const FORMATS = ['text', 'json', 'github', 'sarif'] as const;

interface Options {
  readonly topology?: string;
  readonly format: (typeof FORMATS)[number];
}

export function validateCommand(): Command {
  const command = new Command('validate')
    .description('Check the declaration')
    .argument('[file]', "declaration, as with --topology; '-' is standard input")
    .addOption(topologyOption())
    .addOption(
      new Option('--format <format>', 'output format: github prints annotations of a GitHub workflow')
        .choices(FORMATS)
        .default('text'),
    )
    .addOption(outputOption())
    .action(async (file: string | undefined, options: Options, self: Command) => {
      const output = outputOf(self);
      const named = onlyFile(file, options.topology);
      const loaded = await loadNamedFile(
        findDeclaration(named, process.env).file,
        DECLARATION_FILE.missingFileHelp,
      );
      output.print(renderResult(loaded, options.format, output));
      process.exitCode = exitCodeFor(loaded);
    });
  return withHelpText(command, {
    about: ['Prints all errors and warnings of the declaration with their positions.'],
    examples: [
      'ecr-topology validate',
      'ecr-topology validate staging.yaml',
      'ecr-topology validate --format sarif -o validate.sarif',
      `ecr-topology validate --format json | jq '.diagnostics[].message'`,
    ],
    exitCodes: [
      [EXIT.ok, 'no errors; there may be warnings'],
      [EXIT.failed, 'errors'],
      [EXIT.couldNotRun, 'wrong usage, or the file cannot be read'],
    ],
  });
}

/** @throws UsageError if the argument and the option name different files */
function onlyFile(argument: string | undefined, option: string | undefined): string | undefined {
  if (argument === undefined || option === undefined || argument === option) return argument ?? option;
  throw new UsageError(`Both '${argument}' and --topology '${option}' are set. Name one file.`);
}

function renderResult(loaded: Loaded, format: Options['format'], output: Output): string {
  const { diagnostics } = loaded;
  switch (format) {
    case 'text':
      return validationText(loaded, output, output.terminal);
    case 'json':
      return json(loaded);
    case 'github':
      return diagnosticsGithub(diagnostics, summaryText(loaded));
    case 'sarif':
      return diagnosticsSarif(diagnostics, TEXTS, { version, folder: process.cwd() });
  }
}

function json(loaded: Loaded): string {
  const valid = exitCodeFor(loaded) === EXIT.ok;
  const result = {
    version: 1,
    file: loaded.source.file,
    valid,
    diagnostics: diagnosticsJson(loaded.diagnostics),
  };
  return `${JSON.stringify(result, null, 2)}\n`;
}
