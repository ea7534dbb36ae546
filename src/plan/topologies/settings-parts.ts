import {
  DEFAULT_SCANNING,
  isKnown,
  sortedBy,
  type AccountSetting,
  type CreationTemplate,
  type NotKnown,
  type PullThroughCacheRule,
  type RegistrySettings,
  type Scanning,
} from '../../registry';
import type { Moment } from '../resources/moment';
import type { PlannedOf, PlannedResource } from '../resources/planned';
import { Standing } from './standing';

/** Resources that manage a setting of a registry, other than its policy and its replication. */
export type SettingResource = PlannedOf<
  'account-setting' | 'cache-rule' | 'creation-template' | 'inspector' | 'scanning'
>;

const KINDS: ReadonlySet<PlannedResource['kind']> = new Set<SettingResource['kind']>([
  'account-setting',
  'cache-rule',
  'creation-template',
  'inspector',
  'scanning',
]);

export function isSetting(resource: PlannedResource): resource is SettingResource {
  return KINDS.has(resource.kind);
}

/** The settings of one registry, collected from its resources. */
export class SettingsParts {
  private readonly scanning = new Standing<Scanning | NotKnown>();
  private readonly inspector = new Standing<true | NotKnown>();
  private readonly templates = new Named<CreationTemplate<NotKnown>>();
  private readonly cacheRules = new Named<PullThroughCacheRule<NotKnown>>();
  private readonly accountSettings = new Named<AccountSetting<NotKnown>>();

  /** Records that a resource which is created does not exist before. */
  public announce(resource: SettingResource): void {
    const { after } = resource;
    if (resource.kind === 'scanning' || resource.kind === 'inspector' || after === undefined) return;
    const name = nameIn(resource, 'after');
    if (name !== undefined) this.named(resource.kind).at(name);
  }

  public tell(resource: SettingResource, from: Moment, action: PlannedResource['action']): void {
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
          this.templates.at(template.prefix).add(template, action);
        }
        return;
      }
      case 'cache-rule': {
        const rule = resource[from]?.rule;
        if (rule !== undefined && isKnown(rule)) this.cacheRules.at(rule.prefix).add(rule, action);
        return;
      }
      case 'account-setting': {
        const setting = resource[from]?.setting;
        if (setting !== undefined && isKnown(setting)) {
          this.accountSettings.at(setting.name).add(setting, action);
        }
        return;
      }
    }
  }

  public settings(): RegistrySettings<NotKnown> {
    const { scanning, inspector } = this;
    return {
      // Without a resource, scanning may be managed elsewhere. Deleting the resource resets it to that of a new registry.
      scanning: scanning.known() ?? (scanning.isGone ? DEFAULT_SCANNING : 'notKnown'),
      enablesInspector: inspector.known() ?? (inspector.isGone ? false : 'notKnown'),
      creationTemplates: this.templates.all(openTemplate),
      pullThroughCache: this.cacheRules.all((prefix) => ({ prefix, ...OPEN_CACHE_RULE })),
      // The provider accepts it as the name of a setting.
      accountSettings: this.accountSettings.all((name) => ({
        name: name as AccountSetting['name'],
        value: 'notKnown',
      })),
    };
  }

  private named(kind: 'account-setting' | 'cache-rule' | 'creation-template'): Pick<Named<unknown>, 'at'> {
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
export function nameIn(resource: SettingResource, moment: Moment): string | undefined {
  switch (resource.kind) {
    case 'creation-template': {
      const template = resource[moment]?.template;
      return template === undefined || !isKnown(template) ? undefined : template.prefix;
    }
    case 'cache-rule': {
      const rule = resource[moment]?.rule;
      return rule === undefined || !isKnown(rule) ? undefined : rule.prefix;
    }
    case 'account-setting': {
      const setting = resource[moment]?.setting;
      return setting === undefined || !isKnown(setting) ? undefined : setting.name;
    }
    case 'inspector':
    case 'scanning':
      return undefined;
  }
}

/** Settings of one kind in a registry, by prefix or name. */
class Named<Values> {
  private readonly standing = new Map<string, Standing<Values>>();

  public at(name: string): Standing<Values> {
    const known = this.standing.get(name) ?? new Standing<Values>();
    this.standing.set(name, known);
    return known;
  }

  /**
   * Returns all existing settings, sorted, or `notKnown` if no resource manages one, because they may be managed elsewhere.
   * @param createUnknown returns a setting of which only the name is known
   */
  public all(open: (name: string) => Values): readonly Values[] | NotKnown {
    if (this.standing.size === 0) return 'notKnown';
    return sortedBy(this.standing, ([name]) => name).flatMap(([name, standing]) => {
      const found = standing.known();
      return found === undefined ? [] : found === 'notKnown' ? open(name) : found;
    });
  }
}

/** The template if two resources conflict, so that their order decides. */
function openTemplate(prefix: string): CreationTemplate<NotKnown> {
  return {
    prefix,
    appliedFor: 'notKnown',
    description: 'notKnown',
    settings: {
      imageTagMutability: 'notKnown',
      encryption: 'notKnown',
      lifecyclePolicy: 'notKnown',
      tags: 'notKnown',
    },
    policy: 'notKnown',
    customRoleArn: 'notKnown',
  };
}

const OPEN_CACHE_RULE = {
  upstream: 'notKnown',
  upstreamPrefix: 'notKnown',
  credentialArn: 'notKnown',
  customRoleArn: 'notKnown',
} as const satisfies Omit<PullThroughCacheRule<NotKnown>, 'prefix'>;
