import { PassThrough } from 'node:stream';
import { confirm } from '../../src/cli/confirm';

test.each([
  ['y\n', true],
  ['YES\n', true],
  ['\n', false],
  ['n\n', false],
  ['yesterday\n', false],
])('returns whether the answer %j confirms the question', async (text, isConfirmed) => {
  const input = new PassThrough();
  const output = new PassThrough();
  const answer = confirm('Start 1 backfill?', input, output);
  input.write(text);

  expect(await answer).toBe(isConfirmed);
  expect(String(output.read())).toContain('Start 1 backfill? [y/N] ');
});

test('does not confirm at the end of the input', async () => {
  const input = new PassThrough();
  const answer = confirm('Start 1 backfill?', input, new PassThrough());
  input.end();

  expect(await answer).toBe(false);
});
