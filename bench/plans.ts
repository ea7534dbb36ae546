import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import type { PlanDocument } from '../src/plan/model/document';
import { readPlan } from '../src/plan/read/read-plan';
import { readPlannedTopologies, reviewPlans } from '../src/plan/review/review';

/**
 * Measures reading a plan, compared with `JSON.parse(readFileSync(file, 'utf8'))`: reading the required parts,
 * building both topologies, and the whole review, on plans of 1, 12 and 120 MB. Time and peak memory, each in
 * its own process, alternating; the median of all rounds. `LIMIT` is the promise for the largest plan.
 *
 * The plans are the worst case: they contain only repositories, each with its policy and lifecycle policy, so
 * no change can be dropped. As in most plans, few resources change: one policy in fifty.
 *
 *   npm run bench:plans [-- ROUNDS]
 */
const LIMIT = 1.5;
const MEGABYTES = [1, 12, 120] as const;
const ROUNDS = Number(process.argv[2] ?? 5);

/** In node_modules, so that the compiled program finds its packages. */
const COMPILED = join('node_modules', '.cache', 'ecr-topology-bench', 'plans.js');

interface Measured {
  readonly milliseconds: number;
  readonly megabytes: number;
}

const CONTESTANTS: Readonly<Record<string, (file: string) => Promise<unknown>>> = {
  'JSON.parse (baseline)': (file) => Promise.resolve(JSON.parse(readFileSync(file, 'utf8'))),
  'readPlan: its parts': documentOf,
  'and two topologies': async (file) => readPlannedTopologies([await documentOf(file)]),
  'and the whole review': async (file) => reviewPlans([await documentOf(file)]),
};

async function documentOf(file: string): Promise<PlanDocument> {
  const read = await readPlan(file);
  if (read.kind === 'plan') return read.plan;
  throw new Error(read.fault.message);
}

/** Runs in the measured process. */
async function measure(contestant: string, file: string): Promise<void> {
  const start = performance.now();
  const result = await CONTESTANTS[contestant]?.(file);
  const milliseconds = performance.now() - start;
  if (result === undefined) throw new Error(`${contestant} made nothing`);
  const measured: Measured = { milliseconds, megabytes: process.resourceUsage().maxRSS / 1024 };
  console.log(JSON.stringify(measured));
}

