import {
  DEFAULT_SETTINGS,
  sortedUnique,
  type Encryption,
  type ImageTagMutability,
  type RepositorySettings,
} from '../../registry';
import type { LinkedEncryption, LinkedMutability, LinkedRegistry, LinkedSettings } from '../link/linked';
import { hasExclusion } from '../link/settings';
import { resolveLifecycle } from './lifecycle';

/** By settings and KMS key: nothing else in them depends on the registry. */
const RESOLVED = new WeakMap<LinkedSettings, Map<string | undefined, RepositorySettings>>();

/** Returns the settings of a repository in a registry, with the defaults of ECR. Equal settings are one object. */
export function resolveSettings(settings: LinkedSettings, registry: LinkedRegistry): RepositorySettings {
  const kmsKey = kmsKeyFor(settings.encryption, registry);
  const known = RESOLVED.get(settings) ?? new Map<string | undefined, RepositorySettings>();
  RESOLVED.set(settings, known);
  const found = known.get(kmsKey) ?? resolved(settings, kmsKey, [...known.values()][0]);
  known.set(kmsKey, found);
  return found;
}

/** @param template the same settings with another key */
function resolved(
  { mutability, scanOnPush, encryption, lifecycle, tags }: LinkedSettings,
  kmsKey: string | undefined,
  like: RepositorySettings | undefined,
): RepositorySettings {
  const type = encryption?.type ?? DEFAULT_SETTINGS.encryption.type;
  if (like !== undefined) return { ...like, encryption: { type, kmsKey } };
  return {
    imageTagMutability: mutabilityOf(mutability),
    scanOnPush,
    encryption: { type, kmsKey },
    lifecyclePolicy: lifecycle === undefined ? undefined : resolveLifecycle(lifecycle),
    tags: tags?.values ?? DEFAULT_SETTINGS.tags,
  };
}

/** Returns the KMS key for a registry, or undefined if AWS manages the key. */
function kmsKeyFor(encryption: LinkedEncryption | undefined, { name }: LinkedRegistry): Encryption['kmsKey'] {
  const kmsKey = encryption?.kmsKey;
  if (kmsKey === undefined) return undefined;
  return 'text' in kmsKey ? kmsKey.text : kmsKey.byRegistry.get(name)?.text;
}

function mutabilityOf(mutability: LinkedMutability | undefined): ImageTagMutability {
  const mode = mutability?.mode?.value ?? DEFAULT_SETTINGS.imageTagMutability.mode;
  const filters = hasExclusion(mode) ? (mutability?.filters?.items ?? []) : [];
  return { mode, exclusionFilters: sortedUnique(filters.map(({ text }) => text)) };
}
