import { repositoriesIn } from '../../declaration/bind/registry-contents';
import type {
  BoundDeclaration,
  BoundEncryption,
  BoundExclusionFilters,
  BoundLifecyclePolicy,
  BoundMutability,
  BoundRegistry,
  BoundRepositorySettings,
  BoundTags,
} from '../../declaration/bind/bound-declaration';
import type { Reporter } from '../../declaration/syntax/diagnostics.reporter';
import { checkEncryption } from './encryption';
import { checkLifecycle } from './lifecycle';
import { checkExclusionFilters, checkMutability } from './repository-settings.mutability';
import { checkTags } from './repository-settings.tags';

/**
 * Checks the settings of a creation template.
 *
 * @param registries the registries in which the settings apply
 */
export function checkSettings(
  settings: BoundRepositorySettings,
  registries: readonly BoundRegistry[],
  reporter: Reporter,
): void {
  checkDistinctSettings(collectDistinctSettings([[settings, registries]]), [], reporter);
}

/**
 * Checks the settings of the repositories, and the defaults even if they are unused. A setting that repositories share
 * is checked once.
 */
export function checkRepositorySettings(
  bound: BoundDeclaration,
  defaultTags: readonly string[],
  reporter: Reporter,
): void {
  const registries = new Map<BoundRepositorySettings, Set<BoundRegistry>>(
    [bound.defaults, ...bound.repositories.map(({ settings }) => settings)].map((each) => [each, new Set()]),
  );
  for (const registry of bound.registries) {
    for (const { repository } of repositoriesIn(bound, registry).values()) {
      registries.get(repository.settings)?.add(registry);
    }
  }
  checkDistinctSettings(collectDistinctSettings(registries), defaultTags, reporter);
}

/** Each distinct setting, because many repositories share one object. */
interface DistinctSettings {
  readonly mutability: ReadonlySet<BoundMutability>;
  readonly filters: ReadonlySet<BoundExclusionFilters>;
  readonly encryption: ReadonlyMap<BoundEncryption, ReadonlySet<BoundRegistry>>;
  readonly lifecycle: ReadonlySet<BoundLifecyclePolicy>;
  readonly tags: ReadonlySet<BoundTags>;
}

function collectDistinctSettings(
  settings: Iterable<readonly [BoundRepositorySettings, Iterable<BoundRegistry>]>,
): DistinctSettings {
  const encryption = new Map<BoundEncryption, Set<BoundRegistry>>();
  const all = [...settings];
  for (const [{ encryption: each }, registries] of all) {
    if (each === undefined) continue;
    const known = encryption.get(each) ?? new Set();
    for (const registry of registries) known.add(registry);
    encryption.set(each, known);
  }
  const distinct = <Part>(part: (settings: BoundRepositorySettings) => Part | undefined) =>
    new Set(all.flatMap(([each]) => part(each) ?? []));
  return {
    mutability: distinct(({ mutability }) => mutability),
    filters: distinct(({ mutability }) => mutability?.filters),
    encryption,
    lifecycle: distinct(({ lifecycle }) => lifecycle),
    tags: distinct(({ tags }) => tags),
  };
}

function checkDistinctSettings(
  parts: DistinctSettings,
  defaultTags: readonly string[],
  reporter: Reporter,
): void {
  for (const mutability of parts.mutability) checkMutability(mutability, reporter);
  for (const filters of parts.filters) checkExclusionFilters(filters, reporter);
  for (const [encryption, registries] of parts.encryption) {
    checkEncryption(encryption, [...registries], reporter);
  }
  for (const lifecycle of parts.lifecycle) checkLifecycle(lifecycle, reporter);
  for (const tags of parts.tags) checkTags(tags, defaultTags, reporter);
}
