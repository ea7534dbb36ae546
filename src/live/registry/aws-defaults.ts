import { isSameValue } from '../../base/collections';
import { DEFAULT_SCANNING } from '../../model/scanning';
import type { AccountSetting } from '../../model/settings';
import type { PlannedRegistry, PlannedTopology } from '../../model/topology';
import { isKnown } from '../../model/unknown';

/**
 * The value of each account setting that an account has if it was never set.
 * https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_GetAccountSetting.html
 */
const DEFAULT_SETTINGS: Readonly<Record<AccountSetting['name'], string>> = {
  BASIC_SCAN_TYPE_VERSION: 'AWS_NATIVE',
  BLOB_MOUNTING: 'DISABLED',
  REGISTRY_POLICY_SCOPE: 'V2',
};

/**
 * Removes values that AWS returns although they were never set, so that a declaration does not contain them. ECR does not distinguish
 * them from values that were set to the default.
 */
export function withoutAwsDefaults(topology: PlannedTopology): PlannedTopology {
  const repositories = topology.registries.flatMap((registry) => registry.repositories);
  // If some repositories are scanned, a declaration may scan all by default, and must exclude the others.
  const scansNone = repositories.every(({ settings }) => settings.scanOnPush === false);
  return {
    ...topology,
    registries: topology.registries.map((registry) => withoutDefaults(registry, scansNone)),
  };
}

function withoutDefaults(registry: PlannedRegistry, scansNone: boolean): PlannedRegistry {
  const { accountSettings, scanning, repositories } = registry;
  return {
    ...registry,
    scanning: isSameValue(scanning, DEFAULT_SCANNING) ? undefined : scanning,
    accountSettings: isKnown(accountSettings)
      ? accountSettings.filter(({ name, value }) => DEFAULT_SETTINGS[name] !== value)
      : accountSettings,
    repositories: scansNone
      ? repositories.map((each) => ({ ...each, settings: { ...each.settings, scanOnPush: undefined } }))
      : repositories,
  };
}
