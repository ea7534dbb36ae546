import { cpSync, existsSync, lstatSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { run } from '../../e2e/command';
import { textOf, type Value } from './expressions';
import type { JobMachine } from './steps';

type Inputs = Readonly<Record<string, Value>>;
/** The error message if the action fails, or its outputs. */
type Result = string | undefined | Inputs;
type Simulation = (inputs: Inputs, machine: JobMachine) => Result | Promise<Result>;

/** Runs an action of another repository, of which only the result is simulated. */
export async function runAction(uses: string, inputs: Inputs, machine: JobMachine): Promise<Result> {
  const [name = ''] = uses.split('@');
  const simulation = SIMULATIONS[name];
  if (simulation === undefined) throw new Error(`the action '${uses}' is not simulated`);
  return simulation(inputs, machine);
}

const SIMULATIONS: Readonly<Record<string, Simulation>> = {
  'actions/checkout': checkout,
  'actions/download-artifact': downloadArtifact,
  'actions/setup-node': requireInputs('node-version'),
  'actions/upload-artifact': uploadArtifact,
  'hashicorp/setup-terraform': requireInputs('terraform_version', 'terraform_wrapper'),
  'opentofu/setup-opentofu': requireInputs('tofu_version', 'tofu_wrapper'),
};

function requireInputs(...names: readonly string[]): Simulation {
  return (inputs) =>
    names.map((name) => (inputs[name] === undefined ? `no ${name}` : undefined)).find(Boolean);
}

const input = (inputs: Inputs, name: string) => textOf(inputs[name] ?? null);

async function checkout(inputs: Inputs, { host, workspace, permissions }: JobMachine): Promise<undefined> {
  const folder = join(workspace, input(inputs, 'path'));
  if (inputs.repository === undefined) {
    if (permissions.contents !== 'read') throw new Error('a checkout requires contents: read');
    const depth = inputs['fetch-depth'] ?? 1;
    const script = `git init --quiet && git fetch --quiet --depth ${textOf(depth)} 'file://${host.repository}' HEAD &&
      git checkout --quiet FETCH_HEAD`;
    await run({ file: 'sh', args: ['-ec', script], folder, environment: host.environment });
    return undefined;
  }
  if (inputs.repository !== 'OWNER/ecr-topology') throw new Error('a checkout of another repository');
  // The action deletes files that another repository has at this path.
  rmSync(folder, { recursive: true, force: true });
  for (const path of input(inputs, 'sparse-checkout').trim().split('\n')) {
    cpSync(path, join(folder, path), { recursive: true });
  }
  return undefined;
}

const artifactsOf = ({ host }: JobMachine) => join(host.folder, 'artifacts');

/** Returns the URL of a file that is not in an archive. It has the name of the file. */
function uploadFile(inputs: Inputs, machine: JobMachine): Result {
  const path = resolve(machine.workspace, input(inputs, 'path'));
  const to = join(artifactsOf(machine), basename(path));
  if (existsSync(to)) return `an artifact with this name exists: ${to}`;
  mkdirSync(dirname(to), { recursive: true });
  cpSync(path, to);
  return { 'artifact-url': `${REPORT_URL}/${basename(path)}` };
}

/** In place of `https://github.com/acme/images/actions/runs/1/artifacts/2`, which does not have the name. */
export const REPORT_URL = 'https://github.com/acme/images/actions/runs/1/artifacts';

function uploadArtifact(inputs: Inputs, machine: JobMachine): Result {
  if (inputs.archive === false) return uploadFile(inputs, machine);
  const to = join(artifactsOf(machine), input(inputs, 'name'));
  if (existsSync(to)) return `an artifact with this name exists: ${to}`;
  const paths = input(inputs, 'path')
    .split('\n')
    .map((path) => path.trim())
    .filter((path) => path !== '')
    .map((path) => resolve(machine.workspace, path))
    .filter((path) => existsSync(path));
  if (paths.length === 0) return inputs['if-no-files-found'] === 'error' ? 'no files were found' : undefined;
  const roots = new Set(paths.map((path) => (lstatSync(path).isDirectory() ? path : dirname(path))));
  if (roots.size !== 1) throw new Error('the files of the artifact have several parents');
  const [root = ''] = roots;
  for (const path of paths) {
    cpSync(path, join(to, path.slice(root.length)), {
      recursive: true,
      filter: (file) =>
        inputs['include-hidden-files'] === true || !/\/\.[^/]+$/.test(file.slice(root.length)),
    });
  }
  return undefined;
}

function downloadArtifact(inputs: Inputs, machine: JobMachine): string | undefined {
  const artifacts = artifactsOf(machine);
  const to = resolve(machine.workspace, input(inputs, 'path'));
  mkdirSync(to, { recursive: true });
  const pattern = input(inputs, 'pattern');
  if (pattern === '') {
    const from = join(artifacts, input(inputs, 'name'));
    if (!existsSync(from)) return 'the artifact does not exist';
    cpSync(from, to, { recursive: true });
    return undefined;
  }
  if (inputs['merge-multiple'] !== true) throw new Error('only supports merge-multiple');
  const names = readdirSync(artifacts).filter((name) => name.startsWith(pattern.replace(/\*$/, '')));
  for (const name of names) cpSync(join(artifacts, name), to, { recursive: true });
  return undefined;
}
