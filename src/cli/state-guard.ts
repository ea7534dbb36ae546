import { existsSync } from 'node:fs';
import { DEFAULT_DECLARATION } from '../declaration/syntax/source';
import { loadTopology, type LoadedTopology } from '../lint/declaration/load';
import { resolveStackPlaceholder, type Backend } from '../model/deployment';
import {
  compareWithState,
  readStateResources,
  type StateConflict,
  type StateResource,
} from '../plan/state-file';
import { layOut, stackNames } from '../terraform/layout';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Returns the local state files that another declaration was deployed to. All declarations in a folder have the same
 * stack names, and by default the same state files. States in S3 and HCP Terraform are not read, because synthesis
 * needs no credentials.
 */
export function findStateConflicts(
  loaded: LoadedTopology,
  environment: Environment,
): readonly StateConflict[] {
  const { topology, deployment, source } = loaded;
  const isDefault = source.file === DEFAULT_DECLARATION;
  const files = stackNames(topology, deployment).flatMap((name) => {
    const file = localStateFile(deployment.backend, name);
    return file !== undefined && existsSync(file) ? [[name, file] as const] : [];
  });
  if (files.length === 0) return [];
  const stackByName = new Map(layOut(topology, deployment).map((stack) => [stack.name, stack]));
  return files.flatMap(([name, stateFile]): readonly StateConflict[] => {
    const stack = stackByName.get(name);
    if (stack === undefined) return [];
    const { undeclared, isOfOtherRegistries } = compareWithState(readStateResources(stateFile), stack);
    if (undeclared.length === 0) return [];
    const owner =
      !isDefault && isDeclaredByDefault(undeclared, name, stateFile, environment)
        ? DEFAULT_DECLARATION
        : undefined;
    return isOfOtherRegistries || owner !== undefined ? [{ stateFile, undeclared, owner }] : [];
  });
}

/** Returns whether `topology.yaml` is in this folder too and declares these resources in the same state file. */
function isDeclaredByDefault(
  resources: readonly StateResource[],
  stackName: string,
  stateFile: string,
  environment: Environment,
): boolean {
  if (!existsSync(DEFAULT_DECLARATION)) return false;
  const loaded = loadTopology(DEFAULT_DECLARATION, environment);
  if (loaded.kind !== 'topology') return false;
  const { topology, deployment } = loaded;
  if (localStateFile(deployment.backend, stackName) !== stateFile) return false;
  const stack = layOut(topology, deployment).find(({ name }) => name === stackName);
  return stack !== undefined && compareWithState(resources, stack).undeclared.length === 0;
}

function localStateFile(backend: Backend, stackName: string): string | undefined {
  return backend.kind === 'local' ? resolveStackPlaceholder(backend.path, stackName) : undefined;
}
