import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { App, type TerraformStack } from 'cdktf';
import type { Deployment, Topology } from '../src/registry';
import { addStacks } from './index';

/**
 * Writes the stacks into the output folder and takes out what an earlier run left there: stacks that are no longer
 * declared, and the other format of a stack, which Terraform would read beside this one.
 */
export function synthesise(topology: Topology, deployment: Deployment): void {
  const named = process.env.CDKTF_OUTDIR ?? '';
  const folder = named === '' ? 'cdktf.out' : named;
  const before = stacksIn(folder);
  mkdirSync(folder, { recursive: true });
  // cdktf's own validations ask the terraform binary for its version, which a review of the output does not need.
  const app = new App({ outdir: folder, skipValidation: true });
  for (const stack of addStacks(app, topology, deployment)) skipPreparation(stack);
  app.synth();

  const after = stacksIn(folder);
  for (const name of isRunByCdktf() ? [] : before) {
    if (!after.has(name)) rmSync(join(folder, 'stacks', name), { recursive: true, force: true });
  }
  for (const name of after) {
    for (const other of app.hclOutput ? ['cdk.tf.json'] : ['cdk.tf', 'metadata.json']) {
      rmSync(join(folder, 'stacks', name, other), { force: true });
    }
  }
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

/**
 * The CLI takes out former stacks by itself, and fails where they are gone already. It always says which output it
 * wants; nobody else does.
 */
function isRunByCdktf(): boolean {
  return process.env.SYNTH_HCL_OUTPUT !== undefined;
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
