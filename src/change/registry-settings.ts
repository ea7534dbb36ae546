import type { RegistryId } from '../aws/arn';
import type { RepositoryName } from '../aws/names';
import { pairByName } from '../base/collections';
import {
  DEFAULT_REGISTRY_SETTINGS,
  NAMED_SETTING_KEYS,
  type RegistrySettings,
} from '../model/resource-types';
import { DEFAULT_SCANNING, type Scanning } from '../model/scanning';
import { isKnown, type Unknown } from '../model/unknown';
import { describeCacheRule, diffCacheRules, type CacheRuleChange } from './cache-rules';
import type { ChangeKinds, OfRegistry } from './change-parts';
import { describeTemplate, diffTemplates, type TemplateChange } from './creation-templates';
import { fromTo, scanningText, UNKNOWN_TEXT } from './setting-text';

/** A change to the settings of a registry other than its repositories, policy and replication. */
export type SettingsChange =
  | (OfRegistry & {
      readonly kind: 'scanning-changed';
      /** Undefined if unknown. */
      readonly before: string | undefined;
      /** Undefined if no longer set. */
      readonly after: string | undefined;
    })
  /** Whether this registry enables Amazon Inspector for ECR. */
  | (OfRegistry & { readonly kind: 'inspector-changed'; readonly after: boolean })
  | (OfRegistry & {
      readonly kind: 'account-setting-changed';
      /** `BLOB_MOUNTING`. */
      readonly setting: string;
      /** Undefined if unknown. */
      readonly before: string | undefined;
      /** Undefined if no longer managed. ECR keeps the value. */
      readonly after: string | undefined;
    })
  | (OfRegistry & {
      readonly kind: 'pull-time-update-exclusion-added' | 'pull-time-update-exclusion-removed';
      /** The ARN of a role or user. */
      readonly principal: string;
    })
  /** The value is known only after apply, so the change is unknown. */
  | (OfRegistry & {
      readonly kind: 'not-known';
      /** Undefined for a setting of the registry. */
      readonly repository: RepositoryName | undefined;
      /** `scanning`, `policy`, `tags`. */
      readonly what: string;
    })
  | TemplateChange
  | CacheRuleChange;

/** Where a report shows each kind. */
export const SETTINGS_CHANGE_KINDS: ChangeKinds<SettingsChange['kind']> = {
  'scanning-changed': { category: 'setting', mark: '~' },
  'inspector-changed': { category: 'setting', mark: '~' },
  'account-setting-changed': { category: 'setting', mark: '~' },
  'pull-time-update-exclusion-added': { category: 'setting', mark: '+' },
  'pull-time-update-exclusion-removed': { category: 'setting', mark: '-' },
  'creation-template-added': { category: 'setting', mark: '+' },
  'creation-template-removed': { category: 'setting', mark: '-' },
  'creation-template-setting-changed': { category: 'setting', mark: '~' },
  'creation-template-tag': { category: 'setting', mark: 'added or removed' },
  'creation-template-permission-added': { category: 'statement', mark: '+' },
  'creation-template-permission-removed': { category: 'statement', mark: '-' },
  'creation-template-not-known': { category: 'unknown', mark: '~' },
  'cache-rule-added': { category: 'setting', mark: '+' },
  'cache-rule-removed': { category: 'setting', mark: '-' },
  'cache-rule-setting-changed': { category: 'setting', mark: '~' },
  'cache-rule-not-known': { category: 'unknown', mark: '~' },
  'not-known': { category: 'unknown', mark: '~' },
};

export function isSettingsChange(change: { readonly kind: string }): change is SettingsChange {
  return change.kind in SETTINGS_CHANGE_KINDS;
}

type Settings = RegistrySettings<Unknown>;

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
    ...diffExclusions(registry, before.pullTimeUpdateExclusions, after.pullTimeUpdateExclusions),
    ...diffTemplates(registry, registryId, before.creationTemplates, after.creationTemplates),
    ...diffCacheRules(registry, before.pullThroughCache, after.pullThroughCache),
  ];
}

/** Returns whether Terraform manages none of the settings. */
export function isUnmanaged(settings: Settings): boolean {
  const { scanning, enablesInspector } = settings;
  return (
    (scanning === undefined || !isKnown(scanning)) &&
    enablesInspector !== true &&
    NAMED_SETTING_KEYS.every((key) => !isKnown(settings[key]) || settings[key].length === 0)
  );
}

