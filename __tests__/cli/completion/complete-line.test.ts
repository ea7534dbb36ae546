import { completeLine } from '../../../src/cli/completion/complete-line';
import type { Names } from '../../../src/cli/completion/answer';
import { createProgram } from '../../../src/cli/program';

const NAMES: Names = {
  registries: ['develop', 'production'],
  repositories: ['team/app'],
  callers: ['arn:aws:iam::111111111111:role/ci'],
};

/** Completes a line; the word at the cursor follows the last space. */
function complete(line: string) {
  const read: (string | undefined)[] = [];
  const answer = completeLine(createProgram(), line.split(' '), {
    readNames: (file) => {
      read.push(file);
      return NAMES;
    },
    canRepeat: ({ long }) => long === '--format',
  });
  const offered = answer.kind === 'candidates' ? answer.candidates.map(({ word }) => word) : answer.kind;
  return { offered, read };
}

test.each<readonly [line: string, offered: readonly string[] | 'files' | 'folders']>([
  ['explain ', ['pull', 'push', 'replicate']],
  ['explain pu', ['pull', 'push', 'replicate']], // the shell selects
  ['explain pull --registry ', NAMES.registries],
  ['explain pull --registry=', ['--registry=develop', '--registry=production']],
  ['explain replicate --from ', NAMES.registries],
  ['explain replicate --from develop --to ', NAMES.registries],
  ['explain pull --repository ', NAMES.repositories],
  ['explain pull --as ', NAMES.callers],
  ['access --as ', NAMES.callers],
  ['access --operation ', ['pull', 'push', 'replicate', 'other']],
  ['explain pull --format ', ['text', 'json']],
  ['explain pull --format=', ['--format=text', '--format=json']],
  ['explain pull -q --format ', ['text', 'json']],
  ['--color never explain pull --format ', ['text', 'json']],
  ['validate --color ', ['auto', 'always', 'never']],
  ['check ', 'files'],
  ['check one.json ', 'files'],
  ['check -- --', 'files'],
  ['check one.json --fail-on ', ['error', 'warning', 'note', 'never']],
  ['explain pull --scp ', 'files'],
  ['explain pull --scp one.json ', 'files'],
  ['validate --topology ', 'files'],
  ['validate --topology=', 'files'],
  ['validate -o ', 'files'],
  ['validate -qo ', 'files'],
  ['explain pull -oout.txt --format ', ['text', 'json']],
  ['schema --names ', 'files'],
  ['diff ', 'files'],
  ['diff before.yaml ', 'files'],
  ['policies --out ', 'folders'],
  ['stacks --migrate-from ', ['topology', 'account', 'registry']],
  ['stacks --changed-since ', 'files'],
  ['completion ', ['bash', 'zsh', 'fish']],
  ['diagnose --format text --limit', expect.arrayContaining(['--topology']) as string[]],
  ['explain pull --context ', []],
  ['explain pull --unknown=', []],
  ['validate --format text -- ', 'files'],
])('%s| completes to %j', (line, offered) => {
  expect(complete(line).offered).toEqual(offered);
});

test('the first word completes to every command, and so does the word after help', () => {
  const commands = createProgram().commands.map((command) => command.name());
  expect(complete('').offered).toEqual([...commands, 'help']);
  expect(complete('-q ').offered).toEqual([...commands, 'help']);
  expect(complete('help ').offered).toEqual([...commands, 'help']);
});

test('a word that starts with - completes to the options of the command and of every command', () => {
  expect(complete('check -').offered).toEqual(
    expect.arrayContaining(['--fail-on', '--no-topology', '--help', '--color', '--quiet']),
  );
  expect(complete('-').offered).not.toContain('--fail-on');
});

test('an empty word completes to options if the command accepts no argument there', () => {
  expect(complete('policies ').offered).toContain('--out');
  expect(complete('diff before.yaml after.yaml ').offered).toContain('--format');
  expect(complete('schema --names=topology.yaml ').offered).toContain('--output');
});

test('an option is not offered again, unless it can be repeated', () => {
  const { offered } = complete('check --fail-on error --format text --config=checks.yaml -');
  expect(offered).toContain('--format');
  expect(offered).toContain('--limit');
  expect(offered).not.toContain('--fail-on');
  expect(offered).not.toContain('--config');
});

test('each command and option has its description', () => {
  const answer = completeLine(createProgram(), ['validate', '-'], {
    readNames: () => NAMES,
    canRepeat: () => false,
  });
  expect(answer).toMatchObject({
    candidates: expect.arrayContaining([{ word: '--quiet', description: 'hide warnings' }]) as unknown,
  });
});

test('reads the declaration of --topology, and only for declared names', () => {
  expect(complete('explain pull --topology staging.yaml --registry ').read).toEqual(['staging.yaml']);
  expect(complete('explain pull --topology=staging.yaml --registry ').read).toEqual(['staging.yaml']);
  expect(complete('explain pull --registry ').read).toEqual([undefined]);
  expect(complete('explain pull --').read).toEqual([]);
  expect(complete('validate --format ').read).toEqual([]);
});
