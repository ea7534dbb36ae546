import {
  completeRules,
  normaliseLifecyclePolicy,
  renderLifecyclePolicy,
  type CountType,
  type LifecyclePolicy,
  type PartialLifecycleRule,
} from '../../aws/lifecycle/policy';
import { isList, sortedBy, sortedUnique } from '../../base/collections';
import {
  DEFAULT_SETTINGS,
  type ImageTagMutability,
  type RepositorySettings,
  type Tags,
} from '../../model/settings';
import type { BoundMutability, BoundRegistry, BoundRepositorySettings } from '../bind/bound-declaration';
import { hasExclusion } from '../bind/repository-settings';
import type { Declaration } from '../schema/declaration';
import { entriesOf, itemsOf } from '../schema/located';
import type {
  DeclaredEncryption,
  DeclaredLifecycle,
  DeclaredLifecycleRule,
} from '../schema/repository-settings';

/** By settings and KMS key: nothing else in them depends on the registry. */
const LOWERED_SETTINGS = new WeakMap<BoundRepositorySettings, Map<string | undefined, RepositorySettings>>();

/** Returns the settings of a repository in a registry, with the defaults of ECR. Equal settings are one object. */
export function lowerSettings(
  settings: BoundRepositorySettings,
  registry: BoundRegistry,
): RepositorySettings {
  const kmsKey = kmsKeyFor(settings.encryption, registry);
  const byKey = LOWERED_SETTINGS.get(settings) ?? new Map<string | undefined, RepositorySettings>();
  LOWERED_SETTINGS.set(settings, byKey);
  const found = byKey.get(kmsKey) ?? lowerWithKey(settings, kmsKey, [...byKey.values()][0]);
  byKey.set(kmsKey, found);
  return found;
}

/** @param template the same settings with another key */
function lowerWithKey(
  { mutability, scanOnPush, encryption, lifecycle, tags }: BoundRepositorySettings,
  kmsKey: string | undefined,
  template: RepositorySettings | undefined,
): RepositorySettings {
  const type = encryption?.value.type?.value ?? DEFAULT_SETTINGS.encryption.type;
  if (template !== undefined) return { ...template, encryption: { type, kmsKey } };
  return {
    imageTagMutability: lowerMutability(mutability),
    scanOnPush: scanOnPush?.value,
    encryption: { type, kmsKey },
    lifecyclePolicy: lifecycle === undefined ? undefined : lowerLifecycle(lifecycle),
    tags: lowerTags(tags),
  };
}

/** Returns the KMS key for a registry, or undefined if AWS manages the key. */
function kmsKeyFor(encryption: DeclaredEncryption | undefined, { name }: BoundRegistry): string | undefined {
  const kmsKey = encryption?.value.kmsKey?.value;
  return typeof kmsKey === 'object' ? kmsKey[name]?.value : kmsKey;
}

function lowerMutability(mutability: BoundMutability | undefined): ImageTagMutability {
  const mode = mutability?.mode?.value ?? DEFAULT_SETTINGS.imageTagMutability.mode;
  const filters = hasExclusion(mode) ? itemsOf(mutability?.filters) : [];
  return { mode, exclusionFilters: sortedUnique(filters.map(({ value }) => value)) };
}

/** Returns the tags, sorted by key. */
export function lowerTags(tags: Declaration['tags']): Tags {
  const entries = entriesOf(tags).flatMap(([key, { value }]) =>
    value === undefined ? [] : [[key, value] as const],
  );
  return Object.fromEntries(sortedBy(entries, ([key]) => key));
}

const LOWERED_POLICIES = new WeakMap<DeclaredLifecycle, LifecyclePolicy>();

/** Returns the policy in the form of ECR, or undefined if it has no rules. Shared policies are lowered once. */
export function lowerLifecycle(lifecycle: DeclaredLifecycle): LifecyclePolicy | undefined {
  const policy = LOWERED_POLICIES.get(lifecycle) ?? lowerPolicy(lifecycle);
  if (policy !== undefined) LOWERED_POLICIES.set(lifecycle, policy);
  return policy;
}

function lowerPolicy({ value }: DeclaredLifecycle): LifecyclePolicy | undefined {
  if (!isList(value)) {
    return value.json?.value === undefined ? undefined : normaliseLifecyclePolicy(value.json.value);
  }
  return value.length === 0 ? undefined : renderLifecyclePolicy(completeRules(value.map(lowerLifecycleRule)));
}

/** The keys of a rule that set its count, with the count type of ECR. */
export const COUNT_KEYS = {
  countMoreThan: 'imageCountMoreThan',
  daysSincePushed: 'sinceImagePushed',
  daysSincePulled: 'sinceImagePulled',
  daysSinceArchived: 'sinceImageTransitioned',
} as const satisfies Readonly<Record<string, CountType>>;

/** Lowers a rule. It has no count if several are set, or none. */
export function lowerLifecycleRule({ path, value }: DeclaredLifecycleRule): PartialLifecycleRule {
  const counts = Object.entries(COUNT_KEYS).flatMap(([key, type]) => {
    const number = value[key as keyof typeof COUNT_KEYS]?.value; // the keys of this object
    return number === undefined ? [] : { type, number };
  });
  const count = counts.length === 1 ? counts[0] : undefined;
  return {
    priority: Number(path.at(-1)) + 1,
    description: value.description?.value,
    tagStatus: value.tagStatus?.value,
    tagPrefixes: itemsOf(value.tagPrefixes).map((prefix) => prefix.value),
    tagPatterns: itemsOf(value.tagPatterns).map((pattern) => pattern.value),
    // Only archived images have a number of days since they were archived.
    storageClass:
      value.storageClass?.value ?? (count?.type === 'sinceImageTransitioned' ? 'archive' : undefined),
    count,
    action: value.action?.value === 'archive' ? 'transition' : value.action?.value,
  };
}
