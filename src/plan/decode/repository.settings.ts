import type { LifecyclePolicy } from '../../aws/lifecycle/policy';
import { normaliseLifecyclePolicy } from '../../aws/lifecycle/policy.text';
import { sortedUnique } from '../../base/collections';
import type { Encryption, ImageTagMutability, Tags } from '../../model/settings';
import type { UnknownValue } from '../../model/unknown';
import type { Json, JsonObject } from '../model/document';
import { at, containsTrue, entriesAt, isObject, isUnknown, itemsAt, textAt } from '../model/values';

const MODES = ['IMMUTABLE', 'IMMUTABLE_WITH_EXCLUSION', 'MUTABLE', 'MUTABLE_WITH_EXCLUSION'] as const;

// Settings that repositories and creation templates share.

export function decodeMutability(
  values: JsonObject,
  unknown: Json | undefined,
): ImageTagMutability | UnknownValue {
  if (isUnknown(unknown, 'image_tag_mutability')) return 'notKnown';
  const written = textAt(values, 'image_tag_mutability') ?? 'MUTABLE';
  const mode = MODES.find((each) => each === written);
  const filters = itemsAt(values, 'image_tag_mutability_exclusion_filter').flatMap(
    (filter) => textAt(filter, 'filter') ?? [],
  );
  return mode === undefined ? 'notKnown' : { mode, exclusionFilters: sortedUnique(filters) };
}

/** @param expressions of the resource in the configuration */
export function decodeEncryption(
  values: JsonObject,
  unknown: Json,
  expressions: Json | undefined,
): Encryption | UnknownValue {
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
export function decodeTags(
  values: JsonObject,
  unknown: Json,
  names: readonly ('resource_tags' | 'tags' | 'tags_all')[],
): Tags | UnknownValue {
  const isUnknownAttribute = (name: string) => containsTrue(at(unknown, name) ?? false);
  const name = names.find((each) => isObject(at(values, each)) || isUnknownAttribute(each));
  if (name === undefined) return NO_TAGS;
  if (unknown === true || isUnknownAttribute(name)) return 'notKnown';
  const tags = entriesAt(values, name).flatMap(([key, value]) =>
    typeof value === 'string' ? [[key, value] as const] : [],
  );
  return tags.length === 0 ? NO_TAGS : Object.fromEntries(tags);
}

/** Hundreds of repositories often share one text. */
const LIFECYCLE_POLICIES = new Map<string, LifecyclePolicy>();
const MAX_CACHED = 10_000;

export function parseLifecyclePolicy(text: string): LifecyclePolicy {
  const cached = LIFECYCLE_POLICIES.get(text);
  if (cached !== undefined) return cached;
  const parsed = normaliseLifecyclePolicy(text);
  if (LIFECYCLE_POLICIES.size >= MAX_CACHED) LIFECYCLE_POLICIES.clear();
  LIFECYCLE_POLICIES.set(text, parsed);
  return parsed;
}
