import {
  normalisedLifecyclePolicy,
  sortedUnique,
  type Encryption,
  type ImageTagMutability,
  type LifecyclePolicy,
  type NotKnown,
  type Tags,
} from '../../registry';
import type { Json, JsonObject } from '../document';
import { at, entriesAt, holdsTrue, isObject, isUnknown, itemsAt, textAt } from './json';

const MODES = ['IMMUTABLE', 'IMMUTABLE_WITH_EXCLUSION', 'MUTABLE', 'MUTABLE_WITH_EXCLUSION'] as const;

// Settings that repositories and creation templates share.

export function mutabilityOf(values: JsonObject, unknown: Json | undefined): ImageTagMutability | NotKnown {
  if (isUnknown(unknown, 'image_tag_mutability')) return 'notKnown';
  const written = textAt(values, 'image_tag_mutability') ?? 'MUTABLE';
  const mode = MODES.find((each) => each === written);
  const filters = itemsAt(values, 'image_tag_mutability_exclusion_filter').flatMap(
    (filter) => textAt(filter, 'filter') ?? [],
  );
  return mode === undefined ? 'notKnown' : { mode, exclusionFilters: sortedUnique(filters) };
}

/** @param expressions of the resource in the configuration */
export function encryptionOf(
  values: JsonObject,
  unknown: Json,
  expressions: Json | undefined,
): Encryption | NotKnown {
  const block = ['encryption_configuration', 0] as const;
  if (isUnknown(unknown, ...block, 'encryption_type')) return 'notKnown';
  const type = textAt(values, ...block, 'encryption_type') ?? 'AES256';
  if (type !== 'AES256' && type !== 'KMS' && type !== 'KMS_DSSE') return 'notKnown';
  const kmsKey = textAt(values, ...block, 'kms_key');
  if (!isUnknown(unknown, ...block, 'kms_key')) return { type, kmsKey };
  // The provider plans the key of a new repository as unknown, even if none is set. The configuration shows whether one is set.
  const written = at(expressions, ...block);
  if (written === undefined) return 'notKnown';
  return {
    type,
    kmsKey: at(written, 'kms_key') === undefined ? undefined : 'a key that is known after apply',
  };
}

/** Shared, because most repositories have no tags. */
const NO_TAGS: Tags = {};

/** Returns the tags in the first of these attributes that is set or unknown. */
export function tagsOf(
  values: JsonObject,
  unknown: Json,
  names: readonly ('resource_tags' | 'tags' | 'tags_all')[],
): Tags | NotKnown {
  const isOpen = (name: string) => holdsTrue(at(unknown, name) ?? false);
  const name = names.find((each) => isObject(at(values, each)) || isOpen(each));
  if (name === undefined) return NO_TAGS;
  if (unknown === true || isOpen(name)) return 'notKnown';
  const tags = entriesAt(values, name).flatMap(([key, value]) =>
    typeof value === 'string' ? [[key, value] as const] : [],
  );
  return tags.length === 0 ? NO_TAGS : Object.fromEntries(tags);
}

/** Hundreds of repositories often share one text. */
const NORMALISED = new Map<string, LifecyclePolicy>();
const MOST_KEPT = 10_000;

export function lifecyclePolicyIn(text: string): LifecyclePolicy {
  const known = NORMALISED.get(text);
  if (known !== undefined) return known;
  const fresh = normalisedLifecyclePolicy(text);
  if (NORMALISED.size >= MOST_KEPT) NORMALISED.clear();
  NORMALISED.set(text, fresh);
  return fresh;
}
