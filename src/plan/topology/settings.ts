import { sortedBy } from '../../base/collections';
import type { PullThroughCacheRule } from '../../model/pull-through-cache';
import { DEFAULT_SCANNING, type Scanning } from '../../model/scanning';
import type { RegistrySettings } from '../../model/resource-types';
import type { AccountSetting, CreationTemplate } from '../../model/settings';
import { isKnown, UNKNOWN, unknownOf, type Unknown } from '../../model/unknown';
import type { PlannedOf, PlannedResource } from '../model/planned-resource';
import type { BeforeOrAfter } from '../model/values';
import { ManagedValue } from './managed-value';

/** Resources that manage a setting of a registry, other than its policy and its replication. */
export type SettingResource = PlannedOf<
  'account-setting' | 'cache-rule' | 'creation-template' | 'inspector' | 'scanning'
>;

const SETTING_KINDS: ReadonlySet<PlannedResource['kind']> = new Set<SettingResource['kind']>([
  'account-setting',
  'cache-rule',
  'creation-template',
  'inspector',
  'scanning',
]);

export function isSettingResource(resource: PlannedResource): resource is SettingResource {
  return SETTING_KINDS.has(resource.kind);
}

/** The settings of one registry, collected from its resources. */
export class SettingsCollector {
  private readonly scanning = new ManagedValue<Scanning | Unknown>();
  private readonly inspector = new ManagedValue<true | Unknown>();
  private readonly templates = new NamedValues<CreationTemplate<Unknown>>();
  private readonly cacheRules = new NamedValues<PullThroughCacheRule<Unknown>>();
  private readonly accountSettings = new NamedValues<AccountSetting<Unknown>>();

  /** Records that a resource which is created does not exist before. */
  public recordAbsence(resource: SettingResource): void {
    const { after } = resource;
    if (resource.kind === 'scanning' || resource.kind === 'inspector' || after === undefined) return;
    const name = settingNameOf(resource, 'after');
    if (name !== undefined) this.settingsByName(resource.kind).get(name);
  }

  public addValues(resource: SettingResource, from: BeforeOrAfter, action: PlannedResource['action']): void {
    switch (resource.kind) {
      case 'scanning': {
        const values = resource[from];
        if (values !== undefined) this.scanning.add(values.scanning, action);
        return;
      }
      case 'inspector': {
        const values = resource[from];
        if (values !== undefined) this.inspector.add(values.enables, action);
        return;
      }
      case 'creation-template': {
        const template = resource[from]?.template;
        if (template !== undefined && isKnown(template)) {
          this.templates.get(template.prefix).add(template, action);
        }
        return;
      }
      case 'cache-rule': {
        const rule = resource[from]?.rule;
        if (rule !== undefined && isKnown(rule)) this.cacheRules.get(rule.prefix).add(rule, action);
        return;
      }
      case 'account-setting': {
        const setting = resource[from]?.setting;
        if (setting !== undefined && isKnown(setting)) {
          this.accountSettings.get(setting.name).add(setting, action);
        }
        return;
      }
    }
  }

  public build(): RegistrySettings<Unknown> {
    const { scanning, inspector } = this;
    return {
      // Without a resource, scanning may be managed elsewhere. Deleting the resource resets it to that of a new registry.
      scanning: scanning.knownValue() ?? (scanning.isDeleted ? DEFAULT_SCANNING : UNKNOWN),
      enablesInspector: inspector.knownValue() ?? (inspector.isDeleted ? false : UNKNOWN),
      creationTemplates: this.templates.build((prefix) => ({ prefix, ...UNKNOWN_TEMPLATE })),
      pullThroughCache: this.cacheRules.build((prefix) => ({ prefix, ...UNKNOWN_CACHE_RULE })),
      // The provider accepts it as the name of a setting.
      accountSettings: this.accountSettings.build((name) => ({
        name: name as AccountSetting['name'],
        value: UNKNOWN,
      })),
    };
  }

  private settingsByName(
    kind: 'account-setting' | 'cache-rule' | 'creation-template',
  ): Pick<NamedValues<unknown>, 'get'> {
    switch (kind) {
      case 'account-setting':
        return this.accountSettings;
      case 'cache-rule':
        return this.cacheRules;
      case 'creation-template':
        return this.templates;
    }
  }
}

/** Returns the prefix or name of a setting, or undefined if it is unknown or a registry has at most one of the kind. */
export function settingNameOf(resource: SettingResource, when: BeforeOrAfter): string | undefined {
  switch (resource.kind) {
    case 'creation-template': {
      const template = resource[when]?.template;
      return template === undefined || !isKnown(template) ? undefined : template.prefix;
    }
    case 'cache-rule': {
      const rule = resource[when]?.rule;
      return rule === undefined || !isKnown(rule) ? undefined : rule.prefix;
    }
    case 'account-setting': {
      const setting = resource[when]?.setting;
      return setting === undefined || !isKnown(setting) ? undefined : setting.name;
    }
    case 'inspector':
    case 'scanning':
      return undefined;
  }
}

/** Settings of one kind in a registry, by prefix or name. */
class NamedValues<Values> {
  private readonly byName = new Map<string, ManagedValue<Values>>();

  public get(name: string): ManagedValue<Values> {
    const known = this.byName.get(name) ?? new ManagedValue<Values>();
    this.byName.set(name, known);
    return known;
  }

  /**
   * Returns all existing settings, sorted, or `UNKNOWN` if no resource manages one, because they may be managed elsewhere.
   * @param createUnknown returns a setting of which only the name is known
   */
  public build(createUnknown: (name: string) => Values): readonly Values[] | Unknown {
    if (this.byName.size === 0) return UNKNOWN;
    return sortedBy(this.byName, ([name]) => name).flatMap(([name, value]) => {
      const known = value.knownValue();
      return known === undefined ? [] : !isKnown(known) ? createUnknown(name) : known;
    });
  }
}

/** The values if two resources conflict, so that their order decides. */
const UNKNOWN_TEMPLATE: Omit<CreationTemplate<Unknown>, 'prefix'> = {
  // In the order of a decoded template, because values are compared as JSON.
  ...unknownOf(['appliedFor', 'description']),
  settings: unknownOf(['imageTagMutability', 'encryption', 'lifecyclePolicy', 'tags']),
  ...unknownOf(['policy', 'customRoleArn']),
};

const UNKNOWN_CACHE_RULE: Omit<PullThroughCacheRule<Unknown>, 'prefix'> = unknownOf([
  'upstream',
  'upstreamPrefix',
  'credentialArn',
  'customRoleArn',
]);
