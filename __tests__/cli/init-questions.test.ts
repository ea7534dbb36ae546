import { PassThrough } from 'node:stream';
import { askForSettings, withDefaults } from '../../src/cli/init-questions';
import type { ProjectSettings } from '../../src/init/settings';

/** Answers the questions, one line each. Undefined ends the input. */
async function answer(
  given: Partial<ProjectSettings>,
  answers: readonly (string | undefined)[],
): Promise<{ readonly settings: ProjectSettings | Error; readonly printed: string }> {
  const input = new PassThrough();
  const output = new PassThrough();
  const left = [...answers];
  let printed = '';
  output.on('data', (data: Buffer) => {
    printed += data.toString();
    if (!data.toString().endsWith(': ')) return;
    const line = left.shift();
    if (line === undefined) input.end();
    else input.write(`${line}\n`);
  });
  const settings = await askForSettings(given, input, output).catch((error: unknown) => error as Error);
  return { settings, printed };
}

test('Enter accepts each default, which is the shipped topology', async () => {
  const { settings, printed } = await answer({}, ['', '', '']);
  expect(settings).toEqual(withDefaults({}));
  expect(printed).toContain('Accounts [develop=111111111111 management=999999999999]: ');
  expect(printed).toContain('Regions [ap-northeast-1 us-west-1]: ');
  expect(printed).toContain('Backend [local]: ');
});

test('uses the answers, separated by spaces or commas', async () => {
  const { settings } = await answer({}, [
    'main=222222222222, dr=333333333333',
    'eu-west-1 us-east-1',
    's3',
    'my-states',
    '',
  ]);
  expect(settings).toEqual({
    accounts: [
      { name: 'main', id: '222222222222', profile: 'main' },
      { name: 'dr', id: '333333333333', profile: 'dr' },
    ],
    regions: ['eu-west-1', 'us-east-1'],
    backend: {
      kind: 's3',
      values: new Map([
        ['bucket', 'my-states'],
        ['region', 'eu-west-1'],
      ]),
    },
  });
});

test('asks only for what is not given', async () => {
  const { accounts, backend } = withDefaults({});
  const { settings, printed } = await answer({ accounts, backend }, ['eu-west-1']);
  expect(settings).toEqual({ accounts, backend, regions: ['eu-west-1'] });
  expect(printed).not.toContain('Accounts');
  expect(printed).not.toContain('Backend');
});

test('asks again if an answer is not valid, with the reason', async () => {
  const { settings, printed } = await answer({}, [
    'main',
    'main=123',
    'main=222222222222',
    'tokyo',
    ',',
    'eu-west-1',
    'gcs',
    'cloud',
    '',
    'acme',
  ]);
  expect(settings).toMatchObject({
    regions: ['eu-west-1'],
    backend: { kind: 'cloud', values: new Map([['organization', 'acme']]) },
  });
  expect(printed).toContain("'main' is not an account. Write NAME=ID");
  expect(printed).toContain("'123' is not a valid account ID: it has 3 digits, not 12.");
  expect(printed).toContain("'tokyo' is not a known AWS Region.");
  expect(printed).toContain('Set at least one account and one Region.');
  expect(printed).toContain("'gcs' is not a backend. Write local, s3 or cloud.");
});

test('uses lines that were pasted together as the answers of several questions', async () => {
  const { settings, printed } = await answer({}, ['main=222222222222\neu-west-1\nlocal']);
  expect(settings).toMatchObject({ accounts: [{ name: 'main' }], regions: ['eu-west-1'] });
  expect(printed).toContain('Regions [ap-northeast-1 us-west-1]: eu-west-1\n');
});

test('ignores the lines that were pasted after an answer that is not valid', async () => {
  const { settings, printed } = await answer({}, ['main=123\neu-west-1\nlocal', '', '', '']);
  expect(settings).toEqual(withDefaults({}));
  expect(printed.match(/is not/g)).toHaveLength(1);
});

test.each([
  ['at the first question', [undefined]],
  ['at the last question', ['', '', undefined]],
])('ends with an error if the input ends %s', async (_when, answers) => {
  const { settings } = await answer({}, answers);
  expect(settings).toEqual(new Error('Canceled. Nothing was written.'));
});
