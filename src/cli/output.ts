import { Option, type Command } from 'commander';
import { findDeclaration } from '../declaration/syntax/source';
import { COLOR_CHOICES, PLAIN, terminalOf, type ColorChoice, type Terminal } from '../report/format/terminal';
import { normaliseFile } from './check-outputs';
import { UsageError } from './exit';
import { resolveRealPath, writeFiles } from './write-files';

/** The terminals of a command. */
export interface Console {
  /** The terminal of standard output. */
  readonly terminal: Terminal;
  /** The terminal of standard error. */
  readonly messages: Terminal;
  /** Whether warnings are left out. */
  readonly isQuiet: boolean;
}

/** Where a command prints its result and its messages. */
export interface Output extends Console {
  /** The terminal of the result. A file is a terminal without colors and of any width. */
  readonly terminal: Terminal;
  /** Prints the result to standard output, or writes it to the file of `--output`. */
  readonly print: (result: string) => void;
}

interface GlobalOptions {
  readonly color: ColorChoice;
  readonly quiet?: boolean;
}

/** Options that all commands have. */
export function globalOptions(): readonly Option[] {
  return [
    new Option('--color <when>', 'color the output').choices(COLOR_CHOICES).default('auto'),
    new Option('-q, --quiet', 'hide warnings'),
  ];
}

/** The option of commands whose result users keep. */
export function outputOption(): Option {
  return new Option('-o, --output <file>', 'write the result to a file instead of standard output');
}

export function consoleOf(command: Command): Console {
  const { color, quiet = false } = command.optsWithGlobals<GlobalOptions>();
  return {
    terminal: terminalOf(process.stdout, process.env, color),
    messages: terminalOf(process.stderr, process.env, color),
    isQuiet: quiet,
  };
}

/** @throws UsageError if the result would overwrite a file that the command reads */
export function outputOf(command: Command): Output {
  const file = normaliseFile(command.opts<{ readonly output?: string }>().output);
  if (file !== undefined) rejectInput(file, command);
  const streams = consoleOf(command);
  return {
    ...streams,
    terminal: file === undefined ? streams.terminal : PLAIN,
    print: (result) => {
      if (file === undefined) process.stdout.write(result);
      else writeFiles([{ file, text: result }]);
    },
  };
}

/** Any argument or option value may name a file. */
function rejectInput(file: string, command: Command): void {
  const { topology, ...options } = command.opts<Readonly<Record<string, unknown>>>();
  const declaration = findDeclaration(typeof topology === 'string' ? topology : undefined, process.env);
  const others = Object.entries(options).flatMap(([name, value]) => (name === 'output' ? [] : value));
  const values = [declaration.file, command.processedArgs, others].flat(2);
  const isRead = values.some(
    (value) => typeof value === 'string' && resolveRealPath(value) === resolveRealPath(file),
  );
  if (isRead) throw new UsageError(`This command reads '${file}'. Write the result to another file.`);
}