function diffScanning(
  registry: string,
  previous: Scanning | Unknown | undefined,
  current: Scanning | Unknown | undefined,
): readonly SettingsChange[] {
  if (!isKnown(current)) {
    // If no plan contains the configuration, it is unknown both before and after, so it does not change.
    return isKnown(previous) ? [unknownChange(registry, 'scanning')] : [];
  }
  // If it was not managed before, its value is unknown.
  const before = previous === undefined || !isKnown(previous) ? undefined : scanningText(previous);
  if (current === undefined) {
    return before === undefined ? [] : [{ kind: 'scanning-changed', registry, before, after: undefined }];
  }
  const after = scanningText(current);
  return before === after ? [] : [{ kind: 'scanning-changed', registry, before, after }];
}

function diffInspector(
  registry: string,
  previous: boolean | Unknown,
  current: boolean | Unknown,
): readonly SettingsChange[] {
  if (previous === current) return [];
  if (!isKnown(current)) return [unknownChange(registry, 'Amazon Inspector')];
  // It is unknown whether Inspector was enabled.
  if (!isKnown(previous) && !current) return [];
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
      if (!isKnown(after)) return [unknownChange(registry, `account setting ${setting}`)];
      return [
        {
          kind: 'account-setting-changed',
          registry,
          setting,
          before: isKnown(before) ? before : undefined,
          after,
        },
      ];
    },
  );
}

function diffExclusions(
  registry: string,
  previous: Settings['pullTimeUpdateExclusions'],
  current: Settings['pullTimeUpdateExclusions'],
): readonly SettingsChange[] {
  if (!isKnown(previous) || !isKnown(current)) return [];
  return pairByName(previous, current, (principal) => principal).flatMap(
    ({ name: principal, previous: old, current: updated }): readonly SettingsChange[] => {
      if (old === updated) return [];
      const suffix = old === undefined ? 'added' : 'removed';
      return [{ kind: `pull-time-update-exclusion-${suffix}`, registry, principal }];
    },
  );
}

function unknownChange(registry: string, what: string): SettingsChange {
  return { kind: 'not-known', registry, repository: undefined, what };
}

/** Returns the text after the name of the registry. */
export function describeSettingsChange(change: SettingsChange): string {
  switch (change.kind) {
    case 'scanning-changed':
      return `scanning ${scanningChangeText(change.before, change.after)}`;
    case 'inspector-changed':
      // https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/inspector2_enabler
      return change.after
        ? 'Amazon Inspector enabled for ECR, and disabled for all other types that are not enabled together with it (EC2, LAMBDA, LAMBDA_CODE, CODE_REPOSITORY)'
        : 'Amazon Inspector disabled for ECR';
    case 'account-setting-changed': {
      const { setting, before, after } = change;
      if (after !== undefined) return `account setting ${setting} ${fromTo(before, after)}`;
      // https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ecr_account_setting
      return `account setting ${setting} no longer managed${before === undefined ? '' : `: it stays ${before}`}`;
    }
    case 'pull-time-update-exclusion-added':
      return `pull time update exclusion of ${change.principal} added`;
    case 'pull-time-update-exclusion-removed':
      return `pull time update exclusion of ${change.principal} removed`;
    case 'not-known': {
      const owner = change.repository === undefined ? '' : ` of repository ${change.repository}`;
      return `${change.what}${owner} ${UNKNOWN_TEXT}`;
    }
    case 'cache-rule-added':
    case 'cache-rule-removed':
    case 'cache-rule-setting-changed':
    case 'cache-rule-not-known':
      return describeCacheRule(change, `pull-through cache ${change.cache}`);
    case 'creation-template-added':
    case 'creation-template-removed':
    case 'creation-template-setting-changed':
    case 'creation-template-tag':
    case 'creation-template-permission-added':
    case 'creation-template-permission-removed':
    case 'creation-template-not-known':
      return describeTemplate(change, `creation template ${change.template}`);
  }
}

/**
 * When the configuration is destroyed, the provider sets basic scanning without rules.
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ecr_registry_scanning_configuration
 */
function scanningChangeText(before: string | undefined, after: string | undefined): string {
  if (after !== undefined) return fromTo(before, after);
  const defaultText = scanningText(DEFAULT_SCANNING);
  return before === defaultText
    ? `no longer managed: it stays ${defaultText}`
    : `${fromTo(before, defaultText)}, and no longer managed`;
}
