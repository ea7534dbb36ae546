import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tryRun } from '../../e2e/command';
import { runAction } from './actions';
import {
  evaluateCondition,
  interpolate,
  statusFunctions,
  textOf,
  valueOf,
  type Scope,
  type Value,
} from './expressions';
import type { Host, JobResult } from './runner';
import { readAction, type Action, type Permissions, type Step } from './workflow';

/** The machine on which the steps of a job run. */
export interface JobMachine {
  readonly host: Host;
  readonly permissions: Permissions;
  readonly workspace: string;
  readonly temp: string;
  /** The variables of the workflow and the job. */
  readonly environment: Readonly<Record<string, string>>;
  readonly scope: Scope;
}

export interface StepRun {
  readonly name: string;
  /** The script, if it is not the step of an action. */
  readonly script: string | undefined;
  readonly result: JobResult;
  readonly stdout: string;
  readonly stderr: string;
}

export interface StepsRun {
  readonly result: JobResult;
  readonly steps: readonly StepRun[];
  readonly summary: string;
  /** The context `steps`. */
  readonly context: Value;
}

interface Outcome {
  readonly result: JobResult;
  readonly outputs: Readonly<Record<string, Value>>;
  readonly runs: readonly StepRun[];
}

/** Runs the steps of a job like the runner of GitHub Actions. */
export async function runSteps(steps: readonly Step[], machine: JobMachine): Promise<StepsRun> {
  const files = {
    GITHUB_ENV: join(machine.temp, '.env'),
    GITHUB_STEP_SUMMARY: join(machine.temp, '.summary'),
  };
  for (const file of Object.values(files)) writeFileSync(file, '');
  const run = await new Sequence(machine, files, '').run(steps);
  return { ...run, summary: readFileSync(files.GITHUB_STEP_SUMMARY, 'utf8') };
}

/** The steps of a job or of a composite action. */
class Sequence {
  private readonly steps: Record<string, Value> = {};
  private isSuccess = true;

  public constructor(
    private readonly machine: JobMachine,
    private readonly files: Readonly<Record<string, string>>,
    /** The folder of the composite action, or empty. */
    private readonly actionFolder: string,
  ) {}

  public async run(steps: readonly Step[]) {
    const runs: StepRun[] = [];
    for (const step of steps) runs.push(...(await this.runStep(step)));
    const result: JobResult = this.isSuccess ? 'success' : 'failure';
    return { result, steps: runs, context: this.steps };
  }

  private async runStep(step: Step): Promise<readonly StepRun[]> {
    const name = step.name ?? step.uses ?? step.run ?? '';
    if (!evaluateCondition(step.if ?? 'success()', this.scope())) {
      return [{ name, script: step.run, result: 'skipped', stdout: '', stderr: '' }];
    }
    const outcome = await (step.run === undefined
      ? this.use(step, name)
      : this.runScript(step, step.run, name));
    if (step.id !== undefined) this.steps[step.id] = { outputs: outcome.outputs, outcome: outcome.result };
    if (outcome.result === 'failure' && step['continue-on-error'] !== true) this.isSuccess = false;
    return outcome.runs;
  }

  private scope(): Scope {
    const { scope, workspace, temp, permissions } = this.machine;
    const added = parseAssignments(readFileSync(this.files.GITHUB_ENV ?? '', 'utf8'));
    return {
      contexts: {
        ...scope.contexts,
        env: { ...this.machine.environment, ...added },
        github: { ...(scope.contexts.github as object), workspace, token: tokenWith(permissions) },
        job: { workflow_repository: 'OWNER/ecr-topology', workflow_sha: '0123abcd' },
        runner: { temp },
        steps: this.steps,
      },
      functions: {
        ...statusFunctions(this.isSuccess),
        hashFiles: (pattern = null) => (existsSync(join(workspace, textOf(pattern))) ? 'abc' : ''),
      },
    };
  }

  private async runScript(step: Step, script: string, name: string): Promise<Outcome> {
    const { host, workspace, temp, environment } = this.machine;
    const scope = this.scope();
    const folder = mkdtempSync(join(temp, '.step-'));
    const [file, output] = [join(folder, 'script.sh'), join(folder, 'output')];
    writeFileSync(file, script);
    writeFileSync(output, '');
    const own = Object.entries(step.env ?? {}).map(
      ([key, value]) => [key, textOf(valueOf(value, scope))] as const,
    );
    const { code, stdout, stderr } = await tryRun({
      file: 'bash',
      args: ['--noprofile', '--norc', '-e', '-o', 'pipefail', file],
      folder: join(workspace, textOf(interpolate(step['working-directory'] ?? '.', scope))),
      environment: {
        ...host.environment,
        ...environment,
        ...this.runnerVariables(),
        ...parseAssignments(readFileSync(this.files.GITHUB_ENV ?? '', 'utf8')),
        ...Object.fromEntries(own),
        ...this.files,
        GITHUB_OUTPUT: output,
      },
    });
    const result = code === 0 ? 'success' : 'failure';
    return {
      result,
      outputs: parseAssignments(readFileSync(output, 'utf8')),
      runs: [{ name, script, result, stdout, stderr }],
    };
  }

