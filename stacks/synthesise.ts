import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { App, type TerraformStack } from 'cdktf';
import type { Deployment, Topology } from '../src/registry';
import { addStacks } from './index';

type Environment = Readonly<Record<string, string | undefined>>;

/** Where the CDKTF CLI looks for the stacks, unless `--output` names another folder. */
export const DEFAULT_FOLDER = 'cdktf.out';

/** The folder that the stacks are written to; the CDKTF CLI sets the variable to what its `--output` names. */
export function outputFolder(environment: Environment): string {
  const named = environment.CDKTF_OUTDIR ?? '';
  return named === '' ? DEFAULT_FOLDER : named;
}

/** A stack that was written. */
interface WrittenStack {
  readonly name: string;
  /** Its configuration, relative to the working directory unless the output folder is named by an absolute path. */
  readonly file: string;
  readonly resources: number;
}

/**
 * Writes the stacks into the output folder and removes what an earlier run left there: stacks that are no longer
 * declared, and the other format of a stack, which Terraform would read as well.
 */
export function synthesise(
  topology: Topology,
  deployment: Deployment,
  folder: string,
): readonly WrittenStack[] {
  const before = stacksIn(folder);
  mkdirSync(folder, { recursive: true });
  // cdktf's own validations ask the terraform binary for its version, which a review of the output does not need.
  const app = new App({ outdir: folder, skipValidation: true });
  const stacks = addStacks(app, topology, deployment);
  for (const stack of stacks) skipPreparation(stack);
  app.synth();

  const after = stacksIn(folder);
  // The CLI removes former stacks itself, and fails if they are missing.
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
 * cdktf resolves every element of a stack once before it resolves them for good, for references to other stacks add
 * elements. Nothing that a layout says refers to another stack. What others add to a stack may, so `addStacks` leaves it.
 */
function skipPreparation(stack: TerraformStack): void {
  stack.prepareStack = () => {
    stack.ensureBackendExists();
  };
}

/** Whether the CDKTF CLI runs this: it always sets the output format, and nothing else does. */
export function isRunByCdktf(environment: Environment): boolean {
  return environment.SYNTH_HCL_OUTPUT !== undefined;
}

/** The stacks that the manifest in a folder lists. Only these are ours to remove. */
function stacksIn(folder: string): ReadonlySet<string> {
  const content = readManifest(join(folder, 'manifest.json'));
  const stacks = typeof content === 'object' && content !== null && 'stacks' in content ? content.stacks : {};
  // A name with a separator would lead out of the folder.
  return new Set(Object.keys(stacks ?? {}).filter((name) => /^[A-Za-z0-9_-]+$/.test(name)));
}

/** Undefined where there is none, or one that was cut short: then nothing is known to be ours. */
function readManifest(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
