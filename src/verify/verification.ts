import { registryKey, registryText, type KnownRegistryId } from '../aws/arn';
import type { RegistryName } from '../aws/names';
import type { Unreadable } from '../live/registry/live-topology';
import type { Difference } from './difference';
import { hasDifferences, type ImageVerification } from './images';

interface NamedRegistry extends KnownRegistryId {
  readonly name: RegistryName;
}

/** The result of `verify`. */
export interface Verification {
  /** The compared registries, sorted by name. */
  readonly registries: readonly NamedRegistry[];
  /** In the order of `diff`: registries sorted by name, then identities. */
  readonly differences: readonly Difference[];
  readonly unreadable: readonly Unreadable[];
  /** Undefined if images were not compared. */
  readonly images: ImageVerification | undefined;
}

/** Whether everything could be read. */
export function isComplete({ unreadable, images }: Verification): boolean {
  return unreadable.length === 0 && (images?.unreadable ?? []).length === 0;
}

export function isDifferent({ differences, images }: Verification): boolean {
  return differences.length > 0 || (images?.comparisons ?? []).some(hasDifferences);
}

/** Returns the declared name of a registry. */
export function nameIn({ registries }: Verification, registry: KnownRegistryId): string {
  const key = registryKey(registry);
  return registries.find((each) => registryKey(each) === key)?.name ?? registryText(registry);
}
