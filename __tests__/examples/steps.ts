import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { ProcessResult } from '../cli/command-line';

/** Creates an empty folder, like the working folder of a job. */
export function jobFolder(files: Readonly<Record<string, string>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'ecr-topology-pipeline-'));
  for (const [name, content] of Object.entries(files)) {
    const file = join(folder, name);
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, content);
  }
  return folder;
}

const RUN_OWN_PROGRAM = `exec node '${resolve('bin/ecr-topology.js')}' "$@"`;

/** The program of this project, in place of an installed one. */
const OWN_PROGRAMS = { 'ecr-topology': RUN_OWN_PROGRAM };

/** `npm install --prefix FOLDER`, which installs the program of this project. The end-to-end tests install the package. */
export const INSTALLS_OWN_PROGRAM = {
  npm: `mkdir -p node_modules/.bin
cp "$(command -v ecr-topology)" node_modules/.bin/ecr-topology`,
};

interface Job {
  readonly folder: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Shell scripts that replace programs which this machine may not have. */
  readonly programs?: Readonly<Record<string, string>>;
  readonly shell?: readonly string[];
}

/** Runs the script of a step like its runner. */
export function runStep(
  script: string,
  { folder, env = {}, programs = {}, shell = GITHUB }: Job,
): ProcessResult {
  const bin = jobFolder();
  for (const [name, source] of Object.entries({ ...OWN_PROGRAMS, ...programs })) {
    writeFileSync(join(bin, name), `#!/bin/sh\n${source}\n`);
    chmodSync(join(bin, name), 0o755);
  }
  const [program = '', ...args] = shell;
  const { status, stdout, stderr } = spawnSync(program, [...args, script], {
    cwd: folder,
    encoding: 'utf8',
    env: {
      PATH: `${bin}:${process.env.PATH ?? ''}`,
      HOME: process.env.HOME,
      ...env,
    },
  });
  return { status, stdout, stderr };
}

/** `shell: bash` of GitHub Actions. */
export const GITHUB = ['bash', '--noprofile', '--norc', '-e', '-o', 'pipefail', '-c'];
/** GitLab's runner in images without bash. Atlantis and our scripts use the same. */
export const SH = ['sh', '-e', '-c'];

/**
 * A test that needs programs which a machine may not have. It is reported as skipped then, with the reason in its
 * name.
 */
export function testWithPrograms(...programs: readonly string[]): (name: string, run: () => void) => void {
  const missing = programs.filter((each) => spawnSync('sh', ['-c', `command -v ${each}`]).status !== 0);
  if (missing.length === 0) return test;
  return (name, run) => {
    test.skip(`${name} (skipped: no ${missing.join(', ')} on PATH)`, run);
  };
}
