import type { Terminal } from './terminal';

/** The programs of the commands that this project prints. */
const COMMAND = /^( *)((?:aws|cdktf|docker|ecr-topology|helm|kubectl|npx|terraform) .*)$/;

/**
 * Breaks commands that are wider than the terminal into lines with a backslash at the end, so that users can copy them. A
 * comment after the command goes to the line above. Other lines stay as they are.
 */
export function wrapCommands(text: string, { width }: Pick<Terminal, 'width'>): string {
  return text
    .split('\n')
    .map((line) => (line.length <= width ? line : wrapCommand(line, width)))
    .join('\n');
}

function wrapCommand(line: string, width: number): string {
  const [, indent = '', command] = COMMAND.exec(line) ?? [];
  if (command === undefined || command.endsWith('\\')) return line;
  const [, code = command, comment] = /^([^#]*?)  # (.*)$/.exec(command) ?? [];
  const lines = linesOf(code, width - indent.length);
  return [
    ...(comment === undefined ? [] : [`${indent}# ${comment}`]),
    ...lines.map((part, index) => `${indent}${index === 0 ? '' : CONTINUATION}${part}`),
  ].join('\n');
}

const CONTINUATION = '    ';
const BREAK = ' \\';

/** Breaks only between arguments: a blank in quotes is part of one. */
function linesOf(command: string, width: number): readonly string[] {
  const [first = '', ...rest] = command.match(/(?:'[^']*'|"[^"]*"|\\.|[^\s'"\\])+/g) ?? [];
  const lines = [first];
  for (const argument of rest) {
    const line = `${lines.at(-1) ?? ''} ${argument}`;
    const indent = lines.length === 1 ? 0 : CONTINUATION.length;
    if (indent + line.length + BREAK.length <= width) {
      lines[lines.length - 1] = line;
    } else {
      lines.push(argument);
    }
  }
  return lines.map((line, index) => (index === lines.length - 1 ? line : `${line}${BREAK}`));
}
