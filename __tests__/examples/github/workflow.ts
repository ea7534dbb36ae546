import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

/** The parts of a workflow, job, step and action that the tests read. */
export interface Workflow {
  readonly name: string;
  readonly on: Readonly<Record<string, unknown>> & { readonly workflow_call?: WorkflowCall };
  readonly permissions: Permissions;
  readonly env?: Texts;
  readonly jobs: Readonly<Record<string, Job>>;
}

export interface WorkflowCall {
  readonly inputs: Readonly<Record<string, Input>>;
  readonly outputs?: Readonly<Record<string, { readonly value: string }>>;
}

export interface Input {
  readonly description: string;
  readonly required?: boolean;
  readonly default?: string | boolean;
}

export interface Job {
  readonly uses?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly needs?: string | readonly string[];
  readonly if?: string;
  readonly permissions?: Permissions;
  readonly env?: Texts;
  readonly outputs?: Texts;
  readonly strategy?: { readonly matrix: unknown };
  readonly steps?: readonly Step[];
  readonly 'timeout-minutes'?: number;
}

export interface Step {
  readonly id?: string;
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly if?: string;
  readonly env?: Texts;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly shell?: string;
  readonly 'working-directory'?: string;
  readonly 'continue-on-error'?: boolean;
}

export interface Action {
  readonly inputs: Readonly<Record<string, Input>>;
  readonly outputs?: Readonly<Record<string, { readonly description: string; readonly value: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

export type Permissions = Readonly<Record<string, 'read' | 'write'>>;
type Texts = Readonly<Record<string, unknown>>;

export const readWorkflow = (file: string) => readYaml(file) as Workflow;
export const readAction = (file: string) => readYaml(file) as Action;

export function readYaml(file: string): unknown {
  return parse(readFileSync(file, 'utf8'));
}

/** Returns the script of the step with this name. */
export function githubScript(job: string, name: string, { jobs }: Workflow): string {
  const step = jobs[job]?.steps?.find((each) => each.name === name && each.run !== undefined);
  if (step?.run === undefined) throw new Error(`no step '${name}' in the job '${job}'`);
  return step.run;
}

export const needsOf = ({ needs = [] }: Job): readonly string[] =>
  typeof needs === 'string' ? [needs] : needs;
