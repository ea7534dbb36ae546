import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

/** The parts of a GitHub workflow that the tests read. */
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
  readonly 'working-directory'?: string;
}

/** The workflows of this project, and those to copy. */
export const WORKFLOW_FOLDERS = ['.github/workflows', 'examples/github-actions'];

export const WORKFLOW_FILE = 'examples/github-actions/plan-check.yml';
export const TERRAFORM_WORKFLOW_FILE = 'examples/github-actions/plan-check-terraform.yml';

export const WORKFLOW = readYaml(WORKFLOW_FILE) as Workflow;
/** For repositories without a topology.yaml. */
export const TERRAFORM_WORKFLOW = readYaml(TERRAFORM_WORKFLOW_FILE) as Workflow;

/** Returns the script of the step with this name, or of the only step without a name. */
export function githubScript(job: string, name?: string, { jobs }: Workflow = WORKFLOW): string {
  const found = jobs[job]?.steps.find((step) => step.name === name && step.run !== undefined);
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
  readonly parallel?: { readonly matrix: readonly Readonly<Record<string, unknown>>[] };
}

const NO_JOBS = ['workflow', 'stages', 'default'];

/** By name, templates included. */
type Pipeline = Readonly<Record<string, GitlabJob>>;

export const GITLAB = pipelineIn('examples/gitlab-ci/.gitlab-ci.yml');
/** For projects without a topology.yaml. */
export const TERRAFORM_GITLAB = pipelineIn('examples/gitlab-ci/plan-check-terraform.yml');

function pipelineIn(file: string): Pipeline {
  const sections = Object.entries(readYaml(file) as Record<string, GitlabJob>);
  return Object.fromEntries(sections.filter(([name]) => !NO_JOBS.includes(name)));
}

export const gitlabScript = (job: string, pipeline = GITLAB) => (pipeline[job]?.script ?? []).join('\n');

interface Atlantis {
  readonly repos: readonly {
    readonly pre_workflow_hooks?: readonly { readonly run: string }[];
    readonly post_workflow_hooks: readonly { readonly run: string }[];
    readonly workflow: string;
    readonly allowed_overrides: readonly string[];
    readonly allow_custom_workflows: boolean;
  }[];
  readonly workflows: Readonly<
    Record<string, { readonly plan: { readonly steps: readonly (string | { readonly run: string })[] } }>
  >;
}

export const ATLANTIS = readYaml('examples/atlantis/repos.yaml') as Atlantis;
/** For repositories without a topology.yaml. */
export const TERRAFORM_ATLANTIS = readYaml('examples/atlantis/repos-terraform.yaml') as Atlantis;

export const ATLANTIS_BIN = 'examples/atlantis/bin';

export const ATLANTIS_SCRIPTS = readdirSync(ATLANTIS_BIN).map(
  (name) => [name, readFileSync(join(ATLANTIS_BIN, name), 'utf8')] as const,
);

/** The commands of the steps of `plan`, without the built-in ones. */
export const atlantisRuns = ({ workflows }: Atlantis) =>
  Object.values(workflows)
    .flatMap(({ plan }) => plan.steps)
    .flatMap((step) => (typeof step === 'string' ? [] : [step.run]));

/** Returns every script of every pipeline, with its location. */
export const SCRIPTS: readonly (readonly [place: string, script: string])[] = [
  ...[WORKFLOW, TERRAFORM_WORKFLOW].flatMap(({ jobs }) =>
    Object.entries(jobs).flatMap(([job, { steps }]) =>
      steps.flatMap(({ name, run }) =>
        run === undefined ? [] : [[`GitHub, ${job}: ${name ?? run}`, run] as const],
      ),
    ),
  ),
  ...[GITLAB, TERRAFORM_GITLAB].flatMap((pipeline) =>
    Object.keys(pipeline).map((job) => [`GitLab, ${job}`, gitlabScript(job, pipeline)] as const),
  ),
  ...[ATLANTIS, TERRAFORM_ATLANTIS].flatMap(atlantisRuns).map((run) => [`Atlantis: ${run}`, run] as const),
  ...ATLANTIS_SCRIPTS.map(([name, script]) => [`Atlantis: ${name}`, script] as const),
];

export function readYaml(file: string): unknown {
  return parse(readFileSync(file, 'utf8'));
}
