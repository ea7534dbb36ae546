import { repositoryArn, type RegistryId } from '../aws/arn';
import { namespacePrefix } from '../aws/namespaces';
import { isSameValue, pairByName } from '../base/collections';
import { DEFAULT_SETTINGS, type CreationTemplate, type TemplateUse } from '../model/settings';
import type { PlannedRegistry } from '../model/topology';
import { isKnown, type Unknown } from '../model/unknown';
import {
  tagChanges,
  tagChangeText,
  type OfRegistry,
  type Permission,
  type SettingChange,
  type TagChange,
} from './change-parts';
import { describePermission, onlyIn, repositoriesAtoms } from './permissions';
import { settingChange, settingChangeText, unknownSettingsText } from './setting-text';

interface OfTemplate extends OfRegistry {
  /** The prefix of the creation template. */
  readonly template: CreationTemplate['prefix'];
}

export type TemplateChange =
  | (OfTemplate & {
      readonly kind: 'creation-template-added';
      readonly appliedFor: readonly TemplateUse[] | Unknown;
    })
  | (OfTemplate & { readonly kind: 'creation-template-removed' })
  | (OfTemplate & SettingChange & { readonly kind: 'creation-template-setting-changed' })
  | (OfTemplate & TagChange & { readonly kind: 'creation-template-tag' })
  /** A permission that the repository policy of the template gives in created repositories. */
  | (OfTemplate &
      Permission & {
        readonly kind: 'creation-template-permission-added' | 'creation-template-permission-removed';
      })
  | (OfTemplate & { readonly kind: 'creation-template-not-known'; readonly settings: readonly string[] });

type Template = CreationTemplate<Unknown>;
type Templates = PlannedRegistry['creationTemplates'];

/**
 * Returns the changes to the creation templates of a registry, sorted by prefix. Existing repositories do not
 * change.
 * @param registryId the resource of statements without `Resource`
 */
export function diffTemplates(
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

export function templatePermissionText(template: string, permission: string): string {
  return `in repositories that ECR creates with ${template}, ${permission}`;
}

/** Returns the text after the name of the registry. */
export function describeTemplate(change: TemplateChange, template: string): string {
  switch (change.kind) {
    case 'creation-template-added':
      return isKnown(change.appliedFor)
        ? `${template} added for ${change.appliedFor.join(', ')}`
        : `${template} added`;
    case 'creation-template-removed':
      return `${template} removed; repositories that ECR created with it do not change`;
    case 'creation-template-setting-changed':
      return settingChangeText(change, template);
    case 'creation-template-tag':
      return tagChangeText(change, template);
    case 'creation-template-permission-added':
    case 'creation-template-permission-removed': {
      const adverb = change.kind === 'creation-template-permission-added' ? 'now' : 'no longer';
      return templatePermissionText(template, describePermission(change, adverb));
    }
    case 'creation-template-not-known':
      return unknownSettingsText(change.settings, template);
  }
}
