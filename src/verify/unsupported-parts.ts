import { registriesByKey, registryKey } from '../aws/arn';
import type { LivePart, Unreadable } from '../live/registry/live-topology';
import type { Registry, Topology } from '../model/topology';

/**
 * Leaves out what the endpoint does not implement and the declaration does not use. Some partitions and emulators lack newer
 * parts of ECR, so their registries cannot contain them.
 */
export function withoutUnsupportedParts(
  topology: Topology,
  unreadable: readonly Unreadable[],
): readonly Unreadable[] {
  const registries = registriesByKey(topology.registries);
  return unreadable.filter(({ registry, part, failure }) => {
    const declared = registry && registries.get(registryKey(registry));
    if (failure.kind !== 'not-supported' || declared === undefined || part === 'registry') return true;
    return IS_USED[part]?.(declared) ?? true;
  });
}

/** Whether a declared registry uses a part. A part that is not listed exists everywhere. */
const IS_USED: { readonly [Part in LivePart]?: (registry: Registry) => boolean } = {
  creationTemplates: ({ creationTemplates }) => creationTemplates.length > 0,
  inspector: ({ enablesInspector, scanning }) => enablesInspector || scanning?.type === 'ENHANCED',
  pullThroughCache: ({ pullThroughCache }) => pullThroughCache.length > 0,
  pullTimeUpdateExclusions: ({ pullTimeUpdateExclusions }) => pullTimeUpdateExclusions.length > 0,
  scanning: ({ scanning }) => scanning !== undefined,
  settings: ({ accountSettings }) => accountSettings.length > 0,
};
