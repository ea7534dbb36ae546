import { repositoryArn, type RegistryId } from '../aws/arn';
import type { CreationTemplate } from '../model/settings.creation-template';
import { namespacePrefix } from '../aws/namespaces';
import { isKnown, type UnknownValue } from '../model/unknown';
import { isSameValue } from '../base/collections.same';
import { DEFAULT_SETTINGS } from '../model/settings';
import type { PlannedRegistry } from '../model/topology';
import { pairByName } from '../base/collections.paired';
import { onlyIn, repositoriesAtoms } from './permissions';
import { settingChange } from './setting-text';
import type { TemplateChange } from './change.settings-change';
import { tagChanges } from './change.tags';
import type { SettingChange } from './change.change-parts';

type Template = CreationTemplate<UnknownValue>;
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
      if (current === undefined)
        return previous === undefined ? [] : [{ kind: 'creation-template-removed', ...location }];
      if (isSameValue(previous, current)) return [];
      const added: readonly TemplateChange[] =
        previous === undefined
          ? [{ kind: 'creation-template-added', ...location, appliedFor: current.appliedFor }]
          : [];
      return [
        ...added,
        ...changesIn(location, repositoryArn(registryId, `${namespacePrefix(template)}*`), previous, current),
      ];
    },
  );
}

interface TemplateLocation {
  readonly registry: string;
  readonly template: string;
}

function changesIn(
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

const SETTINGS = ['imageTagMutability', 'encryption', 'lifecyclePolicy'] as const;

/** For a new template, returns the settings that differ from the defaults. */
function settingsChanged(previous: Template | undefined, current: Template): readonly SettingChange[] {
  const old = previous ?? { ...NO_TEMPLATE, appliedFor: current.appliedFor };
  const changes = [
    ...changed('appliedFor', usesText(old.appliedFor), usesText(current.appliedFor)),
    ...changed('description', quoted(old.description), quoted(current.description)),
    ...SETTINGS.flatMap((setting): readonly SettingChange[] => {
      const texts = settingChange(setting, old.settings, current.settings);
      return texts === undefined ? [] : [{ setting, ...texts }];
    }),
    ...changed('customRoleArn', orNone(old.customRoleArn), orNone(current.customRoleArn)),
  ];
  return previous === undefined ? changes.map((change) => ({ ...change, before: undefined })) : changes;
}

function changed(setting: string, before: string, after: string): readonly SettingChange[] {
  return before === after || !isKnown(before) || !isKnown(after) ? [] : [{ setting, before, after }];
}

function usesText(uses: Template['appliedFor']): string {
  return isKnown(uses) ? uses.join(', ') : uses;
}

function quoted(text: string | undefined): string {
  return text === undefined || !isKnown(text) ? orNone(text) : `'${text}'`;
}

function orNone(text: string | undefined): string {
  return text ?? 'none';
}

function permissionsChanged(
  location: TemplateLocation,
  repositories: string,
  previous: Template['policy'],
  current: Template['policy'],
): readonly TemplateChange[] {
  if (previous === current || previous === 'notKnown' || current === 'notKnown') return [];
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
  return Object.entries(all).flatMap(([name, value]) => (value === 'notKnown' ? [name] : []));
}
