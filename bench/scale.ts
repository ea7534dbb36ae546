import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { buildSync } from 'esbuild';
import { declarationOf, organization } from './scale/organization';
import { teams, teamsDeclaration } from './scale/teams';

/**
 * Measures two organizations, each with up to 10,000 repositories with a policy and a lifecycle policy: one of 40
 * registries in 10 accounts whose repositories are mostly replicas, and one of 4 registries whose repositories are
 * declared one by one. Measures `npm run synth`, compared with a precompiled plain program that creates the same
 * resources, each as a whole process, alternating; and reading and checking the declaration only. Prints medians
 * and ratios. `PROMISED` contains the promises for the largest size.
 *
 *   npm run bench:scale [-- ROUNDS]
 */
const PROMISED = {
  /** Relative to the time and peak memory of the plain program. */
  time: 1,
  memory: 1.2,
  /** The cost per repository from 1,000 to 10,000, relative to that from the smallest size to 1,000. */
  growth: 1.3,
} as const;
const ROUNDS = Number(process.argv[2] ?? 3);

interface Shape {
  readonly name: string;
  readonly title: string;
  /** Ascending. */
  readonly sizes: readonly [number, number, number];
  /** The file of the plain program. */
  readonly plain: string;
  readonly declarationOf: (size: number) => string;
  /** The promise for reading and checking the declaration, relative to the synthesis. */
  readonly validation: number;
}

const SHAPES: readonly Shape[] = [
  {
    name: 'replicas',
    title: 'Mostly replicas: 40 registries in 10 accounts',
    sizes: [100, 1_000, 10_000],
    plain: 'plain',
    declarationOf: (size) => declarationOf(organization(size)),
    validation: 0.1,
  },
  {
    name: 'teams',
    title: 'Declared one by one: 4 registries, 50 grants by glob',
    sizes: [200, 1_000, 10_000],
    plain: 'plain-teams',
    declarationOf: (size) => teamsDeclaration(teams(size)),
    // Every repository is declared, in four lines or more, instead of one of four in one line.
    validation: 0.4,
  },
];

/** In node_modules, so that the compiled programs find their packages. */
const CACHE = join('node_modules', '.cache', 'ecr-topology-bench', 'scale');

interface Measured {
  readonly milliseconds: number;
  readonly megabytes: number;
}

const CONTESTANTS = {
  'plain program (baseline)': ({ plain }: Shape, size: number) =>
    measureProcess([join(CACHE, `${plain}.js`), String(size)]),
  'npm run synth': (shape: Shape, size: number) =>
    measureProcess(['bin/run.js', 'main.ts', '--topology', declaration(shape, size)]),
  'validation alone': (shape: Shape, size: number) =>
    measureReported([join(CACHE, 'validation.js'), declaration(shape, size)]),
} as const satisfies Readonly<Record<string, (shape: Shape, size: number) => Measured>>;

type Contestant = keyof typeof CONTESTANTS;

function declaration({ name }: Shape, size: number): string {
  return join(CACHE, `${name}-${size}.yaml`);
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
function measureAll(shape: Shape, size: number): Readonly<Record<Contestant, Measured>> {
  const rounds = Array.from({ length: ROUNDS }, () => ({
    'plain program (baseline)': CONTESTANTS['plain program (baseline)'](shape, size),
    'npm run synth': CONTESTANTS['npm run synth'](shape, size),
    'validation alone': CONTESTANTS['validation alone'](shape, size),
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

/** @returns whether all promises are met */
function measureShape(shape: Shape): boolean {
  console.log(`\n${shape.title}. Median of ${ROUNDS} rounds.`);
  const [small, middle, large] = shape.sizes.map((size) => {
    writeFileSync(declaration(shape, size), shape.declarationOf(size));
    const results = measureAll(shape, size);
    print(size, results);
    return { size, results, synthesis: results['npm run synth'] };
  });
  if (small === undefined || middle === undefined || large === undefined) return false;
  const baseline = large.results['plain program (baseline)'];
  const costs = (from: typeof small, to: typeof small) =>
    (to.synthesis.milliseconds - from.synthesis.milliseconds) / (to.size - from.size);

  console.log();
  const promises = [
    checkPromise(
      'Synthesis, time / baseline',
      large.synthesis.milliseconds / baseline.milliseconds,
      PROMISED.time,
    ),
    checkPromise(
      'Synthesis, memory / baseline',
      large.synthesis.megabytes / baseline.megabytes,
      PROMISED.memory,
    ),
    checkPromise(
      `A repository, from ${middle.size} on / from ${small.size} on`,
      costs(middle, large) / costs(small, middle),
      PROMISED.growth,
    ),
    checkPromise(
      'Validation / synthesis',
      large.results['validation alone'].milliseconds / large.synthesis.milliseconds,
      shape.validation,
    ),
  ];
  return !promises.includes(false);
}

function main(): void {
  rmSync(CACHE, { recursive: true, force: true });
  mkdirSync(CACHE, { recursive: true });
  for (const name of ['plain', 'plain-teams', 'validation']) compile(name);
  if (SHAPES.map(measureShape).includes(false)) process.exitCode = 1;
}

main();
