import { isSameValue } from '../../base/collections';
import {
  DEFAULT_SETTINGS,
  type Encryption,
  type ImageTagMutability,
  type RepositorySettings,
  type Tags,
} from '../../model/settings';
import type { Repository } from '../../model/resource-types';
import { lifecycleValue } from './lifecycle';
import type { Mapping, Value } from './value';

/** The groups of keys of a repository that `defaults` can set together. */
export const SETTING_NAMES = [
  'forceDelete',
  'preventDestroy',
  'mutability',
  'scanOnPush',
  'encryption',
  'lifecycle',
  'tags',
  'statements',
] as const;

export type SettingName = (typeof SETTING_NAMES)[number];

/** The declared keys of each setting. Undefined if the repository has the default of ECR. */
export type DeclaredSettings = Readonly<Record<SettingName, Mapping | undefined>>;

/** What a repository writes to have the default of ECR although `defaults` sets another. Undefined if it cannot. */
export const ECR_DEFAULTS: DeclaredSettings = {
  forceDelete: { forceDelete: false },
  preventDestroy: { preventDestroy: false },
  mutability: { imageTagMutability: DEFAULT_SETTINGS.imageTagMutability.mode },
  scanOnPush: undefined,
  encryption: { encryption: { type: DEFAULT_SETTINGS.encryption.type } },
  lifecycle: { lifecycle: [] },
  tags: { tags: {} },
  statements: { statements: [] },
};

/** The settings that a repository has in every registry. */
export type SharedSettings = Omit<DeclaredSettings, 'encryption' | 'statements'>;

/** Returns the declared settings of a repository that cannot differ by registry. */
export function settingsOf({ forceDelete, preventDestroy, settings }: Repository): SharedSettings {
  const { imageTagMutability, scanOnPush, lifecyclePolicy, tags } = settings;
  return {
    forceDelete: forceDelete ? { forceDelete } : undefined,
    preventDestroy: preventDestroy ? { preventDestroy } : undefined,
    mutability: mutabilityKeys(imageTagMutability),
    scanOnPush: scanOnPush === undefined ? undefined : { scanOnPush },
    lifecycle: lifecyclePolicy === undefined ? undefined : { lifecycle: lifecycleValue(lifecyclePolicy) },
    tags: tagsKeys(tags),
  };
}

export function mutabilityKeys(mutability: ImageTagMutability): Mapping | undefined {
  if (isSameValue(mutability, DEFAULT_SETTINGS.imageTagMutability)) return undefined;
  const { mode, exclusionFilters } = mutability;
  return {
    imageTagMutability: mode,
    ...(exclusionFilters.length === 0 ? {} : { imageTagMutabilityExclusionFilters: exclusionFilters }),
  };
}

export function tagsKeys(tags: Tags): Mapping | undefined {
  return Object.keys(tags).length === 0 ? undefined : { tags };
}

/** Returns `encryption` with one key, or none. */
export function encryptionKeys(
  { type }: Pick<Encryption, 'type'>,
  kmsKey: Value | undefined,
): Mapping | undefined {
  if (type === DEFAULT_SETTINGS.encryption.type && kmsKey === undefined) return undefined;
  return { encryption: { type, ...(kmsKey === undefined ? {} : { kmsKey }) } };
}

/** The keys of the settings that differ, for a message. */
export function differingKeys(one: RepositorySettings, other: RepositorySettings): readonly string[] {
  return (Object.keys(SETTING_KEYS) as (keyof RepositorySettings)[]) // the keys of this object
    .filter((key) => !isSameValue(one[key], other[key]))
    .map((key) => SETTING_KEYS[key]);
}

export const SETTING_KEYS: Readonly<Record<keyof RepositorySettings, string>> = {
  imageTagMutability: 'imageTagMutability',
  scanOnPush: 'scanOnPush',
  encryption: 'encryption',
  lifecyclePolicy: 'lifecycle',
  tags: 'tags',
};
