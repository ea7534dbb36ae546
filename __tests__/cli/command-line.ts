import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Surroundings {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs `ecr-topology` in a process of its own, as a user does. Tests of what a command prints use `in-process.ts`. */
export function ecrTopologyProcess(
  args: readonly string[],
  { cwd = '.', env = {} }: Surroundings = {},
): Ended {
  return start(['bin/ecr-topology.js', ...args], cwd, env);
}

/** Runs what `npm run synth` runs. */
export function synth(args: readonly string[], { cwd = '.', env = {} }: Surroundings = {}): Ended {
  return start(['bin/run.js', 'main.ts', ...args], cwd, env);
}

function start(
  [script = '', ...args]: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>>,
): Ended {
  const { status, stdout, stderr } = spawnSync(process.execPath, [resolve(script), ...args], {
    cwd,
    encoding: 'utf8',
    // Undefined takes a variable out: what the tests run in is not to matter.
    env: { ...process.env, ECR_TOPOLOGY: undefined, FORCE_COLOR: undefined, NO_COLOR: undefined, ...env },
  });
  return { status, stdout, stderr };
}

/** Runs `ecr-topology` in a shell, for what a shell does with its output. */
export function shell(line: string): Ended {
  const command = `${process.execPath} bin/ecr-topology.js ${line}`;
  const { status, stdout, stderr } = spawnSync('sh', ['-c', command], { encoding: 'utf8' });
  return { status, stdout, stderr };
}
