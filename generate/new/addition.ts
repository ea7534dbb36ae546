interface WrittenFile {
  readonly path: string;
  readonly text: string;
}

/** What `npm run new` writes. Texts are formatted later. */
export interface Addition {
  /** Files that must not exist before. */
  readonly created: readonly WrittenFile[];
  readonly changed?: readonly WrittenFile[];
  /** The section of CONTRIBUTING.md that lists what is written by hand. */
  readonly section: string;
  /** Runs after the files are written. */
  readonly command?: string;
}

/** Returns a test that fails, so that a skeleton is not forgotten. */
export function failingTest(message: string): string {
  return `test('is complete', () => {
  throw new Error(${JSON.stringify(`TODO: ${message} Then delete this test.`)});
});`;
}
