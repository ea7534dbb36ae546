import { normaliseLifecyclePolicy } from '../../aws/lifecycle/policy';
import { uncheckedRepositoryName, type RepositoryName } from '../../aws/names';
import { computedOnce, sortedUnique } from '../../base/collections';
import type { Encryption, ImageTagMutability, Tags } from '../../model/settings';
import { UNKNOWN, type Unknown } from '../../model/unknown';
import { referencedChange, type ConfiguredChange } from '../locate/configured-change';
import type { Json, JsonObject } from '../model/document';
import type { PlannedLifecyclePolicy, PlannedRepositoryValues } from '../model/planned-resource';
import { at, containsTrue, entriesAt, isObject, isUnknown, itemsAt, textAt } from '../model/values';

/** @param unknown `true` for each unknown value, as in `after_unknown` */
export function decodeRepository(
  configured: ConfiguredChange,
  values: JsonObject,
  unknown: Json,
): PlannedRepositoryValues {
  const { change, resource } = configured;
  return {
    name: isUnknown(unknown, 'name') ? UNKNOWN : decodeName(at(values, 'name')),
    forceDelete: isUnknown(unknown, 'force_delete') ? UNKNOWN : at(values, 'force_delete') === true,
    imageTagMutability: decodeMutability(values, unknown),
    // An update that does not set it keeps the current value.
    scanOnPush: decodeScanOnPush(values, unknown) ?? (change.action === 'update' ? undefined : false),
    encryption: decodeEncryption(values, unknown, resource?.expressions),
    tags: decodeTags(
      values,
      unknown,
      hasNoDefaultTags(configured, unknown) ? ['tags'] : ['tags_all', 'tags'],
    ),
  };
}

/**
 * Whether `tags` contains all tags. Without any tags, the provider plans `tags_all` as unknown.
 * https://github.com/hashicorp/terraform-provider-aws/blob/main/docs/resource-tagging.md
 */
function hasNoDefaultTags({ located, resource }: ConfiguredChange, unknown: Json): boolean {
  if (resource === undefined || !isUnknown(unknown, 'tags_all')) return false;
  const provider = located.configuration.provider(resource.provider);
  return at(provider, 'expressions', 'default_tags') === undefined;
}

function decodeScanOnPush(values: JsonObject, unknown: Json): boolean | Unknown | undefined {
  if (isUnknown(unknown, 'image_scanning_configuration', 0, 'scan_on_push')) return UNKNOWN;
  // A removed block is missing, or has a null value.
  const value = at(values, 'image_scanning_configuration', 0, 'scan_on_push');
  return typeof value === 'boolean' ? value : undefined;
}

/** The repository that a policy is attached to. */
export function decodeAttachedRepository(
  configured: ConfiguredChange,
  values: JsonObject,
  unknown: Json,
): RepositoryName | Unknown {
  if (!isUnknown(unknown, 'repository')) return decodeName(at(values, 'repository'));
  // `aws_ecr_repository.app.id` is the name, but Terraform knows it only after the repository is created.
  return decodeName(at(referencedChange(configured, 'repository', 'aws_ecr_repository')?.after, 'name'));
}

export function decodeLifecyclePolicy(
  configured: ConfiguredChange,
  values: JsonObject,
  unknown: Json,
): PlannedLifecyclePolicy {
  const text = at(values, 'policy');
  const repository = decodeAttachedRepository(configured, values, unknown);
  if (typeof text !== 'string' || isUnknown(unknown, 'policy')) {
    return { repository, policy: UNKNOWN, text: undefined };
  }
  return { repository, policy: parseLifecyclePolicy(configured.located.plan, text), text };
}

function decodeName(value: Json | undefined): RepositoryName | Unknown {
  return typeof value === 'string' && value !== '' ? uncheckedRepositoryName(value) : UNKNOWN;
}

const MODES = ['IMMUTABLE', 'IMMUTABLE_WITH_EXCLUSION', 'MUTABLE', 'MUTABLE_WITH_EXCLUSION'] as const;

// Settings that repositories and creation templates share.

export function decodeMutability(
  values: JsonObject,
  unknown: Json | undefined,
): ImageTagMutability | Unknown {
  if (isUnknown(unknown, 'image_tag_mutability')) return UNKNOWN;
  const written = textAt(values, 'image_tag_mutability') ?? 'MUTABLE';
  const mode = MODES.find((each) => each === written);
  const filters = itemsAt(values, 'image_tag_mutability_exclusion_filter').flatMap(
    (filter) => textAt(filter, 'filter') ?? [],
  );
  return mode === undefined ? UNKNOWN : { mode, exclusionFilters: sortedUnique(filters) };
}

/** @param expressions of the resource in the configuration */
export function decodeEncryption(
  values: JsonObject,
  unknown: Json,
  expressions: Json | undefined,
): Encryption | Unknown {
  const block = ['encryption_configuration', 0] as const;
  if (isUnknown(unknown, ...block, 'encryption_type')) return UNKNOWN;
  const type = textAt(values, ...block, 'encryption_type') ?? 'AES256';
  if (type !== 'AES256' && type !== 'KMS' && type !== 'KMS_DSSE') return UNKNOWN;
  const kmsKey = textAt(values, ...block, 'kms_key');
  if (!isUnknown(unknown, ...block, 'kms_key')) return { type, kmsKey };
  // The provider plans the key of a new repository as unknown, even if none is set. The configuration shows whether one is set.
  const written = at(expressions, ...block);
  if (written === undefined) return UNKNOWN;
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
): Tags | Unknown {
  const isUnknownAttribute = (name: string) => containsTrue(at(unknown, name) ?? false);
  const name = names.find((each) => isObject(at(values, each)) || isUnknownAttribute(each));
  if (name === undefined) return NO_TAGS;
  if (unknown === true || isUnknownAttribute(name)) return UNKNOWN;
  const tags = entriesAt(values, name).flatMap(([key, value]) =>
    typeof value === 'string' ? [[key, value] as const] : [],
  );
  return tags.length === 0 ? NO_TAGS : Object.fromEntries(tags);
}

/** Parses a lifecycle policy of a plan. Hundreds of repositories often share one text. */
export const parseLifecyclePolicy = computedOnce(normaliseLifecyclePolicy);
