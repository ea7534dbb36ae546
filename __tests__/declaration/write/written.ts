import {
  writeDeclaration,
  type WriteInput,
  type WrittenDeclaration,
} from '../../../src/declaration/write/write';
import { parseTopology, type LoadedTopology } from '../../../src/lint/declaration/load';
import type { PlannedTopology, Topology } from '../../../src/model/topology';
import { identityResources, resourceAddress, resourcesOf } from '../../../src/terraform/resources';

/** Returns a declaration without errors. */
export function loadValid(text: string): LoadedTopology {
  const loaded = parseTopology({ file: 'topology.yaml', text }, {});
  if (loaded.kind === 'topology') return loaded;
  throw new Error(`${JSON.stringify(loaded.diagnostics, null, 1)}\n${text}`);
}

/** Returns what AWS has after a deploy: repositories also have the tags of the providers. */
export function deployed({
  topology,
  deployment,
}: Pick<LoadedTopology, 'deployment' | 'topology'>): Topology {
  return {
    ...topology,
    registries: topology.registries.map((registry) => ({
      ...registry,
      repositories: registry.repositories.map((repository) => ({
        ...repository,
        settings: { ...repository.settings, tags: { ...deployment.tags, ...repository.settings.tags } },
      })),
    })),
  };
}

/** Writes the declaration of a topology that exists. */
export function write(
  topology: PlannedTopology,
  { deployment }: Pick<LoadedTopology, 'deployment'>,
  input: Partial<WriteInput> = {},
): WrittenDeclaration {
  return writeDeclaration({
    topology,
    accounts: deployment.accounts,
    isExisting: true,
    validate: (source) => parseTopology(source, {}).diagnostics,
    ...input,
  });
}

/** Returns the addresses of all resources of a topology. */
export function allAddresses({ registries, identities }: Topology): readonly string[] {
  return [...registries.flatMap(resourcesOf), ...identities.flatMap(identityResources)]
    .map(resourceAddress)
    .sort();
}
