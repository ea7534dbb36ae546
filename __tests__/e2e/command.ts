import { execFile, type ChildProcess } from 'node:child_process';

export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
}

export interface Finished {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Shorter than the limit of a test, so that the error of a command that hangs has what it printed. */
const TIMEOUT_MS = 900_000;

const running = new Set<ChildProcess>();

/** Ends what a test has left running because its own time was over. */
export function endRunning(): void {
  for (const child of running) child.kill();
}

/** Runs a program to its end, however it ends. */
export async function finish({ file, args, folder, environment }: Command): Promise<Finished> {
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
    // Nobody is there to answer a question.
    child.stdin?.end();
  });
}

/** Runs a program that must succeed. */
export async function run(command: Command): Promise<string> {
  const { code, stdout, stderr } = await finish(command);
  if (code !== 0) {
    const line = [command.file, ...command.args].join(' ');
    throw new Error(`${line} ended with ${code}\n${stdout}\n${stderr}`);
  }
  return stdout;
}
