import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { buildSync } from 'esbuild';
import { copyProject } from './project-copy';

/**
 * Compares `npm run synth` with a minimal hand-written program with the same five resources, precompiled. Both are whole
 * processes started with `npm run`, alternating. A round measures one start with unchanged sources, and one after a
 * source was edited. Prints medians, and fails if a ratio is above its limit.
 *
 *   npm run bench:start [-- ROUNDS]
 */
const ROUNDS = Number(process.argv[2] ?? 15);

/** In node_modules, so that the compiled program finds its packages. */
const CACHE = resolve('node_modules', '.cache', 'ecr-topology-bench');

interface Contestant {
  readonly name: string;
  /** Of package.json. */
  readonly script: string;
  readonly folder: string;
  readonly prepare?: () => void;
  /** Highest ratio to the baseline that is promised. */
  readonly limit?: number;
}

/** The baseline, the two starts that are promised, and one that compiles every file at each start. */
function contestants(copy: string): readonly [Contestant, ...Contestant[]] {
  return [
    { name: 'hand-written, precompiled (baseline)', script: 'bench:baseline', folder: '.' },
    { name: 'npm run synth', script: 'synth', folder: copy, limit: 1 },
    {
      name: 'npm run synth, after an edit',
      script: 'synth',
      folder: copy,
      // Every other source imports this one.
      prepare: () => {
        appendFileSync(join(copy, 'src/base/collections.ts'), '// edited\n');
      },
      limit: 1.5,
    },
    { name: 'tsx', script: 'bench:tsx', folder: '.' },
  ];
}

function compileBaseline(): void {
  rmSync(CACHE, { recursive: true, force: true });
  mkdirSync(CACHE, { recursive: true });
  buildSync({
    bundle: true,
    entryPoints: ['bench/baseline.ts'],
    format: 'cjs',
    logLevel: 'error',
    outfile: join(CACHE, 'baseline.js'),
    packages: 'external',
    platform: 'node',
    target: 'node20',
  });
}

/** @returns milliseconds from start to end of the process */
function time({ name, script, folder, prepare }: Contestant): number {
  prepare?.();
  const start = process.hrtime.bigint();
  const { status, stderr } = spawnSync('npm', ['run', '--silent', script], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, CDKTF_OUTDIR: join(CACHE, 'out') },
    shell: process.platform === 'win32',
  });
  const elapsed = Number(process.hrtime.bigint() - start) / 1e6;
  if (status !== 0) throw new Error(`${name} ended with ${String(status)}:\n${stderr}`);
  return elapsed;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

/** Runs all contestants in turn, so that a change of the load of the machine affects all of them. */
function measure(all: readonly Contestant[]): readonly number[] {
  const times = all.map((contestant) => ({ contestant, milliseconds: [] as number[] }));
  for (const { contestant } of times) time(contestant);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const { contestant, milliseconds } of times) milliseconds.push(time(contestant));
  }
  return times.map(({ milliseconds }) => median(milliseconds));
}

function print(all: readonly Contestant[], medians: readonly number[]): void {
  console.log(`Median of ${ROUNDS} rounds, whole processes.`);
  for (const [index, { name, limit }] of all.entries()) {
    const milliseconds = medians[index] ?? NaN;
    const ratio = milliseconds / (medians[0] ?? NaN);
    const isMet = limit === undefined || ratio <= limit;
    if (!isMet) process.exitCode = 1;
    const promise =
      limit === undefined ? '' : `at most ${limit.toFixed(1)} promised: ${isMet ? 'met' : 'NOT MET'}`;
    console.log(
      `${name.padEnd(40)} ${milliseconds.toFixed(0).padStart(5)} ms   ${ratio.toFixed(2).padStart(5)} x   ${promise}`.trimEnd(),
    );
  }
}

function main(): void {
  const copy = copyProject();
  try {
    compileBaseline();
    const all = contestants(copy);
    print(all, measure(all));
  } finally {
    rmSync(copy, { recursive: true });
  }
}

main();
