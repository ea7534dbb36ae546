import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { App, type TerraformStack } from 'cdktf';
import type { Deployment } from '../src/model/deployment';
import type { Topology } from '../src/model/topology';
import { addStacks } from './stack';

type Environment = Readonly<Record<string, string | undefined>>;

/** The folder in which the CDKTF CLI looks for the stacks, unless `--output` sets another. */
export const DEFAULT_FOLDER = 'cdktf.out';

/** Returns the output folder. The CDKTF CLI sets the variable to the value of its `--output`. */
export function outputFolder(environment: Environment): string {
  const named = environment.CDKTF_OUTDIR ?? '';
  return named === '' ? DEFAULT_FOLDER : named;
}

interface WrittenStack {
  readonly name: string;
  /** The configuration file, relative to the working directory unless the output folder is absolute. */
  readonly file: string;
  readonly resources: number;
}

/**
 * Writes the stacks into the output folder. Removes stacks of an earlier run that are no longer declared, and
 * the other format of a stack, because Terraform would read both.
 * @param onStack called before each stack is written
 */
export function synthesise(
  topology: Topology,
  deployment: Deployment,
  folder: string,
  onStack: (number: number, total: number) => void = () => undefined,
): readonly WrittenStack[] {
  const before = readStackNames(folder);
  mkdirSync(folder, { recursive: true });
  // cdktf's validations run the terraform binary to read its version. Reviewing the output does not require
  // Terraform.
  const app = new App({ outdir: folder, skipValidation: true });
  const stacks = addStacks(app, topology, deployment);
  for (const [index, stack] of stacks.entries()) {
    skipPreparation(stack);
    const { synthesizer } = stack;
    stack.synthesizer = {
      synthesize: (session) => {
        onStack(index + 1, stacks.length);
        synthesizer.synthesize(session);
      },
    };
  }
  app.synth();

  const after = readStackNames(folder);
  // The CLI removes previous stacks itself and fails if they are missing.
  for (const name of isRunByCdktf(process.env) ? [] : before) {
    if (!after.has(name)) rmSync(join(folder, 'stacks', name), { recursive: true, force: true });
  }
  for (const name of after) {
    for (const other of app.hclOutput ? ['cdk.tf.json'] : ['cdk.tf', 'metadata.json']) {
      rmSync(join(folder, 'stacks', name, other), { force: true });
    }
  }
  const configuration = app.hclOutput ? 'cdk.tf' : 'cdk.tf.json';
  return stacks.map(({ node, resources }) => ({
    name: node.id,
    file: join(folder, 'stacks', node.id, configuration),
    resources,
  }));
}

/**
 * cdktf resolves every element of a stack twice, because references to other stacks add elements. The resources
 * of a layout do not refer to other stacks. Elements that users add may, so `addStacks` does not skip this.
 */
function skipPreparation(stack: TerraformStack): void {
  stack.prepareStack = () => {
    stack.ensureBackendExists();
  };
}

/** Returns whether the CDKTF CLI runs this process. Only the CLI sets the output format. */
export function isRunByCdktf(environment: Environment): boolean {
  return environment.SYNTH_HCL_OUTPUT !== undefined;
}

/** Returns the stacks that the manifest in a folder lists. Only these may be removed. */
function readStackNames(folder: string): ReadonlySet<string> {
  const content = readManifest(join(folder, 'manifest.json'));
  const stacks = typeof content === 'object' && content !== null && 'stacks' in content ? content.stacks : {};
  // A name with a path separator could point outside the folder.
  return new Set(Object.keys(stacks ?? {}).filter((name) => /^[A-Za-z0-9_-]+$/.test(name)));
}

/** Returns undefined if the manifest is missing or incomplete. No stacks are removed then. */
function readManifest(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
