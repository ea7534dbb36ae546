import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readAction, readWorkflow, readYaml, type Step } from './github/workflow';
import { gitlabScript, readPipeline, type Pipeline } from './gitlab';

/** The folders with workflows: those of this project, of which some are called by others, and those to copy. */
export const WORKFLOW_FOLDERS = ['.github/workflows', 'examples/github-actions'];

export const ACTION_FILE = 'action.yml';
export const ACTION_FILES = [ACTION_FILE, '.github/actions/aws-profiles/action.yml'];

/** The workflows that other repositories call. */
export const REUSABLE_FILES = ['plan-check', 'deploy', 'deploy-stack'].map(
  (name) => `.github/workflows/${name}.yml`,
);
/** The workflows to copy, which call them, or an action of this project. */
export const EXAMPLE_FILES = ['plan-check', 'plan-check-terraform', 'deploy', 'verify'].map(
  (name) => `examples/github-actions/${name}.yml`,
);

export const GITLAB_FILES = [
  'examples/gitlab-ci/.gitlab-ci.yml',
  'examples/gitlab-ci/plan-check-terraform.yml',
];
export const GITLAB = readPipeline('examples/gitlab-ci/.gitlab-ci.yml');
/** For projects without a topology.yaml. */
export const TERRAFORM_GITLAB = readPipeline('examples/gitlab-ci/plan-check-terraform.yml');

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

type Script = readonly [location: string, script: string];

const scriptsOf = (file: string, steps: readonly Step[] = []): readonly Script[] =>
  steps.flatMap(({ name, run }) => (run === undefined ? [] : [[`${file}: ${name ?? run}`, run] as const]));

/** The scripts of the workflows and actions for GitHub. */
export const GITHUB_SCRIPTS: readonly Script[] = [
  ...REUSABLE_FILES.flatMap((file) =>
    Object.values(readWorkflow(file).jobs).flatMap(({ steps }) => scriptsOf(file, steps)),
  ),
  ...ACTION_FILES.flatMap((file) => scriptsOf(file, readAction(file).runs.steps)),
];

const gitlabScripts = (pipeline: Pipeline): readonly Script[] =>
  Object.keys(pipeline)
    .filter((name) => !name.startsWith('.'))
    .map((name) => [`GitLab, ${name}`, gitlabScript(name.replace('ecr-topology:', ''), pipeline)]);

/** Every script of the pipelines of GitLab and Atlantis. */
export const SHELL_SCRIPTS: readonly Script[] = [
  ...[GITLAB, TERRAFORM_GITLAB].flatMap(gitlabScripts),
  ...[ATLANTIS, TERRAFORM_ATLANTIS].flatMap(atlantisRuns).map((run) => [`Atlantis: ${run}`, run] as const),
  ...ATLANTIS_SCRIPTS.map(([name, script]) => [`Atlantis: ${name}`, script] as const),
];
