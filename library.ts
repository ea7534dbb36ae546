import type { App, TerraformStack } from 'cdktf';
import type { Diagnostic } from './src/declaration/syntax/diagnostics';
import type { Environment } from './src/declaration/syntax/environment';
import type { Source } from './src/declaration/syntax/source';
import { loadTopology as load } from './src/lint/declaration/load';
import type { Deployment } from './src/model/deployment';
import type { Topology } from './src/model/topology';
import { diagnosticsText as textOf } from './src/report/diagnostics';
import { PLAIN } from './src/report/format/terminal';
import { loadStacks } from './stacks/load';

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
