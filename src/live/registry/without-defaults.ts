import { isSameValue } from '../../base/collections';
import { DEFAULT_SCANNING } from '../../model/scanning';
import type { AccountSetting } from '../../model/settings';
import type { PlannedRegistry, PlannedTopology } from '../../model/topology';
import { isKnown } from '../../model/unknown';

/** The values of a registry whose settings were never changed. */
const DEFAULTS: Readonly<Record<AccountSetting['name'], string>> = {
  BASIC_SCAN_TYPE_VERSION: 'AWS_NATIVE',
  BLOB_MOUNTING: 'DISABLED',
  REGISTRY_POLICY_SCOPE: 'V2',
};

/**
 * Returns a live topology without the values that every registry has, as if they were not managed: default scanning, and
 * default account settings.
 */
export function withoutDefaults(topology: PlannedTopology): PlannedTopology {
  return { ...topology, registries: topology.registries.map(withoutDefaultsOf) };
}

function withoutDefaultsOf(registry: PlannedRegistry): PlannedRegistry {
  const { scanning, accountSettings } = registry;
  return {
    ...registry,
    scanning: isSameValue(scanning, DEFAULT_SCANNING) ? undefined : scanning,
    accountSettings: isKnown(accountSettings)
      ? accountSettings.filter(({ name, value }) => value !== DEFAULTS[name])
      : accountSettings,
  };
}
