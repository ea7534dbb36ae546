import {
  sortedUnique,
  type Encryption,
  type ImageTagMutability,
  type LifecyclePolicy,
  type NotKnown,
  type RepositoryName,
} from '../../registry';
import type { Json, JsonObject } from '../document';
import { at, isUnknown, itemsAt, textAt } from './json';
import type { PlannedLifecyclePolicy, PlannedRepositoryValues } from './planned';
import { referredChange, type WrittenChange } from './written-change';

/**
 * @param unknown `true` for what is not known, as in `after_unknown`
 * @param expressions the resource's, as it is written
 */
export function repositoryValues(
  values: JsonObject,
  unknown: Json,
  expressions: Json | undefined,
): PlannedRepositoryValues {
  return {
    name: isUnknown(unknown, 'name') ? 'notKnown' : nameOf(at(values, 'name')),
    forceDelete: isUnknown(unknown, 'force_delete') ? 'notKnown' : at(values, 'force_delete') === true,
    imageTagMutability: mutabilityOf(values, unknown),
    scanOnPush: isUnknown(unknown, 'image_scanning_configuration', 0, 'scan_on_push')
      ? 'notKnown'
      : at(values, 'image_scanning_configuration', 0, 'scan_on_push') === true,
    encryption: encryptionOf(values, unknown, expressions),
  };
}

/** The repository that a policy is attached to. */
export function attachedRepository(
  written: WrittenChange,
  values: JsonObject,
  unknown: Json,
): RepositoryName | NotKnown {
  if (!isUnknown(unknown, 'repository')) return nameOf(at(values, 'repository'));
  // `aws_ecr_repository.app.id` is the name, but Terraform knows it only after the repository is there.
  return nameOf(at(referredChange(written, 'repository', 'aws_ecr_repository')?.after, 'name'));
}

export function lifecycleValues(
  written: WrittenChange,
  values: JsonObject,
  unknown: Json,
): PlannedLifecyclePolicy {
  const text = textAt(values, 'policy');
  const isMissing = text === undefined || isUnknown(unknown, 'policy');
  return {
    repository: attachedRepository(written, values, unknown),
    policy: isMissing ? 'notKnown' : normalised(text),
  };
}

function nameOf(value: Json | undefined): RepositoryName | NotKnown {
  // Whatever it holds, it is what AWS or Terraform calls a repository.
  return typeof value === 'string' && value !== '' ? (value as RepositoryName) : 'notKnown';
}

const MODES = ['IMMUTABLE', 'IMMUTABLE_WITH_EXCLUSION', 'MUTABLE', 'MUTABLE_WITH_EXCLUSION'] as const;

function mutabilityOf(values: JsonObject, unknown: Json | undefined): ImageTagMutability | NotKnown {
  if (isUnknown(unknown, 'image_tag_mutability')) return 'notKnown';
  const written = textAt(values, 'image_tag_mutability') ?? 'MUTABLE';
  const mode = MODES.find((each) => each === written);
  const filters = itemsAt(values, 'image_tag_mutability_exclusion_filter').flatMap(
    (filter) => textAt(filter, 'filter') ?? [],
  );
  return mode === undefined ? 'notKnown' : { mode, exclusionFilters: sortedUnique(filters) };
}

function encryptionOf(
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
  // The provider does not know the key of a new repository, be one given or not; what is written tells.
  const written = at(expressions, ...block);
  if (written === undefined) return 'notKnown';
  return {
    type,
    kmsKey: at(written, 'kms_key') === undefined ? undefined : 'a key that is known after apply',
  };
}

/** Hundreds of repositories often share one text. */
const NORMALISED = new Map<string, LifecyclePolicy>();
const MOST_KEPT = 10_000;

function normalised(text: string): LifecyclePolicy {
  const known = NORMALISED.get(text);
  if (known !== undefined) return known;
  const fresh = { text: withSortedKeys(text) };
  if (NORMALISED.size >= MOST_KEPT) NORMALISED.clear();
  NORMALISED.set(text, fresh);
  return fresh;
}

/** Without white space: equal texts mean the same. What is no JSON stays as it is. */
function withSortedKeys(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), sortedKeys);
  } catch {
    return text;
  }
}

function sortedKeys(_: string, value: Json): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
