import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { buildSync } from 'esbuild';
import { declarationOf, organization } from './scale/organization';

/**
 * Measures an organization of 40 registries in 10 accounts, with 100, 1,000 and 10,000 repositories, each with
 * a policy and a lifecycle policy: `npm run synth`, compared with a precompiled plain program that creates the
 * same resources, each as a whole process, alternating; and reading and checking the declaration only. Prints
 * medians and ratios. `PROMISED` contains the promises for the largest size.
 *
 *   npm run bench:scale [-- ROUNDS]
 */
const PROMISED = {
  /** Relative to the time and peak memory of the plain program. */
  time: 1,
  memory: 1.2,
  /** The cost per repository from 1,000 to 10,000, relative to that from 100 to 1,000. */
  growth: 1.3,
  /** Relative to the synthesis. */
  validation: 0.1,
} as const;
const SIZES = [100, 1_000, 10_000] as const;
const ROUNDS = Number(process.argv[2] ?? 3);

/** In node_modules, so that the compiled programs find their packages. */
const CACHE = join('node_modules', '.cache', 'ecr-topology-bench', 'scale');

interface Measured {
  readonly milliseconds: number;
  readonly megabytes: number;
}

const CONTESTANTS = {
  'plain program (baseline)': (size: number) => measureProcess([join(CACHE, 'plain.js'), String(size)]),
  'npm run synth': (size: number) =>
    measureProcess(['bin/run.js', 'main.ts', '--topology', declaration(size)]),
  'validation alone': (size: number) => measureReported([join(CACHE, 'validation.js'), declaration(size)]),
} as const satisfies Readonly<Record<string, (size: number) => Measured>>;

type Contestant = keyof typeof CONTESTANTS;

function declaration(size: number): string {
  return join(CACHE, `${size}.yaml`);
}

/** Measures from the start of the process to its end. */
function measureProcess(args: readonly string[]): Measured {
  const start = performance.now();
  const { megabytes } = measured(args);
  return { milliseconds: performance.now() - start, megabytes };
}

/** Uses the time that the process prints, which excludes its start. */
function measureReported(args: readonly string[]): Measured {
  const { megabytes, stdout } = measured(args);
  return { milliseconds: Number(stdout), megabytes };
}

function measured(args: readonly string[]): { readonly megabytes: number; readonly stdout: string } {
  const peak = resolve(CACHE, 'peak');
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--require', resolve('bench/scale/peak.js'), ...args],
    {
      encoding: 'utf8',
      env: { ...process.env, CDKTF_OUTDIR: join(CACHE, 'out'), ECR_TOPOLOGY_BENCH_PEAK: peak },
    },
  );
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${String(status)}:\n${stderr}`);
  return { megabytes: Number(readFileSync(peak, 'utf8')) / 1024, stdout };
}

function compile(name: string): void {
  buildSync({
    bundle: true,
    entryPoints: [`bench/scale/${name}.ts`],
    format: 'cjs',
    logLevel: 'error',
    outfile: join(CACHE, `${name}.js`),
    packages: 'external',
    platform: 'node',
    target: 'node20',
  });
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

/** Alternates, so that other load on the machine affects all contestants. */
function measureAll(size: number): Readonly<Record<Contestant, Measured>> {
  const rounds = Array.from({ length: ROUNDS }, () => ({
    'plain program (baseline)': CONTESTANTS['plain program (baseline)'](size),
    'npm run synth': CONTESTANTS['npm run synth'](size),
    'validation alone': CONTESTANTS['validation alone'](size),
  }));
  const medianOf = (contestant: Contestant): Measured => ({
    milliseconds: median(rounds.map((round) => round[contestant].milliseconds)),
    megabytes: median(rounds.map((round) => round[contestant].megabytes)),
  });
  return {
    'plain program (baseline)': medianOf('plain program (baseline)'),
    'npm run synth': medianOf('npm run synth'),
    'validation alone': medianOf('validation alone'),
  };
}

function print(size: number, results: Readonly<Record<Contestant, Measured>>): void {
  const baseline = results['plain program (baseline)'];
  console.log(`\n${size.toLocaleString('en')} repositories`);
  for (const [name, { milliseconds, megabytes }] of Object.entries(results)) {
    console.log(
      `  ${name.padEnd(26)} ${milliseconds.toFixed(0).padStart(6)} ms ${(milliseconds / baseline.milliseconds).toFixed(2).padStart(6)} x` +
        ` ${megabytes.toFixed(0).padStart(6)} MB ${(megabytes / baseline.megabytes).toFixed(2).padStart(6)} x`,
    );
  }
}

/** @returns whether the promise is met */
function checkPromise(what: string, ratio: number, limit: number): boolean {
  const isMet = ratio <= limit;
  console.log(`${what} = ${ratio.toFixed(3)}, at most ${limit} promised: ${isMet ? 'met' : 'NOT MET'}`);
  return isMet;
}

function main(): void {
  rmSync(CACHE, { recursive: true, force: true });
  mkdirSync(CACHE, { recursive: true });
  for (const size of SIZES) writeFileSync(declaration(size), declarationOf(organization(size)));
  compile('plain');
  compile('validation');

  console.log(`40 registries in 10 accounts. Median of ${ROUNDS} rounds.`);
  const [small, middle, large] = SIZES;
  const results = new Map<number, Readonly<Record<Contestant, Measured>>>();
  for (const size of SIZES) {
    const measurements = measureAll(size);
    results.set(size, measurements);
    print(size, measurements);
  }
  const timeOf = (contestant: Contestant, size: number) =>
    results.get(size)?.[contestant].milliseconds ?? NaN;
  const memoryOf = (contestant: Contestant) => results.get(large)?.[contestant].megabytes ?? NaN;
  const costs = (from: number, to: number) =>
    (timeOf('npm run synth', to) - timeOf('npm run synth', from)) / (to - from);

  console.log();
  const promises = [
    checkPromise(
      'Synthesis, time / baseline',
      timeOf('npm run synth', large) / timeOf('plain program (baseline)', large),
      PROMISED.time,
    ),
    checkPromise(
      'Synthesis, memory / baseline',
      memoryOf('npm run synth') / memoryOf('plain program (baseline)'),
      PROMISED.memory,
    ),
    checkPromise(
      'A repository, from 1,000 on / from 100 on',
      costs(middle, large) / costs(small, middle),
      PROMISED.growth,
    ),
    checkPromise(
      'Validation / synthesis',
      timeOf('validation alone', large) / timeOf('npm run synth', large),
      PROMISED.validation,
    ),
  ];
  if (promises.includes(false)) process.exitCode = 1;
}

main();
