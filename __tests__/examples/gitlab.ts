import { readFileSync } from 'node:fs';
import { parseAllDocuments } from 'yaml';
import { readYaml } from './github/workflow';

export interface GitlabJob {
  readonly script?: readonly string[];
  readonly rules?: readonly GitlabRule[];
  readonly extends?: string;
  readonly stage?: string;
  readonly image?: unknown;
  readonly needs?: readonly { readonly job: string; readonly optional?: boolean }[];
  readonly variables?: Readonly<Record<string, string>>;
  readonly id_tokens?: unknown;
  readonly artifacts?: { readonly expire_in: string; readonly access?: string };
  readonly parallel?: { readonly matrix: readonly { readonly PLAN: readonly string[] }[] };
}

interface GitlabRule {
  readonly if: string;
  readonly variables?: Readonly<Record<string, string>>;
}

/** By name, templates included. */
export type Pipeline = Readonly<Record<string, GitlabJob>>;

type Inputs = Readonly<Record<string, unknown>>;

interface Template {
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default?: unknown }>>;
  readonly jobs: Pipeline;
}

export const TEMPLATE_FILE = 'gitlab/plan-check.yml';

export function readTemplate(): Template {
  const [header, jobs] = parseAllDocuments(readFileSync(TEMPLATE_FILE, 'utf8')).map(
    (document) => document.toJS() as unknown,
  );
  return { inputs: (header as { spec: { inputs: Template['inputs'] } }).spec.inputs, jobs: jobs as Pipeline };
}

/** Returns the jobs of a pipeline that includes the template. */
export function readPipeline(file: string): Pipeline {
  const { include } = readYaml(file) as { include: readonly { remote: string; inputs: Inputs }[] };
  const [{ inputs } = { inputs: {} }] = include;
  return pipelineWith(inputs);
}

export function pipelineWith(given: Inputs): Pipeline {
  const { inputs, jobs } = readTemplate();
  for (const name of Object.keys(given)) if (!(name in inputs)) throw new Error(`no input '${name}'`);
  const values = Object.entries(inputs).map(([name, input]) => {
    const value = given[name] ?? input.default;
    if (value === undefined) throw new Error(`the input '${name}' is missing`);
    return [name, value] as const;
  });
  return interpolate(jobs, Object.fromEntries(values)) as Pipeline;
}

/** Replaces `$[[ inputs.NAME ]]`. A text that is only an input keeps the type of its value. */
function interpolate(value: unknown, inputs: Inputs): unknown {
  if (typeof value === 'string') {
    const [, only] = /^\$\[\[ inputs\.([\w-]+) \]\]$/.exec(value) ?? [];
    if (only !== undefined) return inputs[only];
    return value.replace(/\$\[\[ inputs\.([\w-]+) \]\]/g, (_, name: string) => String(inputs[name]));
  }
  if (Array.isArray(value)) return value.map((each) => interpolate(each, inputs));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, interpolate(each, inputs)]));
}

/** The lines that the runner executes. */
export const gitlabScript = (job: string, pipeline: Pipeline) =>
  (pipeline[`ecr-topology:${job}`]?.script ?? []).join('\n');

/** The variables of a job, with those of its template and of the rule. */
export function gitlabVariables(
  name: string,
  pipeline: Pipeline,
  rule = 0,
): Readonly<Record<string, string>> {
  const { extends: template = '', variables, rules } = pipeline[`ecr-topology:${name}`] ?? {};
  return { ...pipeline[template]?.variables, ...variables, ...rules?.[rule]?.variables };
}
