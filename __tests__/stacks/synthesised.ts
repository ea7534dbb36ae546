import { rmSync } from 'node:fs';
import { Testing } from 'cdktf';
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
