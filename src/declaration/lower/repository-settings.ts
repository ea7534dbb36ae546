import { completeRules, renderLifecyclePolicy, type LifecyclePolicy } from '../../aws/lifecycle/policy';
import { sortedUnique } from '../../base/collections';
import {
  DEFAULT_SETTINGS,
  type Encryption,
  type ImageTagMutability,
  type RepositorySettings,
} from '../../model/settings';
import type {
  BoundEncryption,
  BoundLifecyclePolicy,
  BoundMutability,
  BoundRegistry,
  BoundRepositorySettings,
} from '../bind/bound-declaration';
import { hasExclusion } from '../bind/repository-settings';

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
  const type = encryption?.type ?? DEFAULT_SETTINGS.encryption.type;
  if (template !== undefined) return { ...template, encryption: { type, kmsKey } };
  return {
    imageTagMutability: lowerMutability(mutability),
    scanOnPush,
    encryption: { type, kmsKey },
    lifecyclePolicy: lifecycle === undefined ? undefined : lowerLifecycle(lifecycle),
    tags: tags?.values ?? DEFAULT_SETTINGS.tags,
  };
}

/** Returns the KMS key for a registry, or undefined if AWS manages the key. */
function kmsKeyFor(encryption: BoundEncryption | undefined, { name }: BoundRegistry): Encryption['kmsKey'] {
  const kmsKey = encryption?.kmsKey;
  if (kmsKey === undefined) return undefined;
  return 'text' in kmsKey ? kmsKey.text : kmsKey.byRegistry.get(name)?.text;
}

function lowerMutability(mutability: BoundMutability | undefined): ImageTagMutability {
  const mode = mutability?.mode?.value ?? DEFAULT_SETTINGS.imageTagMutability.mode;
  const filters = hasExclusion(mode) ? (mutability?.filters?.items ?? []) : [];
  return { mode, exclusionFilters: sortedUnique(filters.map(({ text }) => text)) };
}

const LOWERED_POLICIES = new WeakMap<BoundLifecyclePolicy, LifecyclePolicy>();

/** Returns the policy in the form of ECR, or undefined if it has no rules. Shared policies are lowered once. */
export function lowerLifecycle(lifecycle: BoundLifecyclePolicy): LifecyclePolicy | undefined {
  if (lifecycle.kind === 'json') return lifecycle.policy;
  if (lifecycle.rules.length === 0) return undefined;
  const policy =
    LOWERED_POLICIES.get(lifecycle) ??
    renderLifecyclePolicy(completeRules(lifecycle.rules.map(({ parts }) => parts)));
  LOWERED_POLICIES.set(lifecycle, policy);
  return policy;
}
