import { repositoryArn, type RegistryId } from '../aws/arn';
import { namespacePrefix } from '../aws/namespaces';
import { isSameValue, pairByName } from '../base/collections';
import type { PullThroughCacheRule } from '../model/pull-through-cache';
import type { Scanning } from '../model/scanning';
import { DEFAULT_REGISTRY_SETTINGS, type RegistrySettings } from '../model/resource-types';
import { DEFAULT_SETTINGS, type CreationTemplate } from '../model/settings';
import type { PlannedRegistry } from '../model/topology';
import { isKnown, type Unknown } from '../model/unknown';
import {
  tagChanges,
  type CacheRuleChange,
  type SettingChange,
  type SettingsChange,
  type TemplateChange,
} from './change';
import { onlyIn, repositoriesAtoms } from './permissions';
import { scanningText, settingChange } from './setting-text';

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
    ...diffTemplates(registry, registryId, before.creationTemplates, after.creationTemplates),
    ...diffCacheRules(registry, before.pullThroughCache, after.pullThroughCache),
  ];
}

/** Returns whether Terraform manages none of the settings. */
export function isUnmanaged(settings: Settings): boolean {
  const { scanning, enablesInspector, creationTemplates, pullThroughCache, accountSettings } = settings;
  return (
    (scanning === undefined || !isKnown(scanning)) &&
    enablesInspector !== true &&
    [creationTemplates, pullThroughCache, accountSettings].every(
      (each) => !isKnown(each) || each.length === 0,
    )
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

function unknownChange(registry: string, what: string): SettingsChange {
  return { kind: 'not-known', registry, repository: undefined, what };
}

type Rule = PullThroughCacheRule<Unknown>;
type Rules = PlannedRegistry['pullThroughCache'];

/** Returns the changes to the pull-through cache rules of a registry, sorted by prefix. */
function diffCacheRules(registry: string, before: Rules, after: Rules): readonly CacheRuleChange[] {
  if (before === after || !isKnown(before) || !isKnown(after)) return [];
  return pairByName(before, after, ({ prefix }) => prefix).flatMap(
    ({ name: cache, previous, current }): readonly CacheRuleChange[] => {
      const location = { registry, cache };
      if (current === undefined) {
        return previous === undefined ? [] : [{ kind: 'cache-rule-removed', ...location }];
      }
      const unknownSettings = CACHE_RULE_SETTINGS.filter(
        (each) => !isKnown(current[each]) && isKnown(previous?.[each]),
      );
      return [
        ...(previous === undefined
          ? [
              {
                kind: 'cache-rule-added',
                ...location,
                upstream: isKnown(current.upstream) ? current.upstream : undefined,
              } as const,
            ]
          : []),
        ...cacheRuleChangesIn(location, previous, current),
        ...(unknownSettings.length === 0
          ? []
          : [{ kind: 'cache-rule-not-known', ...location, settings: unknownSettings } as const]),
      ];
    },
  );
}

const CACHE_RULE_SETTINGS = [
  'upstream',
  'upstreamPrefix',
  'credentialArn',
  'customRoleArn',
] as const satisfies readonly (keyof Rule)[];

function cacheRuleChangesIn(
  location: { readonly registry: string; readonly cache: string },
  previous: Rule | undefined,
  current: Rule,
): readonly CacheRuleChange[] {
  return CACHE_RULE_SETTINGS.flatMap((setting): readonly CacheRuleChange[] => {
    // The `cache-rule-added` change contains the upstream.
    if (previous === undefined && setting === 'upstream') return [];
    const [before, after] = [previous?.[setting], current[setting]];
    if (before === after || !isKnown(before) || !isKnown(after)) return [];
    return [
      {
        kind: 'cache-rule-setting-changed',
        ...location,
        setting,
        before: previous === undefined ? undefined : (before ?? 'none'),
        after: after ?? 'none',
        ...(isRefused(setting, previous, current) ? { outcome: 'refused' as const } : {}),
      },
    ];
  });
}

/**
 * An update sends a role or a secret and cannot remove the last one. If the upstream changes, Terraform
 * replaces the rule.
 * https://github.com/pulumi/pulumi-aws/issues/5714
 */
function isRefused(setting: keyof Rule, previous: Rule | undefined, current: Rule): boolean {
  if (setting !== 'credentialArn' && setting !== 'customRoleArn') return false;
  const isReplaced =
    previous?.upstream !== current.upstream || previous.upstreamPrefix !== current.upstreamPrefix;
  return !isReplaced && current.credentialArn === undefined && current.customRoleArn === undefined;
}

type Template = CreationTemplate<Unknown>;
type Templates = PlannedRegistry['creationTemplates'];

/**
 * Returns the changes to the creation templates of a registry, sorted by prefix. Existing repositories do not
 * change.
 * @param registryId the resource of statements without `Resource`
 */
function diffTemplates(
  registry: string,
  registryId: RegistryId,
  before: Templates,
  after: Templates,
): readonly TemplateChange[] {
  if (before === after || !isKnown(before) || !isKnown(after)) return [];
  return pairByName(before, after, ({ prefix }) => prefix).flatMap(
    ({ name: template, previous, current }): readonly TemplateChange[] => {
      const location = { registry, template };
      if (current === undefined) {
        return previous === undefined ? [] : [{ kind: 'creation-template-removed', ...location }];
      }
      if (isSameValue(previous, current)) return [];
      const added: readonly TemplateChange[] =
        previous === undefined
          ? [{ kind: 'creation-template-added', ...location, appliedFor: current.appliedFor }]
          : [];
      return [
        ...added,
        ...templateChangesIn(
          location,
          repositoryArn(registryId, `${namespacePrefix(template)}*`),
          previous,
          current,
        ),
      ];
    },
  );
}

interface TemplateLocation {
  readonly registry: string;
  readonly template: string;
}

function templateChangesIn(
  location: TemplateLocation,
  repositories: string,
  previous: Template | undefined,
  current: Template,
): readonly TemplateChange[] {
  const unknownSettings = unknownSettingsIn(current).filter(
    (each) => previous === undefined || !unknownSettingsIn(previous).includes(each),
  );
  return [
    ...settingsChanged(previous, current).map(
      (change) => ({ kind: 'creation-template-setting-changed', ...location, ...change }) as const,
    ),
    ...tagChanges(previous?.settings.tags ?? {}, current.settings.tags).map(
      (change) => ({ kind: 'creation-template-tag', ...location, ...change }) as const,
    ),
    ...permissionsChanged(location, repositories, previous?.policy, current.policy),
    ...(unknownSettings.length === 0
      ? []
      : [{ kind: 'creation-template-not-known', ...location, settings: unknownSettings } as const]),
  ];
}

/** The settings of a repository that ECR creates without a template. */
const NO_TEMPLATE: Omit<Template, 'appliedFor' | 'prefix'> = {
  description: undefined,
  settings: DEFAULT_SETTINGS,
  policy: undefined,
  customRoleArn: undefined,
};

const TEMPLATE_SETTINGS = ['imageTagMutability', 'encryption', 'lifecyclePolicy'] as const;

/** For a new template, returns the settings that differ from the defaults. */
function settingsChanged(previous: Template | undefined, current: Template): readonly SettingChange[] {
  const old = previous ?? { ...NO_TEMPLATE, appliedFor: current.appliedFor };
  const changes = [
    ...changed('appliedFor', usesText(old.appliedFor), usesText(current.appliedFor)),
    ...changed('description', quotedOrNone(old.description), quotedOrNone(current.description)),
    ...TEMPLATE_SETTINGS.flatMap((setting): readonly SettingChange[] => {
      const texts = settingChange(setting, old.settings, current.settings);
      return texts === undefined ? [] : [{ setting, ...texts }];
    }),
    ...changed('customRoleArn', orNone(old.customRoleArn), orNone(current.customRoleArn)),
  ];
  return previous === undefined ? changes.map((change) => ({ ...change, before: undefined })) : changes;
}

function changed(
  setting: string,
  before: string | Unknown,
  after: string | Unknown,
): readonly SettingChange[] {
  return before === after || !isKnown(before) || !isKnown(after) ? [] : [{ setting, before, after }];
}

function usesText(uses: Template['appliedFor']): string | Unknown {
  return isKnown(uses) ? uses.join(', ') : uses;
}

function quotedOrNone(text: string | Unknown | undefined): string | Unknown {
  return text === undefined || !isKnown(text) ? orNone(text) : `'${text}'`;
}

function orNone(text: string | Unknown | undefined): string | Unknown {
  return text ?? 'none';
}

function permissionsChanged(
  location: TemplateLocation,
  repositories: string,
  previous: Template['policy'],
  current: Template['policy'],
): readonly TemplateChange[] {
  if (previous === current || !isKnown(previous) || !isKnown(current)) return [];
  const [old, updated] = [
    repositoriesAtoms(previous, repositories),
    repositoriesAtoms(current, repositories),
  ];
  return [
    ...onlyIn(old, updated).map(
      (each) => ({ kind: 'creation-template-permission-removed', ...location, ...each }) as const,
    ),
    ...onlyIn(updated, old).map(
      (each) => ({ kind: 'creation-template-permission-added', ...location, ...each }) as const,
    ),
  ];
}

/** Returns the settings that are known only after apply. */
function unknownSettingsIn({
  appliedFor,
  description,
  settings,
  policy,
  customRoleArn,
}: Template): readonly string[] {
  const { imageTagMutability, encryption, lifecyclePolicy, tags } = settings;
  const all = {
    appliedFor,
    description,
    imageTagMutability,
    encryption,
    lifecyclePolicy,
    tags,
    policy,
    customRoleArn,
  };
  return Object.entries(all).flatMap(([name, value]) => (isKnown(value) ? [] : [name]));
}
