import { heldIn } from '../link/contents';
import type {
  Linked,
  LinkedEncryption,
  LinkedFilters,
  LinkedLifecycle,
  LinkedMutability,
  LinkedRegistry,
  LinkedSettings,
  LinkedTags,
} from '../link/linked';
import type { Reporter } from '../reporter';
import { checkEncryption } from './encryption';
import { checkLifecycle } from './lifecycle';
import { checkExclusionFilters, checkMutability } from './mutability';
import { checkTags } from './tags';

/**
 * Checks the settings of a creation template.
 *
 * @param registries the registries in which the settings apply
 */
export function checkSettings(
  settings: LinkedSettings,
  registries: readonly LinkedRegistry[],
  reporter: Reporter,
): void {
  checkParts(partsOf([[settings, registries]]), [], reporter);
}

/**
 * Checks the settings of the repositories, and the defaults even if they are unused. A setting that repositories share
 * is checked once.
 */
export function checkRepositorySettings(
  linked: Linked,
  defaultTags: readonly string[],
  reporter: Reporter,
): void {
  const registries = new Map<LinkedSettings, Set<LinkedRegistry>>(
    [linked.defaults, ...linked.repositories.map(({ settings }) => settings)].map((each) => [
      each,
      new Set(),
    ]),
  );
  for (const registry of linked.registries) {
    for (const { repository } of heldIn(linked, registry).values()) {
      registries.get(repository.settings)?.add(registry);
    }
  }
  checkParts(partsOf(registries), defaultTags, reporter);
}

/** Each distinct setting, because many repositories share one object. */
interface Parts {
  readonly mutability: ReadonlySet<LinkedMutability>;
  readonly filters: ReadonlySet<LinkedFilters>;
  readonly encryption: ReadonlyMap<LinkedEncryption, ReadonlySet<LinkedRegistry>>;
  readonly lifecycle: ReadonlySet<LinkedLifecycle>;
  readonly tags: ReadonlySet<LinkedTags>;
}

function partsOf(settings: Iterable<readonly [LinkedSettings, Iterable<LinkedRegistry>]>): Parts {
  const encryption = new Map<LinkedEncryption, Set<LinkedRegistry>>();
  const all = [...settings];
  for (const [{ encryption: each }, registries] of all) {
    if (each === undefined) continue;
    const known = encryption.get(each) ?? new Set();
    for (const registry of registries) known.add(registry);
    encryption.set(each, known);
  }
  const distinct = <Part>(part: (settings: LinkedSettings) => Part | undefined) =>
    new Set(all.flatMap(([each]) => part(each) ?? []));
  return {
    mutability: distinct(({ mutability }) => mutability),
    filters: distinct(({ mutability }) => mutability?.filters),
    encryption,
    lifecycle: distinct(({ lifecycle }) => lifecycle),
    tags: distinct(({ tags }) => tags),
  };
}

function checkParts(parts: Parts, defaultTags: readonly string[], reporter: Reporter): void {
  for (const mutability of parts.mutability) checkMutability(mutability, reporter);
  for (const filters of parts.filters) checkExclusionFilters(filters, reporter);
  for (const [encryption, registries] of parts.encryption) {
    checkEncryption(encryption, [...registries], reporter);
  }
  for (const lifecycle of parts.lifecycle) checkLifecycle(lifecycle, reporter);
  for (const tags of parts.tags) checkTags(tags, defaultTags, reporter);
}
