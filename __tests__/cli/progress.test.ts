import { Progress } from '../../src/cli/progress';

/** Returns what is written for steps that start after the given milliseconds. */
function written(
  times: readonly number[],
  { isTTY = true, env = {} }: { readonly isTTY?: boolean; readonly env?: Record<string, string> } = {},
): string {
  let text = '';
  let time = 0;
  const stream = {
    isTTY,
    write: (part: string) => {
      text += part;
    },
  };
  const progress = new Progress(stream, env, () => time);
  for (const each of times) {
    time = each;
    progress.step(`step at ${each}`);
  }
  progress.end();
  progress.end();
  return text;
}

test('shows nothing for work of less than two seconds', () => {
  expect(written([0, 1000, 1999])).toBe('');
});

test('replaces the line at each step, and removes it once', () => {
  expect(written([0, 2000, 5000])).toBe('\rstep at 2000\x1B[K\rstep at 5000\x1B[K\r\x1B[K');
});

test('shows a step at once if it may last long', () => {
  let text = '';
  const stream = { isTTY: true, write: (part: string) => (text += part) };
  const progress = new Progress(stream, {}, () => 0);
  progress.show('Drawing');
  expect(text).toBe('\rDrawing\x1B[K');
});

test.each([
  ['in a pipe', { isTTY: false }],
  ['on a dumb terminal', { env: { TERM: 'dumb' } }],
  ['in the log of a CI system', { env: { CI: 'true' } }],
])('shows nothing %s', (_, options) => {
  expect(written([5000], options)).toBe('');
});
