import type { App, TerraformStack } from 'cdktf';
import type { Deployment, Topology } from './src/registry';
import { colorsFor } from './src/report/colors';
import { diagnosticsText as textOf } from './src/report/diagnostics';
import { loadTopology as load } from './src/topology';
import type { Diagnostic } from './src/topology/diagnostic';
import type { Environment } from './src/topology/environment';
import type { Source } from './src/topology/source';
import { addStacks as add } from './stacks';

/*
 * What another CDKTF project imports: docs/library.md. All of it is a promise, so these types say no more than that
 * project needs; a declaration that was read holds more, for the commands.
 */

export { repositoryArn, repositoryUrl } from './src/registry/arn';
export type { Deployment, Diagnostic, Environment, Source, Topology };

/** What came of reading a declaration: a topology, or the reasons why there is none. */
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
  /** `unreadable`: there was no text to judge. `refused`: the text has errors. */
  readonly kind: 'unreadable' | 'refused';
  readonly source: Source;
  /** At least one error; every problem of the file, in its order. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads a declaration. Never throws, whatever the file holds.
 *
 * @param file as the working directory names it
 * @param environment what `${NAME}` under `accounts` is taken from: `process.env`
 */
export function loadTopology(file: string, environment: Environment): Loaded {
  return load(file, environment);
}

/** What `ecr-topology validate` prints of a declaration, without colours. Empty where there is nothing to say. */
export function diagnosticsText({ diagnostics, source }: Pick<Loaded, 'diagnostics' | 'source'>): string {
  return textOf(diagnostics, source, colorsFor({}, {}));
}

/**
 * Adds the stacks of a topology to an app, which may have others.
 *
 * @returns the stacks, so that others can come after them: `addDependency`
 * @throws Error where the app has a stack of the same name: an app takes one topology
 */
export function addStacks(app: App, topology: Topology, deployment: Deployment): readonly TerraformStack[] {
  return add(app, topology, deployment);
}
