import type { RegistryName, RepositoryName } from '../../aws/names';
import { groupBy, isSameValue, memoize } from '../../base/collections';
import { isReplicated } from '../../model/replication';
import type { Encryption, RepositorySettings } from '../../model/settings';
import {
  tryGetRepository,
  type PlannedRegistry,
  type PlannedRepository,
  type PlannedTopology,
  type Topology,
} from '../../model/topology';
import { isKnown, type Unknown } from '../../model/unknown';

/** The settings of a replica that Terraform can change. ECR cannot change the encryption. */
export const ALIGNED_SETTINGS = ['imageTagMutability', 'scanOnPush', 'lifecyclePolicy', 'tags'] as const;

type AlignedSetting = (typeof ALIGNED_SETTINGS)[number];

/** A setting of a replica that differs from its original. */
export type Alignment = {
  readonly [Setting in AlignedSetting]: {
    readonly setting: Setting;
    readonly registry: RegistryName;
    readonly repository: RepositoryName;
    /** The registry of the original. */
    readonly original: RegistryName;
    readonly before: RepositorySettings[Setting];
    readonly after: RepositorySettings[Setting];
  };
}[AlignedSetting];

/**
 * Returns the settings in which replicas differ from their originals, sorted by registry and repository. A replica is a
 * repository that a replication rule of another registry of the topology matches. Leaves out a replica with several
 * originals that differ, one with another encryption, because it cannot be declared together with its original, and
 * settings that are unknown.
 */
export function findAlignments(topology: PlannedTopology): readonly Alignment[] {
  const places = groupBy(
    topology.registries.flatMap((registry) => registry.repositories.map(({ name }) => ({ name, registry }))),
    ({ name }) => name,
  );
  const originalIn = memoize((name: RepositoryName) =>
    originalFinder(
      name,
      (places.get(name) ?? []).map(({ registry }) => registry),
    ),
  );
  return topology.registries.flatMap((registry) =>
    registry.repositories.flatMap((replica) => {
      if (isUniform(replica, places.get(replica.name) ?? [])) return [];
      const original = originalIn(replica.name)(registry);
      return original === undefined ? [] : alignmentsOf(registry.name, replica, original);
    }),
  );
}

/** Most repositories are the same everywhere, so their rules are not evaluated. */
function isUniform(
  { name, settings }: PlannedRepository,
  places: readonly { readonly registry: PlannedRegistry }[],
): boolean {
  return places.every(({ registry }) => isSameValue(tryGetRepository(registry, name)?.settings, settings));
}

interface Original {
  readonly registry: RegistryName;
  readonly settings: RepositorySettings<Unknown>;
}

/** Returns a function that returns the original of the repository of this name in a registry. */
function originalFinder(
  name: RepositoryName,
  registries: readonly PlannedRegistry[],
): (registry: PlannedRegistry) => Original | undefined {
  const sourcesOf = memoize((registry: PlannedRegistry): readonly PlannedRegistry[] => {
    const found = [registry];
    // The list grows during the loop.
    for (const each of found) {
      found.push(...registries.filter((other) => !found.includes(other) && isReplicated(other, each, name)));
    }
    return found;
  });
  /** Images are also pushed to registries that replicate to each other. */
  const isOriginal = (registry: PlannedRegistry) =>
    sourcesOf(registry).every((source) => sourcesOf(source).includes(registry));
  return (registry) => {
    if (isOriginal(registry)) return undefined;
    const originals = sourcesOf(registry)
      .filter(isOriginal)
      .flatMap((each) => {
        const settings = tryGetRepository(each, name)?.settings;
        return settings === undefined ? [] : { registry: each.name, settings };
      });
    const [first, ...others] = originals;
    const isSame = ALIGNED_SETTINGS.every((setting) =>
      others.every(({ settings }) => isSameValue(settings[setting], first?.settings[setting])),
    );
    return isSame ? first : undefined;
  };
}

function alignmentsOf(
  registry: RegistryName,
  { name, settings }: PlannedRepository,
  { registry: original, settings: originalSettings }: Original,
): readonly Alignment[] {
  if (!isSameEncryption(settings.encryption, originalSettings.encryption)) return [];
  return ALIGNED_SETTINGS.flatMap((setting) => {
    const before = settings[setting];
    const after = originalSettings[setting];
    if (!isKnown<unknown>(before) || !isKnown<unknown>(after) || isSameValue(before, after)) return [];
    // Both are known values of the setting.
    return { setting, registry, repository: name, original, before, after } as Alignment;
  });
}

/** The key can differ by registry. */
function isSameEncryption(one: Encryption | Unknown, other: Encryption | Unknown): boolean {
  return (
    isKnown(one) &&
    isKnown(other) &&
    one.type === other.type &&
    (one.kmsKey === undefined) === (other.kmsKey === undefined)
  );
}

/** Returns the topology with the settings of the originals for replicas. */
export function alignReplicas(topology: PlannedTopology, alignments: readonly Alignment[]): PlannedTopology {
  const byPlace = groupBy(alignments, ({ registry, repository }) => placeOf(registry, repository));
  return {
    ...topology,
    registries: topology.registries.map((registry) => ({
      ...registry,
      repositories: registry.repositories.map((each) => {
        const changes = byPlace.get(placeOf(registry.name, each.name)) ?? [];
        const settings = Object.fromEntries(changes.map(({ setting, after }) => [setting, after]));
        return changes.length === 0 ? each : { ...each, settings: { ...each.settings, ...settings } };
      }),
    })),
  };
}

function placeOf(registry: RegistryName, repository: RepositoryName): string {
  return `${registry} ${repository}`;
}

/** Returns the alignments that a topology contains. Its declaration does not contain the others. */
export function alignmentsIn(topology: Topology, alignments: readonly Alignment[]): readonly Alignment[] {
  const byName = new Map(topology.registries.map((registry) => [registry.name, registry]));
  return alignments.filter(({ registry, repository, setting, after }) => {
    const declaring = byName.get(registry);
    const declared = declaring && tryGetRepository(declaring, repository);
    return declared !== undefined && isSameValue(declared.settings[setting], after);
  });
}
