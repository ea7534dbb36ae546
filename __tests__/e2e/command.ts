import { execFile, type ChildProcess } from 'node:child_process';

export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
}

export interface CommandResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Shorter than the limit of a test, so that the error of a command that hangs contains its output. */
const TIMEOUT_MS = 900_000;

const running = new Set<ChildProcess>();

/** Ends the programs that are still running, because their test timed out. */
export function killRunning(): void {
  for (const child of running) child.kill();
}

/** Runs a program. Returns its result with any exit code. */
export async function tryRun({ file, args, folder, environment }: Command): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const options = {
      cwd: folder,
      env: { ...environment },
      timeout: TIMEOUT_MS,
      maxBuffer: 64 * 1024 * 1024,
    };
    const child = execFile(file, args, options, (error, stdout, stderr) => {
      running.delete(child);
      const code = error === null ? 0 : error.code;
      if (typeof code === 'number') resolve({ code, stdout, stderr });
      else reject(new Error(`${[file, ...args].join(' ')}: ${error?.message ?? ''}\n${stdout}\n${stderr}`));
    });
    running.add(child);
    // A program that prompts for input ends, and does not wait.
    child.stdin?.end();
  });
}

/** Runs a program and returns its standard output. Throws if the exit code is not 0. */
export async function run(command: Command): Promise<string> {
  const { code, stdout, stderr } = await tryRun(command);
  if (code !== 0) {
    const line = [command.file, ...command.args].join(' ');
    throw new Error(`${line} exited with ${code}\n${stdout}\n${stderr}`);
  }
  return stdout;
}
