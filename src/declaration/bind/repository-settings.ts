import { sortedUnique } from '../../base/collections';
import type { ImageTagMutability } from '../../model/settings';
import type { Declaration } from '../schema/declaration.declaration';
import type { Path } from '../syntax/tree';
import type {
  BoundEncryption,
  BoundMutability,
  BoundRepositorySettings,
  BoundTags,
} from './bound-declaration';
import { locateTexts } from './references';
import { bindLifecycle } from './repository-settings.lifecycle';

const NO_SETTINGS: BoundRepositorySettings = {
  mutability: undefined,
  scanOnPush: undefined,
  encryption: undefined,
  lifecycle: undefined,
  tags: undefined,
};

type RepositorySection = NonNullable<NonNullable<Declaration['defaults']>['repository']>;

/** The keys that are settings, in any section. */
export type DeclaredSettings = Pick<
  RepositorySection,
  | 'encryption'
  | 'imageTagMutability'
  | 'imageTagMutabilityExclusionFilters'
  | 'lifecycle'
  | 'scanOnPush'
  | 'tags'
>;

/**
 * Binds the settings of a section.
 *
 * @param path the path of the section
 */
export function bindSettings(declared: DeclaredSettings | undefined, path: Path): BoundRepositorySettings {
  if (declared === undefined) return NO_SETTINGS;
  const { scanOnPush, encryption, lifecycle, tags } = declared;
  const settings = {
    mutability: bindMutability(declared, path),
    scanOnPush,
    encryption: encryption === undefined ? undefined : bindEncryption(encryption, [...path, 'encryption']),
    lifecycle: lifecycle === undefined ? undefined : bindLifecycle(lifecycle, [...path, 'lifecycle']),
    tags: tags === undefined ? undefined : bindTags(tags, [...path, 'tags']),
  };
  return isEmpty(settings) ? NO_SETTINGS : settings;
}

function isEmpty(settings: BoundRepositorySettings): boolean {
  return Object.values(settings).every((setting) => setting === undefined);
}

/** Returns the settings of a repository, with the defaults for those that it does not set. */
export function withDefaults(
  own: BoundRepositorySettings,
  defaults: BoundRepositorySettings,
): BoundRepositorySettings {
  if (own === NO_SETTINGS) return defaults;
  return {
    mutability: mutabilityWithDefaults(own.mutability, defaults.mutability),
    scanOnPush: own.scanOnPush ?? defaults.scanOnPush,
    encryption: own.encryption ?? defaults.encryption,
    lifecycle: own.lifecycle ?? defaults.lifecycle,
    tags: own.tags ?? defaults.tags,
  };
}

/** Default exclusion filters apply only to a mode with exclusion. */
function mutabilityWithDefaults(
  own: BoundMutability | undefined,
  defaults: BoundMutability | undefined,
): BoundMutability | undefined {
  if (own === undefined || defaults === undefined) return own ?? defaults;
  const hasNoExclusion = own.mode !== undefined && !hasExclusion(own.mode.value);
  return {
    sections: [...own.sections, ...defaults.sections],
    mode: own.mode ?? defaults.mode,
    filters: own.filters ?? (hasNoExclusion ? undefined : defaults.filters),
  };
}

export function hasExclusion(mode: ImageTagMutability['mode']): boolean {
  return mode === 'IMMUTABLE_WITH_EXCLUSION' || mode === 'MUTABLE_WITH_EXCLUSION';
}

function bindMutability(declared: DeclaredSettings, path: Path): BoundMutability | undefined {
  const { imageTagMutability: mode, imageTagMutabilityExclusionFilters: filters } = declared;
  if (mode === undefined && filters === undefined) return undefined;
  const at = [...path, 'imageTagMutabilityExclusionFilters'];
  return {
    sections: [path],
    mode: mode === undefined ? undefined : { value: mode, path: [...path, 'imageTagMutability'] },
    filters: filters === undefined ? undefined : { items: locateTexts(filters, at), path: at },
  };
}

function bindEncryption(declared: NonNullable<DeclaredSettings['encryption']>, path: Path): BoundEncryption {
  const { type, kmsKey } = declared;
  const at = [...path, 'kmsKey'];
  if (kmsKey === undefined || typeof kmsKey === 'string') {
    return { path, type, kmsKey: kmsKey === undefined ? undefined : { text: kmsKey, path: at } };
  }
  const byRegistry = Object.entries(kmsKey).flatMap(([name, text]) =>
    text === undefined ? [] : [[name, { text, path: [...at, name] }] as const],
  );
  return { path, type, kmsKey: { path: at, byRegistry: new Map(byRegistry) } };
}

function bindTags(declared: NonNullable<DeclaredSettings['tags']>, path: Path): BoundTags {
  const keys = sortedUnique(Object.keys(declared));
  const values = keys.flatMap((key) => {
    const value = declared[key];
    return value === undefined ? [] : [[key, value] as const];
  });
  return { path, values: Object.fromEntries(values) };
}
