import type { RegistryId } from '../aws/arn';
import { isKnown, type UnknownValue } from '../model/unknown';
import { DEFAULT_REGISTRY_SETTINGS, type RegistrySettings } from '../model/settings.registry-settings';
import type { Scanning } from '../model/scanning';
import { diffCacheRules } from './registry-settings.cache-rules';
import { pairByName } from '../base/collections.paired';
import { scanningText } from './setting-text';
import type { SettingsChange } from './change.settings-change';
import { diffTemplates } from './registry-settings.templates';

type Settings = RegistrySettings<UnknownValue>;

/**
 * Returns the changes to the settings of a registry other than its repositories, policy and replication. Empty
 * if the registry does not exist.
 * @param registryId the resource of statements without `Resource`
 */
export function diffRegistrySettings(
  registry: string,
  registryId: RegistryId,
  before: Settings = DEFAULT_REGISTRY_SETTINGS,
  after: Settings = DEFAULT_REGISTRY_SETTINGS,
): readonly SettingsChange[] {
  return [
    ...diffScanning(registry, before.scanning, after.scanning),
    ...diffInspector(registry, before.enablesInspector, after.enablesInspector),
    ...diffAccountSettings(registry, before.accountSettings, after.accountSettings),
    ...diffTemplates(registry, registryId, before.creationTemplates, after.creationTemplates),
    ...diffCacheRules(registry, before.pullThroughCache, after.pullThroughCache),
  ];
}

/** Returns whether Terraform manages none of the settings. */
export function isUnmanaged(settings: Settings): boolean {
  const { scanning, enablesInspector, creationTemplates, pullThroughCache, accountSettings } = settings;
  return (
    (scanning === undefined || scanning === 'notKnown') &&
    enablesInspector !== true &&
    [creationTemplates, pullThroughCache, accountSettings].every(
      (each) => !isKnown(each) || each.length === 0,
    )
  );
}

function diffScanning(
  registry: string,
  previous: Scanning | UnknownValue | undefined,
  current: Scanning | UnknownValue | undefined,
): readonly SettingsChange[] {
  if (current === 'notKnown') {
    // If no plan contains the configuration, it is unknown both before and after, so it does not change.
    return previous === 'notKnown' ? [] : [unknownChange(registry, 'scanning')];
  }
  // If it was not managed before, its value is unknown.
  const before = previous === undefined || previous === 'notKnown' ? undefined : scanningText(previous);
  if (current === undefined) {
    return before === undefined ? [] : [{ kind: 'scanning-changed', registry, before, after: undefined }];
  }
  const after = scanningText(current);
  return before === after ? [] : [{ kind: 'scanning-changed', registry, before, after }];
}

function diffInspector(
  registry: string,
  previous: boolean | UnknownValue,
  current: boolean | UnknownValue,
): readonly SettingsChange[] {
  if (previous === current) return [];
  if (current === 'notKnown') return [unknownChange(registry, 'Amazon Inspector')];
  // It is unknown whether Inspector was enabled.
  if (previous === 'notKnown' && !current) return [];
  return [{ kind: 'inspector-changed', registry, after: current }];
}

function diffAccountSettings(
  registry: string,
  previous: Settings['accountSettings'],
  current: Settings['accountSettings'],
): readonly SettingsChange[] {
  if (!isKnown(current)) return isKnown(previous) ? [unknownChange(registry, 'account settings')] : [];
  return pairByName(isKnown(previous) ? previous : [], current, ({ name }) => name).flatMap(
    ({ name: setting, previous: old, current: updated }): readonly SettingsChange[] => {
      const [before, after] = [old?.value, updated?.value];
      if (before === after) return [];
      if (after === 'notKnown') return [unknownChange(registry, `account setting ${setting}`)];
      return [
        {
          kind: 'account-setting-changed',
          registry,
          setting,
          before: before === 'notKnown' ? undefined : before,
          after,
        },
      ];
    },
  );
}

function unknownChange(registry: string, what: string): SettingsChange {
  return { kind: 'not-known', registry, repository: undefined, what };
}
