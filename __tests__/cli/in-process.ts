import { program } from '../../src/cli/program';

/** What a command printed to standard output, and its exit code. */
export interface Answered {
  readonly status: number;
  readonly stdout: string;
  readonly error: string | undefined;
}

/** Runs `ecr-topology` in this process, for tests that run it many times. */
export async function ecrTopologyHere(args: readonly string[]): Promise<Answered> {
  const parts: string[] = [];
  const quiet = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  const output = jest.spyOn(process.stdout, 'write').mockImplementation((part) => {
    parts.push(String(part));
    return true;
  });
  const before = process.exitCode;
  process.exitCode = 0;
  let error: string | undefined;
  try {
    await program().parseAsync(['node', 'ecr-topology', ...args]);
  } catch (thrown) {
    error = thrown instanceof Error ? thrown.message : String(thrown);
  }
  const status = process.exitCode;
  process.exitCode = before;
  quiet.mockRestore();
  output.mockRestore();
  return { status, stdout: parts.join(''), error };
}
