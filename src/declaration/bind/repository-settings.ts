import type { ImageTagMutability } from '../../model/settings';
import type { DeclaredRepository } from '../schema/declaration';
import { isPresent, present, type Field } from '../schema/located';
import type { BoundMutability, BoundRepositorySettings } from './bound-declaration';

const NO_SETTINGS: BoundRepositorySettings = {
  mutability: undefined,
  scanOnPush: undefined,
  encryption: undefined,
  lifecycle: undefined,
  tags: undefined,
};

/** The keys that are settings, in any section. */
type DeclaredSettings = Pick<
  DeclaredRepository,
  | 'encryption'
  | 'imageTagMutability'
  | 'imageTagMutabilityExclusionFilters'
  | 'lifecycle'
  | 'scanOnPush'
  | 'tags'
>;

/** Binds the settings of a section. */
export function bindSettings(declared: DeclaredSettings | undefined): BoundRepositorySettings {
  if (declared === undefined) return NO_SETTINGS;
  const settings = {
    mutability: bindMutability(declared),
    scanOnPush: present(declared.scanOnPush),
    encryption: present(declared.encryption),
    lifecycle: present(declared.lifecycle),
    tags: present(declared.tags),
  };
  return isEmpty(settings) ? NO_SETTINGS : settings;
}

function isEmpty(settings: BoundRepositorySettings): boolean {
  return Object.values(settings).every((setting) => setting === undefined);
}

function bindMutability({
  imageTagMutability: mode,
  imageTagMutabilityExclusionFilters: filters,
}: DeclaredSettings): BoundMutability | undefined {
  return isPresent(mode) || isPresent(filters) ? { mode, filters } : undefined;
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
  const hasNoExclusion = isPresent(own.mode) && !hasExclusion(own.mode.value);
  return {
    mode: fieldWithDefault(own.mode, defaults.mode),
    filters: hasNoExclusion ? own.filters : fieldWithDefault(own.filters, defaults.filters),
  };
}

/** Returns a refused field only if neither is present: then the intended value is unknown. */
function fieldWithDefault<T>(own: Field<T>, fallback: Field<T>): Field<T> {
  return present(own) ?? present(fallback) ?? own ?? fallback;
}

export function hasExclusion(mode: ImageTagMutability['mode']): boolean {
  return mode === 'IMMUTABLE_WITH_EXCLUSION' || mode === 'MUTABLE_WITH_EXCLUSION';
}