function measured(contestant: string, file: string): Measured {
  const args = [COMPILED, '--measure', contestant, file];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${contestant} ended with ${String(status)}:\n${stderr}`);
  return JSON.parse(stdout) as Measured; // `measure` wrote it
}

function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? NaN;
}

const AWS = 'registry.terraform.io/hashicorp/aws';

interface Resource {
  readonly type: string;
  readonly values: Readonly<Record<string, unknown>>;
}

function policyOf(index: number, accounts: number): string {
  const principals = Array.from(
    { length: accounts },
    (_, each) => `arn:aws:iam::${200_000_000_000 + ((index + each) % 40)}:root`,
  );
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'Pull',
        Effect: 'Allow',
        Principal: { AWS: principals },
        Action: ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
      },
    ],
  });
}

const LIFECYCLE = JSON.stringify({
  rules: [
    {
      rulePriority: 1,
      description: 'Untagged images go after two weeks',
      selection: { tagStatus: 'untagged', countType: 'sinceImagePushed', countUnit: 'days', countNumber: 14 },
      action: { type: 'expire' },
    },
  ],
});

/** Returns the resources of one instance of the module. */
function resourcesOf(index: number, name: string): readonly Resource[] {
  const registry = { registry_id: '111111111111', repository: name, id: name };
  const tags = { team: `team-${index % 7}`, service: `service-${index}` };
  return [
    {
      type: 'aws_ecr_repository',
      values: {
        arn: `arn:aws:ecr:eu-west-1:111111111111:repository/${name}`,
        encryption_configuration: [{ encryption_type: 'AES256', kms_key: '' }],
        force_delete: false,
        id: name,
        image_scanning_configuration: [{ scan_on_push: true }],
        image_tag_mutability: 'IMMUTABLE',
        name,
        registry_id: '111111111111',
        repository_url: `111111111111.dkr.ecr.eu-west-1.amazonaws.com/${name}`,
        tags,
        tags_all: tags,
        timeouts: null,
      },
    },
    { type: 'aws_ecr_repository_policy', values: { ...registry, policy: policyOf(index, 3) } },
    { type: 'aws_ecr_lifecycle_policy', values: { ...registry, policy: LIFECYCLE } },
  ];
}

/** The lists of a plan that contain an entry for each instance of the module, as text. */
interface PlanParts {
  readonly planned: string[];
  readonly changes: string[];
  readonly prior: string[];
}

function appendInstance({ planned, changes, prior }: PlanParts, index: number): void {
  const name = `team-${index % 7}/service-${index}`;
  const module_address = `module.repository["${name}"]`;
  const resources = resourcesOf(index, name);
  const plannedResources = resources.map(({ type, values }) => {
    const changes = type === 'aws_ecr_repository_policy' && index % 50 === 0;
    return { type, values: changes ? { ...values, policy: policyOf(index, 4) } : values };
  });
  const state = (each: readonly Resource[]) =>
    JSON.stringify({
      resources: each.map(({ type, values }) => ({
        address: `${module_address}.${type}.this`,
        mode: 'managed',
        type,
        name: 'this',
        provider_name: AWS,
        schema_version: 0,
        values,
        sensitive_values: {},
        ...(type === 'aws_ecr_repository'
          ? {}
          : { depends_on: ['module.repository.aws_ecr_repository.this'] }),
      })),
      address: module_address,
    });
  planned.push(state(plannedResources));
  prior.push(state(resources));
  for (const [position, { type, values }] of resources.entries()) {
    const after = plannedResources[position]?.values;
    changes.push(
      JSON.stringify({
        address: `${module_address}.${type}.this`,
        module_address,
        mode: 'managed',
        type,
        name: 'this',
        provider_name: AWS,
        change: {
          actions: [after === values ? 'no-op' : 'update'],
          before: values,
          after,
          after_unknown: {},
          before_sensitive: {},
          after_sensitive: {},
        },
      }),
    );
  }
}

const CONFIGURATION = {
  provider_config: {
    aws: {
      name: 'aws',
      full_name: AWS,
      expressions: {
        allowed_account_ids: { constant_value: ['111111111111'] },
        region: { constant_value: 'eu-west-1' },
      },
    },
  },
  root_module: {
    module_calls: {
      repository: {
        source: './repository',
        for_each_expression: { references: ['var.repositories'] },
        expressions: { name: { references: ['each.key'] } },
        module: {
          resources: ['aws_ecr_repository', 'aws_ecr_repository_policy', 'aws_ecr_lifecycle_policy'].map(
            (type) => ({
              address: `${type}.this`,
              mode: 'managed',
              type,
              name: 'this',
              provider_config_key: 'aws',
              expressions: {},
              schema_version: 0,
            }),
          ),
        },
      },
    },
  },
};

/** Written in parts, because the plan may be longer than the maximum string length. */
function writePlan(file: string, megabytes: number): void {
  const planParts: PlanParts = { planned: [], changes: [], prior: [] };
  let size = 0;
  for (let index = 0; size < megabytes * 1e6; index++) {
    appendInstance(planParts, index);
    size += [
      ...planParts.planned.slice(-1),
      ...planParts.changes.slice(-3),
      ...planParts.prior.slice(-1),
    ].join('').length;
  }
  const parts = [
    [
      '{"format_version":"1.2","terraform_version":"1.11.4","planned_values":{"root_module":{"child_modules":[',
    ],
    planParts.planned,
    [']}},"resource_changes":['],
    planParts.changes,
    [
      '],"prior_state":{"format_version":"1.0","terraform_version":"1.11.4","values":{"root_module":{"child_modules":[',
    ],
    planParts.prior,
    [
      `]}}},"configuration":${JSON.stringify(CONFIGURATION)},"applyable":true,"complete":true,"errored":false}\n`,
    ],
  ];
  const descriptor = openSync(file, 'w');
  for (const part of parts) {
    for (const [index, text] of part.entries()) writeSync(descriptor, index === 0 ? text : `,${text}`);
  }
  closeSync(descriptor);
}

/** @returns the time to build both topologies, relative to the baseline */
function compare(file: string): number {
  const rounds = Array.from({ length: ROUNDS }, () =>
    Object.keys(CONTESTANTS).map((contestant) => ({ contestant, ...measured(contestant, file) })),
  );
  const all = rounds.flat();
  const medianOf = (contestant: string): Measured => {
    const own = all.filter((each) => each.contestant === contestant);
    return {
      milliseconds: median(own.map(({ milliseconds }) => milliseconds)),
      megabytes: median(own.map(({ megabytes }) => megabytes)),
    };
  };
  const baseline = medianOf('JSON.parse (baseline)');
  console.log(`${(statSync(file).size / 1e6).toFixed(0)} MB`);
  for (const contestant of Object.keys(CONTESTANTS)) {
    const { milliseconds, megabytes } = medianOf(contestant);
    const time = `${milliseconds.toFixed(0).padStart(7)} ms ${(milliseconds / baseline.milliseconds).toFixed(2).padStart(6)} x`;
    const memory = `${megabytes.toFixed(0).padStart(6)} MB ${(megabytes / baseline.megabytes).toFixed(2).padStart(6)} x`;
    console.log(`  ${contestant.padEnd(24)} ${time}   ${memory}`);
  }
  return medianOf('and two topologies').milliseconds / baseline.milliseconds;
}

function main(): void {
  buildSync({
    bundle: true,
    entryPoints: ['bench/plans.ts'],
    format: 'cjs',
    logLevel: 'error',
    outfile: COMPILED,
    packages: 'external',
    platform: 'node',
    target: 'node20',
  });
  const folder = mkdtempSync(join(tmpdir(), 'ecr-topology-bench-'));
  try {
    console.log(`Median of ${ROUNDS} rounds, a process each; time without the start of the process.`);
    const ratios = MEGABYTES.map((megabytes) => {
      const file = join(folder, `${megabytes}.json`);
      writePlan(file, megabytes);
      return compare(file);
    });
    const ratio = ratios.at(-1) ?? NaN;
    const isMet = ratio <= LIMIT;
    console.log(
      `two topologies / JSON.parse at ${MEGABYTES.at(-1) ?? 0} MB = ${ratio.toFixed(2)}, at most ${LIMIT} promised: ${isMet ? 'met' : 'NOT MET'}`,
    );
    if (!isMet) process.exitCode = 1;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const [, , option, contestant = '', file = ''] = process.argv;
if (option === '--measure') void measure(contestant, file);
else main();
