import type { App, TerraformStack } from 'cdktf';
import { EXIT } from './src/cli/exit';
import { runSynthesis } from './src/cli/synth';
import type { Diagnostic } from './src/declaration/syntax/diagnostics';
import type { Environment } from './src/declaration/syntax/environment';
import type { Source } from './src/declaration/syntax/source';
import { loadTopology as load } from './src/lint/declaration/load';
import type { Deployment } from './src/model/deployment';
import type { Topology } from './src/model/topology';
import { diagnosticsText as textOf } from './src/report/diagnostics';
import { PLAIN } from './src/report/format/terminal';
import { failureText } from './src/report/format/text';
import { loadStacks, loadSynthesis } from './stacks/load';

/*
 * The public API for other CDKTF projects: docs/guides/library.md. These types contain only what such a project
 * requires. The internal types contain more.
 */

export { repositoryArn, repositoryUrl } from './src/aws/arn';
export type { Deployment, Diagnostic, Environment, Source, Topology };

/** The result of reading a declaration: a topology, or the errors of the file. */
export type Loaded = LoadedTopology | RefusedDeclaration;

export interface LoadedTopology {
  readonly kind: 'topology';
  readonly source: Source;
  readonly topology: Topology;
  readonly deployment: Deployment;
  /** Warnings only. */
  readonly diagnostics: readonly Diagnostic[];
}

export interface RefusedDeclaration {
  /** `unreadable`: the file cannot be read. `refused`: the file has errors. */
  readonly kind: 'unreadable' | 'refused';
  readonly source: Source;
  /** At least one error. Contains every problem of the file, in the order of the file. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads a declaration. Never throws.
 *
 * @param file relative to the working directory
 * @param environment values for `${NAME}` under `accounts`, for example `process.env`
 */
export function loadTopology(file: string, environment: Environment): Loaded {
  return load(file, environment);
}

/**
 * Returns the output of `ecr-topology validate` for a declaration, without colors. Empty if there are no
 * diagnostics.
 */
export function diagnosticsText({ diagnostics, source }: Pick<Loaded, 'diagnostics' | 'source'>): string {
  return textOf(diagnostics, source, PLAIN);
}

/**
 * Adds the stacks of a topology to an app, which may contain other stacks.
 *
 * @returns the stacks, so that other stacks can depend on them with `addDependency`
 * @throws Error if the app contains a stack of the same name, because an app can contain one topology. Error if a
 * package that this needs is not installed: `cdktf`, `constructs` or `@cdktf/provider-aws`
 */
export function addStacks(app: App, topology: Topology, deployment: Deployment): readonly TerraformStack[] {
  return loadStacks().addStacks(app, topology, deployment);
}

/** What `synthesize` reads and adds. */
export interface SynthesisOptions {
  /** The declaration. Default: the environment variable `ECR_TOPOLOGY`, or `topology.yaml`. */
  readonly topology?: string;
  /** Adds your own stacks to the app. `stacks` are the stacks of the topology. */
  readonly extend?: (app: App, topology: Topology, stacks: readonly TerraformStack[]) => unknown;
}

/**
 * Reads a declaration, writes its stacks to `cdktf.out`, and prints the result: the whole program of a project that
 * `ecr-topology init` creates. Writes nothing if the declaration has errors, or if a local state file belongs to
 * another declaration.
 *
 * @returns the exit code: 0 if the stacks were written, 1 if not, 2 if a file cannot be read or written
 * @throws what `extend` throws, and what CDKTF throws for your own stacks
 */
export function synthesize({ topology: file, extend }: SynthesisOptions = {}): number {
  const { noDeprecation } = process;
  // cdktf 0.21 calls util.isArray, for which Node 22 and later print a warning. Users cannot fix it.
  process.noDeprecation = true;
  try {
    const { DEFAULT_FOLDER, isRunByCdktf, outputFolder, synthesise } = loadSynthesis();
    const folder = outputFolder(process.env);
    return runSynthesis({
      topology: file,
      isQuiet: false,
      outputFolder: folder === DEFAULT_FOLDER ? undefined : folder,
      isRunByCdktf: isRunByCdktf(process.env),
      write: (topology, deployment, onStack) =>
        synthesise(topology, deployment, {
          folder,
          onStack,
          ...(extend && { extend: (app, stacks) => extend(app, topology, stacks) }),
        }),
    });
  } catch (error) {
    // A stack trace locates an error in the user's own code.
    if (extend !== undefined) throw error;
    process.stderr.write(failureText(error, process.env));
    return EXIT.couldNotRun;
  } finally {
    process.noDeprecation = noDeprecation ?? false;
  }
}
