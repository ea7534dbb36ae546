import type { RegistryId } from '../arn';
import { isKnown, type NotKnown } from '../not-known';
import { BARE_REGISTRY, type RegistrySettings } from '../registry-settings';
import type { Scanning } from '../scanning';
import { diffCacheRules } from './cache-rules';
import { paired } from './paired';
import { scanningWords } from './setting-words';
import type { SettingsChange } from './settings-change';
import { diffTemplates } from './templates';

type Settings = RegistrySettings<NotKnown>;

/**
 * Returns the changes to the settings of a registry other than its repositories, policy and replication. Empty
 * if the registry does not exist.
 * @param registryId the resource of statements without `Resource`
 */
export function diffRegistrySettings(
  registry: string,
  place: RegistryId,
  before: Settings = BARE_REGISTRY,
  after: Settings = BARE_REGISTRY,
): readonly SettingsChange[] {
  return [
    ...diffScanning(registry, before.scanning, after.scanning),
    ...diffInspector(registry, before.enablesInspector, after.enablesInspector),
    ...diffAccountSettings(registry, before.accountSettings, after.accountSettings),
    ...diffTemplates(registry, place, before.creationTemplates, after.creationTemplates),
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
  was: Scanning | NotKnown | undefined,
  is: Scanning | NotKnown | undefined,
): readonly SettingsChange[] {
  if (is === 'notKnown') {
    // If no plan contains the configuration, it is unknown both before and after, so it does not change.
    return was === 'notKnown' ? [] : [notKnown(registry, 'scanning')];
  }
  // If it was not managed before, its value is unknown.
  const before = was === undefined || was === 'notKnown' ? undefined : scanningWords(was);
  if (is === undefined) {
    return before === undefined ? [] : [{ kind: 'scanning-changed', registry, before, after: undefined }];
  }
  const after = scanningWords(is);
  return before === after ? [] : [{ kind: 'scanning-changed', registry, before, after }];
}

function diffInspector(
  registry: string,
  was: boolean | NotKnown,
  is: boolean | NotKnown,
): readonly SettingsChange[] {
  if (was === is) return [];
  if (is === 'notKnown') return [notKnown(registry, 'Amazon Inspector')];
  // It is unknown whether Inspector was enabled.
  if (was === 'notKnown' && !is) return [];
  return [{ kind: 'inspector-changed', registry, after: is }];
}

function diffAccountSettings(
  registry: string,
  was: Settings['accountSettings'],
  is: Settings['accountSettings'],
): readonly SettingsChange[] {
  if (!isKnown(is)) return isKnown(was) ? [notKnown(registry, 'account settings')] : [];
  return paired(isKnown(was) ? was : [], is, ({ name }) => name).flatMap(
    ({ name: setting, was: old, is: fresh }): readonly SettingsChange[] => {
      const [before, after] = [old?.value, fresh?.value];
      if (before === after) return [];
      if (after === 'notKnown') return [notKnown(registry, `account setting ${setting}`)];
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

function notKnown(registry: string, what: string): SettingsChange {
  return { kind: 'not-known', registry, repository: undefined, what };
}
