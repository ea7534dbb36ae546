import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

export interface ProcessResult {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs `ecr-topology` in its own process, like a user. Tests of what a command prints use `in-process.ts`. */
export function ecrTopologyProcess(
  args: readonly string[],
  { cwd = '.', env = {} }: RunOptions = {},
): ProcessResult {
  return start(['bin/ecr-topology.js', ...args], cwd, env);
}

/** Runs the command of `npm run synth`. */
export function synth(args: readonly string[], { cwd = '.', env = {} }: RunOptions = {}): ProcessResult {
  return start(['bin/run.js', 'main.ts', ...args], cwd, env);
}

function start(
  [script = '', ...args]: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>>,
): ProcessResult {
  const { status, stdout, stderr } = spawnSync(process.execPath, [resolve(script), ...args], {
    cwd,
    encoding: 'utf8',
    // Undefined removes a variable, so that the environment of the tests has no effect.
    env: { ...process.env, ECR_TOPOLOGY: undefined, FORCE_COLOR: undefined, NO_COLOR: undefined, ...env },
  });
  return { status, stdout, stderr };
}

/** Runs `ecr-topology` in a shell, to test what the shell does with its output. */
export function shell(line: string): ProcessResult {
  const command = `${process.execPath} bin/ecr-topology.js ${line}`;
  const { status, stdout, stderr } = spawnSync('sh', ['-c', command], { encoding: 'utf8' });
  return { status, stdout, stderr };
}
