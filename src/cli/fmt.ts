import { statSync } from 'node:fs';
import { Command } from 'commander';
import { formatDeclaration } from '../declaration/format/format';
import { keyOrderOf } from '../declaration/schema/key-order';
import { findDeclaration, refuseFile, type RefusedFile } from '../declaration/syntax/source';
import { declarationSchema } from '../lint/declaration/declaration-schema';
import { diagnosticsText } from '../report/diagnostics';
import type { Terminal } from '../report/format/terminal';
import { failureText, printable } from '../report/format/text';
import { EXIT, UsageError } from './exit';
import { withHelpText } from './help';
import { readNamedFile, STANDARD_INPUT } from './named-file';
import { consoleOf } from './output';
import { writeFiles } from './write-files';

interface Options {
  readonly check?: true;
}

export function fmtCommand(): Command {
  const command = new Command('fmt')
    .description('Format topology.yaml')
    .argument(
      '[files...]',
      "files; '-' reads standard input and writes standard output (default: $ECR_TOPOLOGY, or the nearest topology.yaml)",
    )
    .option('--check', 'write nothing, and print the files that are not formatted')
    .action(async (named: readonly string[], { check }: Options, command: Command) => {
      const { messages } = consoleOf(command);
      const files = named.length === 0 ? [findDeclaration(undefined, process.env).file] : named;
      if (files.length > 1 && files.includes(STANDARD_INPUT)) {
        throw new UsageError("'-' cannot be combined with files. Format the files in another command.");
      }
      const results: Result[] = [];
      for (const file of files) results.push(await formatFile(file, check === true, messages));
      if (results.includes('failed')) process.exitCode = EXIT.couldNotRun;
      else process.exitCode = check === true && results.includes('changed') ? EXIT.failed : EXIT.ok;
    });
  return withHelpText(command, {
    about: [
      'Rewrites the files in the canonical order and style, and prints the names of the files that changed. The meaning and the comments stay the same. A file with a YAML syntax error is not changed.',
    ],
    examples: [
      'ecr-topology fmt',
      'ecr-topology fmt --check topology.yaml staging.yaml',
      'ecr-topology fmt - < topology.yaml',
    ],
    exitCodes: [
      [EXIT.ok, 'all files are formatted'],
      [EXIT.failed, 'a file is not formatted (--check)'],
      [EXIT.couldNotRun, 'a file cannot be read, parsed or written'],
    ],
  });
}

const MISSING_FILE_HELP =
  'Name an existing file, set ECR_TOPOLOGY, or run the command in the folder of topology.yaml or one of its subfolders.';

type Result = 'unchanged' | 'changed' | 'failed';

/** Formats a file. Prints why it cannot be formatted, so that the command continues with the other files. */
async function formatFile(file: string, isCheck: boolean, messages: Terminal): Promise<Result> {
  try {
    const isStandardInput = file === STANDARD_INPUT;
    const source = await readNamedFile(file, MISSING_FILE_HELP);
    if (!('text' in source)) {
      const refused = refuseFile(file, source);
      return reportFailure(refused, messages);
    }
    const formatted = formatDeclaration(source, keyOrderOf(declarationSchema));
    if (formatted.kind === 'refused') {
      return reportFailure({ diagnostics: formatted.diagnostics, source }, messages);
    }
    const isChanged = formatted.text !== source.text;
    if (isStandardInput && !isCheck) {
      process.stdout.write(formatted.text);
    } else if (isChanged) {
      if (!isCheck) write(file, formatted.text);
      process.stdout.write(`${printable(file)}\n`);
    }
    return isChanged ? 'changed' : 'unchanged';
  } catch (error) {
    process.stderr.write(failureText(error, process.env));
    return 'failed';
  }
}

/** @throws UsageError if the file is a pipe or cannot be written */
function write(file: string, text: string): void {
  if (!statSync(file).isFile()) {
    throw new UsageError(
      `Cannot write '${file}', because it is not a file. Use '-' for standard input and output.`,
    );
  }
  writeFiles([{ file, text }]);
}

function reportFailure(
  { diagnostics, source }: Pick<RefusedFile, 'diagnostics' | 'source'>,
  messages: Terminal,
): Result {
  process.stderr.write(diagnosticsText(diagnostics, source, messages));
  return 'failed';
}
