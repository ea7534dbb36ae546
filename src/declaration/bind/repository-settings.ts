import {
  normaliseLifecyclePolicy,
  type CountType,
  type PartialLifecycleRule,
} from '../../aws/lifecycle/policy';
import { isList, sortedUnique } from '../../base/collections';
import type { ImageTagMutability } from '../../model/settings';
import type { Declaration } from '../schema/declaration';
import type { Path } from '../syntax/tree';
import type {
  BoundEncryption,
  BoundLifecyclePolicy,
  BoundMutability,
  BoundRepositorySettings,
  BoundTags,
} from './bound-declaration';
import { locateTexts } from './references';

const NO_SETTINGS: BoundRepositorySettings = {
  mutability: undefined,
  scanOnPush: undefined,
  encryption: undefined,
  lifecycle: undefined,
  tags: undefined,
};

type RepositorySection = NonNullable<NonNullable<Declaration['defaults']>['repository']>;

/** The keys that are settings, in any section. */
type DeclaredSettings = Pick<
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

type DeclaredLifecycle = NonNullable<DeclaredSettings['lifecycle']>;
type DeclaredRule = NonNullable<Extract<DeclaredLifecycle, readonly unknown[]>[number]>;

function bindLifecycle(declared: DeclaredLifecycle, path: Path): BoundLifecyclePolicy | undefined {
  if (isList(declared)) {
    const rules = declared.flatMap((rule, index) =>
      rule === undefined ? [] : { path: [...path, index], parts: rulePartsOf(rule, index + 1) },
    );
    return { kind: 'rules', path, rules };
  }
  const { json } = declared;
  if (json === undefined) return undefined;
  return { kind: 'json', path: [...path, 'json'], json, policy: normaliseLifecyclePolicy(json) };
}

/** The keys of a rule that set its count, with the count type of ECR. */
export const COUNT_KEYS = {
  countMoreThan: 'imageCountMoreThan',
  daysSincePushed: 'sinceImagePushed',
  daysSincePulled: 'sinceImagePulled',
  daysSinceArchived: 'sinceImageTransitioned',
} as const satisfies Readonly<Record<string, CountType>>;

function rulePartsOf(declared: DeclaredRule, priority: number): PartialLifecycleRule {
  const { description, tagStatus, tagPrefixes, tagPatterns, storageClass, action } = declared;
  const counts = Object.entries(COUNT_KEYS).flatMap(([key, type]) => {
    const number = declared[key as keyof typeof COUNT_KEYS]; // the keys of this object
    return number === undefined ? [] : { type, number };
  });
  const count = counts.length === 1 ? counts[0] : undefined;
  return {
    priority,
    description,
    tagStatus,
    tagPrefixes: withoutRefused(tagPrefixes),
    tagPatterns: withoutRefused(tagPatterns),
    // Only archived images have a number of days since they were archived.
    storageClass: storageClass ?? (count?.type === 'sinceImageTransitioned' ? 'archive' : undefined),
    count,
    action: action === 'archive' ? 'transition' : action,
  };
}

/** Returns the texts without rejected ones, which are already reported. */
function withoutRefused(texts: readonly (string | undefined)[] | undefined): readonly string[] {
  return (texts ?? []).filter((text) => text !== undefined);
}