  private runnerVariables(): Readonly<Record<string, string>> {
    const { host, workspace, temp, permissions } = this.machine;
    const { github } = host;
    const names = ['api_url', 'event_name', 'event_path', 'ref', 'repository', 'run_id', 'server_url', 'sha'];
    return {
      ...Object.fromEntries(
        names.map((name) => [`GITHUB_${name.toUpperCase()}`, textOf(github[name] ?? null)]),
      ),
      CI: 'true',
      GITHUB_ACTIONS: 'true',
      GITHUB_ACTION_PATH: this.actionFolder,
      GITHUB_WORKSPACE: workspace,
      RUNNER_TEMP: temp,
      ...(permissions['id-token'] === 'write' && {
        ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'request-token',
        ACTIONS_ID_TOKEN_REQUEST_URL: `${textOf(github.api_url ?? null)}/oidc?api-version=2.0`,
      }),
    };
  }

  private async use(step: Step, name: string): Promise<Outcome> {
    const uses = step.uses ?? '';
    const inputs = valueOf(step.with ?? {}, this.scope()) as Readonly<Record<string, Value>>;
    if (uses.startsWith('./')) return this.runComposite(join(this.machine.workspace, uses), inputs, name);
    const [, own] = /^OWNER\/ecr-topology((?:\/[^@]+)?)@v[\d.]+$/.exec(uses) ?? [];
    if (own !== undefined) return this.runComposite(join(process.cwd(), own), inputs, name);
    const outcome = await runAction(uses, inputs, this.machine);
    const isFailed = typeof outcome === 'string';
    const result = isFailed ? 'failure' : 'success';
    return {
      result,
      outputs: isFailed ? {} : (outcome ?? {}),
      runs: [{ name, script: undefined, result, stdout: '', stderr: isFailed ? outcome : '' }],
    };
  }

  private async runComposite(
    folder: string,
    given: Readonly<Record<string, Value>>,
    name: string,
  ): Promise<Outcome> {
    const action = readAction(join(folder, 'action.yml'));
    const inputs = actionInputs(action, given, this.scope());
    const { scope } = this.machine;
    const nested = new Sequence(
      { ...this.machine, scope: { ...scope, contexts: { github: scope.contexts.github ?? null, inputs } } },
      this.files,
      folder,
    );
    const { result, steps, context } = await nested.run(action.runs.steps);
    const outputScope = { contexts: { steps: context }, functions: {} };
    const outputs = Object.entries(action.outputs ?? {}).map(
      ([key, { value }]) => [key, textOf(interpolate(value, outputScope))] as const,
    );
    return {
      result,
      outputs: Object.fromEntries(outputs),
      runs: [...steps, { name, script: undefined, result, stdout: '', stderr: '' }],
    };
  }
}

/** The inputs of an action are texts. */
function actionInputs({ inputs }: Action, given: Readonly<Record<string, Value>>, scope: Scope) {
  for (const name of Object.keys(given)) {
    if (!(name in inputs)) throw new Error(`no input '${name}'`);
  }
  const entries = Object.entries(inputs).map(([name, { required = false, default: preset = '' }]) => {
    if (required && given[name] === undefined) throw new Error(`the input '${name}' is missing`);
    return [name, textOf(given[name] ?? valueOf(preset, scope))] as const;
  });
  return Object.fromEntries(entries);
}

/** A token that shows its permissions to the API of the test. */
export const tokenWith = (permissions: Permissions) =>
  `ghs_${Buffer.from(JSON.stringify(permissions)).toString('base64url')}`;

/** Parses the lines `NAME=VALUE` of an output file. */
function parseAssignments(text: string): Readonly<Record<string, string>> {
  const lines = text.split('\n').filter((line) => line !== '');
  return Object.fromEntries(
    lines.map((line) => {
      const at = line.indexOf('=');
      return [line.slice(0, at), line.slice(at + 1)] as const;
    }),
  );
}
