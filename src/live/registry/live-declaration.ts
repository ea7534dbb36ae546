import type { RepositoryName } from '../../aws/names';
import { sortedBy } from '../../base/collections';
import {
  tryGetRepository,
  type LocatedRegistry,
  type LocatedTopology,
  type PlannedRegistry,
  type PlannedRepository,
  type Registry,
  type Topology,
} from '../../model/topology';
import { isKnown, UNKNOWN, unknownOf } from '../../model/unknown';
import { failureOfPart, isRepositoryListKnown, type LivePart, type LiveTopology } from './live-topology';

/** The parts that decide about access. */
export const ACCESS_PARTS: readonly LivePart[] = ['policy', 'repositories', 'repositoryPolicies', 'settings'];

/** The parts that decide about replication. */
export const REPLICATION_PARTS: readonly LivePart[] = [...ACCESS_PARTS, 'replication'];

/**
 * Replaces what decides about access in declared registries by what AWS has, in the registries that were read. Policies that could not be
 * read are unknown. Replication rules and lists of repositories that could not be read are those of the declaration.
 * @param only the repository that was read. Undefined if every repository was read
 */
export function liveDeclaration(
  declared: Topology,
  reading: LiveTopology,
  only: RepositoryName | undefined,
): LocatedTopology {
  const registries = declared.registries.map((registry): LocatedRegistry => {
    const live = reading.topology.registries.find(({ name }) => name === registry.name);
    if (live === undefined) return registry;
    return {
      ...registry,
      policy: live.policy,
      replication: isKnown(live.replication) ? live.replication : registry.replication,
      accountSettings: accountSettingsOf(live),
      repositories: repositoriesOf(registry, live, reading, only),
    };
  });
  return { registries, identities: [] };
}

function repositoriesOf(
  registry: Registry,
  live: PlannedRegistry,
  reading: LiveTopology,
  only: RepositoryName | undefined,
): readonly PlannedRepository[] {
  const isListKnown = isRepositoryListKnown(reading, registry);
  if (only === undefined) {
    return isListKnown ? live.repositories : registry.repositories.map(withUnknownPolicy);
  }
  const others = registry.repositories.filter(({ name }) => name !== only);
  const read = isListKnown
    ? live.repositories.filter(({ name }) => name === only)
    : [unreadRepository(registry, only)];
  return sortedBy([...others, ...read], ({ name }) => name);
}

function unreadRepository(registry: Registry, name: RepositoryName): PlannedRepository {
  const declared = tryGetRepository(registry, name);
  if (declared !== undefined) return withUnknownPolicy(declared);
  return {
    name,
    forceDelete: UNKNOWN,
    preventDestroy: false,
    policy: UNKNOWN,
    settings: unknownOf(['imageTagMutability', 'scanOnPush', 'encryption', 'lifecyclePolicy', 'tags']),
  };
}

function withUnknownPolicy(repository: PlannedRepository): PlannedRepository {
  return { ...repository, policy: UNKNOWN };
}

/** The scope of a registry policy whose setting could not be read is unknown. The declaration would assume V2. */
function accountSettingsOf({ accountSettings }: PlannedRegistry): PlannedRegistry['accountSettings'] {
  return isKnown(accountSettings) ? accountSettings : [{ name: 'REGISTRY_POLICY_SCOPE', value: UNKNOWN }];
}

/** Returns whether the replication rules, or whether a repository exists, are assumed to be as declared. */
export function isAssumed(reading: LiveTopology, registry: LocatedRegistry): boolean {
  return (
    !isRepositoryListKnown(reading, registry) || failureOfPart(reading, registry, 'replication') !== undefined
  );
}
