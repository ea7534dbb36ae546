import { createInterface } from 'node:readline/promises';

/** Asks a question on a terminal. Only `y` and `yes` confirm it; the end of the input does not. */
export async function confirm(
  question: string,
  input: NodeJS.ReadableStream,
  output: NodeJS.WritableStream,
): Promise<boolean> {
  const lines = createInterface({ input, output });
  try {
    const answer = await Promise.race([
      lines.question(`${question} [y/N] `),
      // Ctrl+D, or the end of the input.
      new Promise<string>((resolve) => {
        lines.once('close', () => {
          output.write('\n');
          resolve('');
        });
      }),
    ]);
    return /^y(?:es)?$/i.test(answer.trim());
  } finally {
    lines.removeAllListeners('close');
    lines.close();
  }
}
