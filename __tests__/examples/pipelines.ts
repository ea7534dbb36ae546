import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

/** The parts of a GitHub workflow that the tests look at. */
export interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, WorkflowJob>>;
}

interface WorkflowJob {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly if?: string;
  readonly needs?: string | readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly 'timeout-minutes'?: number;
  readonly steps: readonly Step[];
}

interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly if?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly with?: Readonly<Record<string, unknown>>;
}

export const WORKFLOW = readYaml('examples/github-actions/plan-check.yml') as Workflow;

/** The script of the step with a name, or of the only step that has none. */
export function githubScript(job: string, name?: string): string {
  const found = WORKFLOW.jobs[job]?.steps.find((step) => step.name === name && step.run !== undefined);
  if (found?.run === undefined) throw new Error(`no step '${name ?? ''}' in the job '${job}'`);
  return found.run;
}

interface GitlabJob {
  readonly script?: readonly string[];
  readonly rules?: readonly { readonly if: string }[];
  readonly extends?: string;
  readonly variables?: Readonly<Record<string, string>>;
  readonly id_tokens?: unknown;
  readonly artifacts?: { readonly expire_in: string; readonly access?: string };
  readonly parallel?: { readonly matrix: readonly { readonly STACK: readonly string[] }[] };
}

const NO_JOBS = ['workflow', 'stages', 'default'];

/** By name, templates included. */
export const GITLAB: Readonly<Record<string, GitlabJob>> = Object.fromEntries(
  Object.entries(readYaml('examples/gitlab-ci/.gitlab-ci.yml') as Record<string, GitlabJob>).filter(
    ([name]) => !NO_JOBS.includes(name),
  ),
);

export const gitlabScript = (job: string) => (GITLAB[job]?.script ?? []).join('\n');

export const ATLANTIS = readYaml('examples/atlantis/repos.yaml') as {
  readonly repos: readonly {
    readonly pre_workflow_hooks: readonly { readonly run: string }[];
    readonly post_workflow_hooks: readonly { readonly run: string }[];
    readonly allowed_overrides: readonly string[];
    readonly allow_custom_workflows: boolean;
  }[];
  readonly workflows: {
    readonly 'ecr-topology': {
      readonly plan: { readonly steps: readonly (string | { readonly run: string })[] };
    };
  };
};

const ATLANTIS_BIN = 'examples/atlantis/bin';

export const ATLANTIS_SCRIPTS = readdirSync(ATLANTIS_BIN).map(
  (name) => [name, readFileSync(join(ATLANTIS_BIN, name), 'utf8')] as const,
);

/** The commands of the steps of `plan`, without the built-in ones. */
export const ATLANTIS_RUNS = ATLANTIS.workflows['ecr-topology'].plan.steps.flatMap((step) =>
  typeof step === 'string' ? [] : [step.run],
);

/** Every script of every pipeline, with where it stands. */
export const SCRIPTS: readonly (readonly [place: string, script: string])[] = [
  ...Object.entries(WORKFLOW.jobs).flatMap(([job, { steps }]) =>
    steps.flatMap(({ name, run }) =>
      run === undefined ? [] : [[`GitHub, ${job}: ${name ?? run}`, run] as const],
    ),
  ),
  ...Object.keys(GITLAB).map((job) => [`GitLab, ${job}`, gitlabScript(job)] as const),
  ...ATLANTIS_RUNS.map((run) => [`Atlantis: ${run}`, run] as const),
  ...ATLANTIS_SCRIPTS.map(([name, script]) => [`Atlantis: ${name}`, script] as const),
];

export function readYaml(file: string): unknown {
  return parse(readFileSync(file, 'utf8'));
}
