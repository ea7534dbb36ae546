import { identityArn, registriesByKey, registryKey } from '../aws/arn';
import type { RepositoryName } from '../aws/names';
import { isRepositoryListKnown, type LiveTopology } from '../live/registry/live-topology';
import type { Repository } from '../model/resource-types';
import { DEFAULT_SCANNING } from '../model/scanning';
import type { Tags } from '../model/settings';
import {
  tryGetRepository,
  type Identity,
  type PlannedRegistry,
  type PlannedRepository,
  type PlannedTopology,
  type Registry,
  type Topology,
} from '../model/topology';
import { isKnown, type Unknown } from '../model/unknown';
import {
  alignAccountSettings,
  alignCacheRule,
  alignSettings,
  alignTemplate,
  known,
  namedList,
  optional,
} from './align-settings';

/** A declared topology and the live one, without what is not compared. */
interface AlignedTopologies {
  readonly declared: PlannedTopology;
  readonly live: PlannedTopology;
}

export interface AlignOptions {
  /** The default tags of the provider, which AWS has in addition to the tags of a repository. */
  readonly defaultTags: Tags;
  /** Whether resources that are not declared are left out. A declared policy is still compared completely. */
  readonly ignoresUndeclared: boolean;
  /** Whether ECR creates repositories of this name in the registry. They are not declared. */
  readonly isCreatedByEcr: (registry: Registry, name: RepositoryName) => boolean;
}

/**
 * Replaces each live value that is unknown, or that the declaration does not manage, by the declared value, so that it is
 * no difference. The registries have the declared names.
 */
export function alignTopologies(
  topology: Topology,
  live: LiveTopology,
  options: AlignOptions,
): AlignedTopologies {
  const liveRegistries = registriesByKey(live.topology.registries);
  const pairs = topology.registries.map((declared) => {
    const current = liveRegistries.get(registryKey(declared));
    if (current === undefined) return { declared, live: declared };
    const aligned = alignRepositories(declared, current, isRepositoryListKnown(live, declared), options);
    return {
      declared: { ...declared, repositories: aligned.declared },
      live: { ...alignRegistry(declared, current, options), repositories: aligned.live },
    };
  });
  return {
    declared: { ...topology, registries: pairs.map((pair) => pair.declared) },
    live: {
      registries: pairs.map((pair) => pair.live),
      identities: alignIdentities(topology.identities, live.topology.identities),
    },
  };
}

function alignRegistry(
  declared: Registry,
  live: PlannedRegistry,
  { ignoresUndeclared }: AlignOptions,
): Omit<PlannedRegistry, 'repositories'> {
  const { scanning, enablesInspector, creationTemplates, pullThroughCache } = declared;
  return {
    ...live,
    name: declared.name,
    policy: optional(declared.policy, live.policy, ignoresUndeclared),
    replication:
      ignoresUndeclared && declared.replication.length === 0
        ? []
        : known<PlannedRegistry['replication']>(live.replication, declared.replication),
    // Undefined: the declaration does not manage it.
    scanning: scanning && (known(live.scanning, scanning) ?? DEFAULT_SCANNING),
    enablesInspector: enablesInspector && known(live.enablesInspector, true),
    accountSettings: alignAccountSettings(declared.accountSettings, live.accountSettings),
    pullTimeUpdateExclusions: namedList(
      declared.pullTimeUpdateExclusions,
      live.pullTimeUpdateExclusions,
      (principal) => principal,
      ignoresUndeclared,
    ),
    creationTemplates: namedList(
      creationTemplates,
      live.creationTemplates,
      ({ prefix }) => prefix,
      ignoresUndeclared,
    ).map((each) =>
      alignTemplate(
        creationTemplates.find(({ prefix }) => prefix === each.prefix),
        each,
      ),
    ),
    pullThroughCache: namedList(
      pullThroughCache,
      live.pullThroughCache,
      ({ prefix }) => prefix,
      ignoresUndeclared,
    ).map((each) =>
      alignCacheRule(
        pullThroughCache.find(({ prefix }) => prefix === each.prefix),
        each,
      ),
    ),
  };
}

interface AlignedRepositories {
  readonly declared: readonly PlannedRepository[];
  readonly live: readonly PlannedRepository[];
}

/** A repository that only one of the two has is one difference: its policy is left out. */
function alignRepositories(
  declared: Registry,
  live: PlannedRegistry,
  isListKnown: boolean,
  { defaultTags, ignoresUndeclared, isCreatedByEcr }: AlignOptions,
): AlignedRepositories {
  if (!isListKnown) return { declared: declared.repositories, live: declared.repositories };
  const repositories = declared.repositories.map((each) => addDefaultTags(each, defaultTags));
  const byName = new Map(repositories.map((each) => [each.name, each]));
  return {
    declared: repositories.map((each) =>
      tryGetRepository(live, each.name) === undefined ? { ...each, policy: undefined } : each,
    ),
    live: live.repositories.flatMap((current): readonly PlannedRepository[] => {
      const repository = byName.get(current.name);
      if (repository !== undefined) return [alignRepository(repository, current, ignoresUndeclared)];
      if (ignoresUndeclared || isCreatedByEcr(declared, current.name)) return [];
      return [{ ...current, policy: undefined }];
    }),
  };
}

/** `forceDelete` and `preventDestroy` exist only in Terraform. */
function alignRepository(
  declared: Repository,
  live: PlannedRepository,
  ignoresUndeclared: boolean,
): PlannedRepository {
  const { scanOnPush } = declared.settings;
  return {
    ...declared,
    policy: optional(declared.policy, live.policy, ignoresUndeclared),
    settings: {
      ...alignSettings(declared.settings, live.settings, ignoresUndeclared),
      // Undefined: the declaration does not manage it.
      scanOnPush: scanOnPush === undefined ? undefined : known(live.settings.scanOnPush, scanOnPush),
    },
  };
}

function addDefaultTags(repository: Repository, defaultTags: Tags): Repository {
  if (Object.keys(defaultTags).length === 0) return repository;
  const { settings } = repository;
  return { ...repository, settings: { ...settings, tags: { ...defaultTags, ...settings.tags } } };
}

/**
 * Compares only what is declared: others may attach policies to the same role, and Terraform does not detach them. An
 * identity that AWS does not contain, or that could not be read, is equal: `missingIdentities` finds the former.
 */
function alignIdentities(
  declared: readonly Identity[],
  live: readonly Identity<Unknown>[],
): readonly Identity<Unknown>[] {
  const byArn = new Map(live.map((identity) => [identityArn(identity), identity]));
  return declared.map((identity) => {
    const current = byArn.get(identityArn(identity));
    if (current === undefined || !isKnown(current.policy)) return identity;
    const { managedPolicies } = identity;
    return {
      ...identity,
      policy: current.policy,
      managedPolicies: managedPolicies.filter((each) => current.managedPolicies.includes(each)),
    };
  });
}

/** Returns the declared roles and users that do not exist. */
export function missingIdentities(topology: Topology, { topology: live }: LiveTopology): readonly Identity[] {
  const existing = new Set(live.identities.map(identityArn));
  return topology.identities.filter((identity) => !existing.has(identityArn(identity)));
}
