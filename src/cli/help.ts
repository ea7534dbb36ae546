import type { Command } from 'commander';
import { wrapped } from '../report/format/terminal';

/** The text after the options in the help of a command. */
export interface HelpText {
  /** Paragraphs. They are wrapped to the width of the terminal. */
  readonly about?: readonly string[];
  /** Commands. They are printed as they are, so that users can copy them. */
  readonly examples: readonly string[];
  /** Only if the exit codes differ from those in the help of the program. */
  readonly exitCodes?: ExitCodes;
}

type ExitCodes = readonly (readonly [code: number, meaning: string])[];

export function withHelpText(command: Command, text: HelpText): Command {
  return command.addHelpText('after', ({ error, command: shown }) => {
    const output = shown.configureOutput();
    const width = (error ? output.getErrHelpWidth?.() : output.getOutHelpWidth?.()) ?? DEFAULT_WIDTH;
    return helpText(text, width, (title) => shown.createHelp().styleTitle(title));
  });
}

/** The width that commander uses if the output is piped. */
const DEFAULT_WIDTH = 80;

function helpText(
  { about = [], examples, exitCodes = [] }: HelpText,
  width: number,
  style: (title: string) => string,
): string {
  const codes = exitCodes.map(([code, meaning]) => wrapped(meaning, { width }, { first: `  ${code}  ` }));
  return [
    ...about.map((paragraph) => wrapped(paragraph, { width })),
    [style('Examples:'), ...examples.map(exampleText)].join('\n'),
    ...(codes.length === 0 ? [] : [[style('Exit codes:'), ...codes].join('\n')]),
  ]
    .map((section) => `\n${section}`)
    .join('\n');
}

/** A command may have several lines, each but the last with a backslash at its end. */
function exampleText(example: string): string {
  const [first = '', ...rest] = example.split('\n');
  return [`  $ ${first}`, ...rest.map((line) => `    ${line}`)].join('\n');
}
