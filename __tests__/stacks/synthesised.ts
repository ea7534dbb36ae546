import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Testing } from 'cdktf';
import type { Deployment } from '../../src/model/deployment';
import type { Topology } from '../../src/model/topology';
import { addStacks } from '../../stacks/stack';
import { deploymentOf, topologyOf } from '../declaration/declarations';

/** A resource, provider or output in `cdk.tf.json`. */
export type Block = Readonly<Record<string, unknown>>;

/** Returns the stack of a declaration as `cdktf synth` would write it. */
export function synthesise(text: string, environment?: Readonly<Record<string, string>>): string {
  const app = Testing.app();
  try {
    const [stack] = addStacks(app, topologyOf(text), deploymentOf(text, environment));
    return Testing.synth(stack!, false);
  } finally {
    // cdktf creates a folder for each app and does not remove it.
    rmSync(app.outdir, { recursive: true, force: true });
  }
}

/**
 * Returns the file of each stack of a topology, as `cdktf synth` writes it, and the dependencies of the stacks.
 */
export function synthesiseStacks(topology: Topology, deployment: Deployment) {
  const folder = mkdtempSync(join(tmpdir(), 'ecr-topology-synthesised-'));
  try {
    const app = new App({ outdir: folder, skipValidation: true });
    addStacks(app, topology, deployment);
    app.synth();
    const names = readdirSync(join(folder, 'stacks')).sort();
    const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as Manifest;
    return {
      files: new Map(
        names.map((name) => [name, readFileSync(join(folder, 'stacks', name, 'cdk.tf.json'), 'utf8')]),
      ),
      dependencies: Object.fromEntries(names.map((name) => [name, manifest.stacks[name]?.dependencies])),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The manifest that cdktf-cli reads. */
interface Manifest {
  readonly stacks: Readonly<Record<string, { readonly dependencies: readonly string[] }>>;
}

/** Returns the stack in HCL, as `cdktf synth --hcl` would write it. */
export function synthesiseHcl(text: string): string {
  const app = Testing.app();
  Object.defineProperty(app, 'hclOutput', { value: true });
  try {
    const [stack] = addStacks(app, topologyOf(text), deploymentOf(text));
    return (stack!.toHclTerraform() as { readonly hcl: string }).hcl; // cdktf declares `any`
  } finally {
    rmSync(app.outdir, { recursive: true, force: true });
  }
}

/** Returns all resources of a type by Terraform name. `toHaveResourceWithProperties` passes if any one matches. */
export function resourcesOf(text: string, type: string): Readonly<Record<string, Block>> {
  return synthesiseObject(text).resource?.[type] ?? {};
}

export interface StackJson {
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Block>>>>;
  readonly provider: { readonly aws: readonly Block[] };
  readonly output: Readonly<Record<string, { readonly value: unknown }>>;
  readonly terraform: {
    readonly backend?: Readonly<Record<string, Block>>;
    readonly cloud?: Block;
    readonly required_providers: Block;
  };
}

export function synthesiseObject(text: string): StackJson {
  return JSON.parse(synthesise(text)) as StackJson; // the shape of Terraform's JSON syntax
}
