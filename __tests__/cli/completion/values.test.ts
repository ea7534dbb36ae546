import type { Command } from 'commander';
import { completeArgumentValue, completeOptionValue } from '../../../src/cli/completion/values';
import { createProgram } from '../../../src/cli/program';

const NAMES = { registries: ['r'], repositories: ['r'], callers: ['r'] };

/** Values that only the user knows. */
const FREE_TEXT = [
  'adopt --profile <name>',
  'backfill --stop <id>',
  'check --comment <id>',
  'check --limit <characters>',
  'check --rules-url <url>',
  'comment --api-url <url>',
  'comment --id <id>',
  'comment --merge-request <number>',
  'comment --pull-request <number>',
  'comment --repo <name>',
  'comment --report-url <url>',
  'completion line',
  'diagnose text',
  'explain --context <key=value...>',
  'init --account <name=id>',
  'init --backend-config <key=value>',
  'serve --port <port>',
];

test('every value completes to files, folders, choices or declared names, or is free text', () => {
  const free = createProgram().commands.flatMap(valuesWithoutCandidates);
  expect(free.sort()).toEqual(FREE_TEXT);
});

function valuesWithoutCandidates(command: Command): readonly string[] {
  const options = command.options.filter(({ required, optional }) => required || optional);
  return [
    ...options
      .filter((option) => isEmpty(completeOptionValue(option, () => NAMES)))
      .map(({ flags }) => `${command.name()} ${flags}`),
    ...command.registeredArguments
      .filter((argument) => isEmpty(completeArgumentValue(argument)))
      .map((argument) => `${command.name()} ${argument.name()}`),
  ];
}

function isEmpty(answer: ReturnType<typeof completeArgumentValue>): boolean {
  return answer.kind === 'candidates' && answer.candidates.length === 0;
}
