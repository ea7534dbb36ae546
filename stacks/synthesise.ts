import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { App, TerraformResource, TerraformStack } from 'cdktf';
import type { Deployment } from '../src/model/deployment';
import type { Topology } from '../src/model/topology';
import { withPlainValuesCopied } from './resolution';
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

interface SynthesisOptions {
  readonly folder: string;
  /** Called before each stack of the topology is written. */
  readonly onStack?: (number: number, total: number) => void;
  /** Adds the user's own stacks. */
  readonly extend?: (app: App, stacks: readonly TerraformStack[]) => void;
}

/**
 * Writes the stacks into the output folder. Removes stacks of an earlier run that are no longer declared, and
 * the other format of a stack, because Terraform would read both.
 */
export function synthesise(
  topology: Topology,
  deployment: Deployment,
  { folder, onStack, extend }: SynthesisOptions,
): readonly WrittenStack[] {
  const before = readStackNames(folder);
  mkdirSync(folder, { recursive: true });
  // cdktf's validations run the terraform binary to read its version. Reviewing the output does not require
  // Terraform. The validations of the user's own stacks may be necessary.
  const app = new App({ outdir: folder, skipValidation: extend === undefined });
  const stacks = addStacks(app, topology, deployment);
  extend?.(app, stacks);
  for (const [index, stack] of stacks.entries()) {
    if (extend === undefined) skipPreparation(stack);
    const { synthesizer } = stack;
    stack.synthesizer = {
      synthesize: (session) => {
        onStack?.(index + 1, stacks.length);
        synthesizer.synthesize(session);
      },
    };
  }
  const write = () => {
    app.synth();
  };
  // The user's own stacks may contain any value that cdktf accepts.
  if (extend === undefined) withPlainValuesCopied(write);
  else write();

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
  const ownStacks = extend === undefined ? [] : ownStacksOf(app, stacks);
  return [
    ...stacks.map((stack) => ({ stack, resources: stack.resources })),
    ...ownStacks.map((stack) => ({ stack, resources: countResources(stack) })),
  ].map(({ stack, resources }) => ({
    name: stack.node.id,
    file: join(folder, app.manifest.forStack(stack).synthesizedStackPath),
    resources,
  }));
}

/** Returns the stacks that the user added. */
function ownStacksOf(app: App, stacks: readonly TerraformStack[]): readonly TerraformStack[] {
  return app.node
    .findAll()
    .filter((element) => TerraformStack.isStack(element))
    .filter((stack) => !stacks.includes(stack));
}

function countResources(stack: TerraformStack): number {
  return stack.node.findAll().filter((element) => TerraformResource.isTerraformResource(element)).length;
}

/**
 * cdktf resolves every element of a stack twice, because references to other stacks add elements. The resources
 * of a layout do not refer to other stacks. Elements that users add may, so this is not skipped for an app with
 * the user's own stacks.
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
