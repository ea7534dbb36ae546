import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';

/**
 * Compares `npm run synth` with a minimal hand-written program with the same five resources, precompiled. Both
 * are whole processes started with `npm run`, alternating. Prints medians and ratios. `LIMIT` is the promise.
 *
 *   npm run bench:start [-- ROUNDS]
 */
const LIMIT = 1.5;
const ROUNDS = Number(process.argv[2] ?? 15);

/** In node_modules, so that the compiled programs find their packages. */
const CACHE = join('node_modules', '.cache', 'ecr-topology-bench');

interface Contestant {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
}

/** The baseline, the promised command, and other ways to start that were considered. */
const CONTESTANTS: readonly [Contestant, Contestant, ...Contestant[]] = [
  { name: 'hand-written, precompiled (baseline)', command: ['npm', 'run', '--silent', 'bench:baseline'] },
  { name: 'npm run synth', command: ['npm', 'run', '--silent', 'synth'] },
  { name: 'precompiled, may be stale', command: ['npm', 'run', '--silent', 'bench:precompiled'] },
  { name: 'tsx', command: ['npm', 'run', '--silent', 'bench:tsx'] },
];

function compile(entry: string, outfile: string): void {
  buildSync({
    bundle: true,
    entryPoints: [entry],
    format: 'cjs',
    logLevel: 'error',
    outfile: join(CACHE, outfile),
    packages: 'external',
    platform: 'node',
    target: 'node20',
  });
}

/** @returns milliseconds from start to end of the process */
function time({ name, command: [program, ...args] }: Contestant): number {
  const start = process.hrtime.bigint();
  const { status, stderr } = spawnSync(program, args, {
    encoding: 'utf8',
    env: { ...process.env, CDKTF_OUTDIR: join(CACHE, 'out') },
  });
  const elapsed = Number(process.hrtime.bigint() - start) / 1e6;
  if (status !== 0) throw new Error(`${name} ended with ${String(status)}:\n${stderr}`);
  return elapsed;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

function main(): void {
  rmSync(CACHE, { recursive: true, force: true });
  mkdirSync(CACHE, { recursive: true });
  compile('bench/baseline.ts', 'baseline.js');
  compile('main.ts', 'main.js');

  const times = CONTESTANTS.map((contestant) => ({ contestant, milliseconds: [] as number[] }));
  for (const { contestant } of times) time(contestant);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const { contestant, milliseconds } of times) milliseconds.push(time(contestant));
  }

  const medians = times.map(({ milliseconds }) => median(milliseconds));
  const baseline = medians[0] ?? NaN;
  console.log(`Median of ${ROUNDS} rounds, whole processes.`);
  for (const [index, { contestant }] of times.entries()) {
    const milliseconds = medians[index] ?? NaN;
    const ratio = (milliseconds / baseline).toFixed(2);
    console.log(
      `${contestant.name.padEnd(40)} ${milliseconds.toFixed(0).padStart(5)} ms   ${ratio.padStart(5)} x`,
    );
  }
  const ratio = (medians[1] ?? NaN) / baseline;
  console.log(
    `npm run synth / baseline = ${ratio.toFixed(2)}, at most ${LIMIT} promised: ${ratio <= LIMIT ? 'met' : 'NOT MET'}`,
  );
  if (ratio > LIMIT) process.exitCode = 1;
}

main();
