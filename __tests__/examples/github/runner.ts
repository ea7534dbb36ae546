import { mkdirSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import {
  evaluate,
  evaluateCondition,
  interpolate,
  statusFunctions,
  textOf,
  valueOf,
  type Scope,
  type Value,
} from './expressions';
import { runSteps, type StepRun } from './steps';
import { needsOf, readWorkflow, type Job, type Permissions, type Workflow } from './workflow';

/** What GitHub provides to the jobs of a run. */
export interface Host {
  /** Parent of the folders of the jobs. */
  readonly folder: string;
  /** The git repository whose HEAD is the merge commit of the pull request. */
  readonly repository: string;
  readonly environment: Readonly<Record<string, string>>;
  /** The context `github`, without `token`. */
  readonly github: Readonly<Record<string, Value>>;
}

export type JobResult = 'success' | 'failure' | 'skipped';

export interface JobRun {
  readonly name: string;
  readonly result: JobResult;
  readonly outputs: Readonly<Record<string, Value>>;
  readonly steps: readonly StepRun[];
  /** What the job adds to the page of the run. */
  readonly summary: string;
}

/** Runs a workflow and the workflows that it calls, job by job, with real shells. Returns the jobs in that order. */
export async function runWorkflow(workflow: Workflow, host: Host): Promise<Run> {
  const { jobs } = await runJobs(workflow, host, {}, undefined);
  return new Run(jobs);
}

/** The jobs of a run. A job of a called workflow is named `caller / job`. */
export class Run {
  public constructor(public readonly jobs: readonly JobRun[]) {}

  public job(name: string): JobRun {
    const found = this.jobs.find((job) => job.name === name);
    if (found === undefined) {
      throw new Error(`no job '${name}': ${this.jobs.map((job) => job.name).join(', ')}`);
    }
    return found;
  }

  /** The result of each job. A job with a matrix is listed once for each instance. */
  public results(): readonly (readonly [string, JobResult])[] {
    return this.jobs.map(({ name, result }) => [name, result]);
  }

  /** What the steps of all jobs printed. */
  public printed(): string {
    return this.jobs.flatMap(({ steps }) => steps.map(({ stdout, stderr }) => stdout + stderr)).join('');
  }
}

interface WorkflowRun {
  readonly jobs: readonly JobRun[];
  readonly result: JobResult;
  readonly outputs: Readonly<Record<string, Value>>;
}

type Inputs = Readonly<Record<string, Value>>;

async function runJobs(
  workflow: Workflow,
  host: Host,
  inputs: Inputs,
  /** The permissions of the job that calls this workflow. */
  granted: Permissions | undefined,
): Promise<WorkflowRun> {
  const finished = new Map<string, { readonly result: JobResult; readonly outputs: Inputs }>();
  const runs: JobRun[] = [];
  for (const [name, job] of Object.entries(workflow.jobs)) {
    const ancestors = ancestorsOf(name, workflow).map((each) => finished.get(each)?.result);
    const isSuccess = ancestors.every((result) => result === 'success');
    const needs = Object.fromEntries(needsOf(job).map((each) => [each, finished.get(each) as Value]));
    const scope: Scope = {
      contexts: { github: host.github, needs, inputs },
      functions: statusFunctions(isSuccess),
    };
    const permissions = job.permissions ?? workflow.permissions;
    checkPermissions(permissions, granted);
    if (!evaluateCondition(job.if ?? 'success()', scope)) {
      finished.set(name, { result: 'skipped', outputs: {} });
      runs.push({ name, result: 'skipped', outputs: {}, steps: [], summary: '' });
      continue;
    }
    const instances: JobRun[] = [];
    for (const matrix of matricesOf(job, scope)) {
      const instance = { ...scope, contexts: { ...scope.contexts, matrix } };
      const nested = await runInstance(name, job, { workflow, host, scope: instance, permissions });
      runs.push(...nested.jobs);
      instances.push(nested.run);
    }
    const result = instances.every((run) => run.result === 'success') ? 'success' : 'failure';
    finished.set(name, { result, outputs: instances.at(-1)?.outputs ?? {} });
  }
  const outputs = Object.entries(workflow.on.workflow_call?.outputs ?? {}).map(
    ([name, { value }]) =>
      [
        name,
        interpolate(value, { contexts: { jobs: Object.fromEntries(finished) }, functions: {} }),
      ] as const,
  );
  const isFailed = [...finished.values()].some(({ result }) => result === 'failure');
  return { jobs: runs, result: isFailed ? 'failure' : 'success', outputs: Object.fromEntries(outputs) };
}

interface Instance {
  readonly workflow: Workflow;
  readonly host: Host;
  readonly scope: Scope;
  readonly permissions: Permissions;
}

async function runInstance(
  name: string,
  job: Job,
  { workflow, host, scope, permissions }: Instance,
): Promise<{ readonly run: JobRun; readonly jobs: readonly JobRun[] }> {
  const evaluated = (texts: Readonly<Record<string, unknown>> = {}) =>
    Object.fromEntries(Object.entries(texts).map(([key, value]) => [key, valueOf(value, scope)]));
  if (job.uses !== undefined) {
    const called = readWorkflow(localWorkflow(job.uses));
    const inputs = inputsOf(called, evaluated(job.with));
    const { jobs, result, outputs } = await runJobs(called, host, inputs, permissions);
    const nested = jobs.map((run) => ({ ...run, name: `${name} / ${run.name}` }));
    const run = { name, result, outputs, steps: [], summary: '' };
    return { run, jobs: [...nested, run] };
  }
  const folder = mkdtempSync(join(host.folder, `${name}-`));
  const [workspace, temp] = [join(folder, 'workspace'), join(folder, 'temp')];
  for (const each of [workspace, temp]) mkdirSync(each);
  const variables = Object.entries({ ...evaluated(workflow.env), ...evaluated(job.env) });
  const run = await runSteps(job.steps ?? [], {
    host,
    scope,
    permissions,
    workspace,
    temp,
    environment: Object.fromEntries(variables.map(([key, value]) => [key, textOf(value)])),
  });
  const outputScope = { ...scope, contexts: { ...scope.contexts, steps: run.context } };
  const outputs = Object.entries(job.outputs ?? {}).map(
    ([key, text]) => [key, textOf(interpolate(String(text), outputScope))] as const,
  );
  const { result, steps, summary } = run;
  const jobRun = { name, result, outputs: Object.fromEntries(outputs), steps, summary };
  return { run: jobRun, jobs: [jobRun] };
}

/** Returns the file in this repository of `OWNER/ecr-topology/PATH@REF`, or of `./PATH`. */
function localWorkflow(uses: string): string {
  const [, path] =
    /^(?:\.\/|OWNER\/ecr-topology\/)(\.github\/workflows\/[\w-]+\.yml)(?:@v[\d.]+)?$/.exec(uses) ?? [];
  if (path === undefined) throw new Error(`a workflow of another repository: ${uses}`);
  return path;
}

function inputsOf({ on }: Workflow, given: Inputs): Inputs {
  const declared = Object.entries(on.workflow_call?.inputs ?? {});
  for (const name of Object.keys(given)) {
    if (!declared.some(([each]) => each === name)) throw new Error(`no input '${name}'`);
  }
  return Object.fromEntries(
    declared.map(([name, { required = false, default: preset = '' }]) => {
      if (required && given[name] === undefined) throw new Error(`the input '${name}' is missing`);
      return [name, given[name] ?? preset];
    }),
  );
}

/** GitHub does not start a workflow that requests more permissions than the job that calls it. */
function checkPermissions(requested: Permissions, granted: Permissions | undefined): void {
  if (granted === undefined) return;
  for (const [name, level] of Object.entries(requested)) {
    if (granted[name] !== level && granted[name] !== 'write') {
      throw new Error(`not granted: ${name}: ${level}`);
    }
  }
}

function ancestorsOf(name: string, workflow: Workflow): readonly string[] {
  const job = workflow.jobs[name];
  if (job === undefined) throw new Error(`no job '${name}'`);
  return needsOf(job).flatMap((each) => [each, ...ancestorsOf(each, workflow)]);
}

/** Supports a matrix of which each entry is under `include`. */
function matricesOf({ strategy }: Job, scope: Scope): readonly Value[] {
  if (strategy === undefined) return [{}];
  const matrix = valueOf(strategy.matrix, scope);
  const include = evaluate('matrix.include', { contexts: { matrix }, functions: {} });
  if (!Array.isArray(include) || include.length === 0) throw new Error('the matrix is empty');
  return include as readonly Value[];
}
