import type { Command } from 'commander';
import { createProgram } from '../../src/cli/program';

/** Returns the help of a command as printed on a terminal. */
function helpOf(command: Command, width: number): string {
  let printed = '';
  command.configureOutput({
    writeOut: (text) => {
      printed += text;
    },
    getOutHelpWidth: () => width,
    getOutHasColors: () => false,
  });
  command.outputHelp();
  return printed;
}

const COMMANDS = [createProgram().name(), ...createProgram().commands.map((command) => command.name())];

function commandOf(name: string): Command {
  const program = createProgram();
  return program.commands.find((command) => command.name() === name) ?? program;
}

test.each(COMMANDS)('the help of %s fits 80 and 120 columns, apart from examples', (name) => {
  for (const width of [80, 120]) {
    const lines = helpOf(commandOf(name), width).split('\n');
    const isExample = (line: string) => line.startsWith('  $ ');
    expect(lines.filter((line) => line.length > width && !isExample(line))).toEqual([]);
  }
});

test.each(COMMANDS)('the help of %s has examples, and each starts with a prompt', (name) => {
  expect(helpOf(commandOf(name), 80)).toMatch(/\n\nExamples:\n {2}\$ \w/);
});

test.each(COMMANDS)('the description of %s is a sentence without a period', (name) => {
  expect(commandOf(name).description()).toMatch(/^[A-Z][^?]*[^.?]$/);
});

test('wraps the paragraphs of a command to the width of the terminal', () => {
  const stacks = (width: number) =>
    helpOf(commandOf('stacks'), width)
      .split('\n')
      .find((line) => line.startsWith('The stacks of a wave'));
  expect(stacks(60)).toBe('The stacks of a wave depend only on stacks of earlier waves.');
  expect(stacks(120)?.length).toBeGreaterThan(100);
});

test('lists each command in a group', () => {
  const help = helpOf(createProgram(), 80);
  expect(help).toMatch(/\nWrite the declaration:\n {2}validate /);
  expect(help).toMatch(/\nOther commands:\n {2}completion [^]*\n {2}help \[command\]/);
  expect(help).not.toContain('\nCommands:\n');
});
