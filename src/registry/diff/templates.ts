import { repositoryArn, type RegistryId } from '../arn';
import type { CreationTemplate } from '../creation-template';
import { namesStart } from '../namespaces';
import { isKnown, type NotKnown } from '../not-known';
import { isSameValue } from '../same';
import { DEFAULT_SETTINGS } from '../settings';
import type { PlannedRegistry } from '../topology';
import { paired } from './paired';
import { onlyIn, repositoriesAtoms } from './permissions';
import { settingChange } from './setting-words';
import type { TemplateChange } from './settings-change';
import { tagChanges } from './tags';
import type { SettingChange } from './change-parts';

type Template = CreationTemplate<NotKnown>;
type Templates = PlannedRegistry['creationTemplates'];

/**
 * Returns the changes to the creation templates of a registry, sorted by prefix. Existing repositories do not
 * change.
 * @param registryId the resource of statements without `Resource`
 */
export function diffTemplates(
  registry: string,
  place: RegistryId,
  before: Templates,
  after: Templates,
): readonly TemplateChange[] {
  if (before === after || !isKnown(before) || !isKnown(after)) return [];
  return paired(before, after, ({ prefix }) => prefix).flatMap(
    ({ name: template, was, is }): readonly TemplateChange[] => {
      const at = { registry, template };
      if (is === undefined) return was === undefined ? [] : [{ kind: 'creation-template-removed', ...at }];
      if (isSameValue(was, is)) return [];
      const added: readonly TemplateChange[] =
        was === undefined ? [{ kind: 'creation-template-added', ...at, appliedFor: is.appliedFor }] : [];
      return [...added, ...changesIn(at, repositoryArn(place, `${namesStart(template)}*`), was, is)];
    },
  );
}

interface At {
  readonly registry: string;
  readonly template: string;
}

function changesIn(
  at: At,
  repositories: string,
  was: Template | undefined,
  is: Template,
): readonly TemplateChange[] {
  const open = unknownIn(is).filter((each) => was === undefined || !unknownIn(was).includes(each));
  return [
    ...settingsChanged(was, is).map(
      (change) => ({ kind: 'creation-template-setting-changed', ...at, ...change }) as const,
    ),
    ...tagChanges(was?.settings.tags ?? {}, is.settings.tags).map(
      (change) => ({ kind: 'creation-template-tag', ...at, ...change }) as const,
    ),
    ...permissionsChanged(at, repositories, was?.policy, is.policy),
    ...(open.length === 0 ? [] : [{ kind: 'creation-template-not-known', ...at, settings: open } as const]),
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
function settingsChanged(was: Template | undefined, is: Template): readonly SettingChange[] {
  const old = was ?? { ...NO_TEMPLATE, appliedFor: is.appliedFor };
  const changes = [
    ...changed('appliedFor', usesText(old.appliedFor), usesText(is.appliedFor)),
    ...changed('description', quoted(old.description), quoted(is.description)),
    ...SETTINGS.flatMap((setting): readonly SettingChange[] => {
      const words = settingChange(setting, old.settings, is.settings);
      return words === undefined ? [] : [{ setting, ...words }];
    }),
    ...changed('customRoleArn', orNone(old.customRoleArn), orNone(is.customRoleArn)),
  ];
  return was === undefined ? changes.map((change) => ({ ...change, before: undefined })) : changes;
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
  at: At,
  repositories: string,
  was: Template['policy'],
  is: Template['policy'],
): readonly TemplateChange[] {
  if (was === is || was === 'notKnown' || is === 'notKnown') return [];
  const [old, fresh] = [repositoriesAtoms(was, repositories), repositoriesAtoms(is, repositories)];
  return [
    ...onlyIn(old, fresh).map(
      (each) => ({ kind: 'creation-template-permission-removed', ...at, ...each }) as const,
    ),
    ...onlyIn(fresh, old).map(
      (each) => ({ kind: 'creation-template-permission-added', ...at, ...each }) as const,
    ),
  ];
}

/** Returns the settings that are known only after apply. */
function unknownIn({
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
