import { LIMITS } from '../../aws/limits';
import { findDuplicates } from '../../base/collections';
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
import { repositoriesIn } from '../../declaration/bind/registry-contents';
import { hasExclusion } from '../../declaration/bind/repository-settings';
import { tagKeyFault } from '../../declaration/schema/repository-settings';
import type { Reporter } from '../../declaration/syntax/diagnostics';
import type { Path } from '../../declaration/syntax/tree';
import { checkEncryption } from './encryption';
import { checkLifecycle } from './lifecycle';

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

/** Checks that exclusion filters are set exactly if the mode is a mode with exclusion: the AWS provider requires it. */
function checkMutability({ sections, mode, filters }: BoundMutability, reporter: Reporter): void {
  // A rejected value is already reported, and its intended value may be consistent with the other key.
  const isDeclared = (key: string) =>
    sections.some((section) => reporter.declaredKeys(section).includes(key));
  if (filters === undefined) {
    if (mode === undefined || !hasExclusion(mode.value) || isDeclared(FILTERS)) return;
    reporter.atValue(
      mode.path,
      'mutability/filters-missing',
      `'${mode.value}' needs the tags that are excluded, and there is no ${FILTERS}.`,
      `Add ${FILTERS}: [<tag, with * for anything>], or write '${withoutExclusion(mode.value)}'.`,
    );
    return;
  }
  if (mode === undefined ? isDeclared(MODE) : hasExclusion(mode.value)) return;
  const declaredMode = mode?.value ?? 'MUTABLE';
  reporter.atKey(
    filters.path,
    'mutability/filters-without-exclusion',
    mode === undefined
      ? `There is no ${MODE} that the filters are exceptions of: every tag can be moved anyway.`
      : `'${declaredMode}' has no exceptions, so the filters would have no effect.`,
    mode === undefined
      ? `Add ${MODE}: IMMUTABLE_WITH_EXCLUSION, or remove the filters.`
      : `Write ${MODE}: ${declaredMode}_WITH_EXCLUSION, or remove the filters.`,
  );
}

const MODE = 'imageTagMutability';
const FILTERS = 'imageTagMutabilityExclusionFilters';

function withoutExclusion(mode: string): string {
  return mode.replace('_WITH_EXCLUSION', '');
}

/** Checks each exclusion filter for wildcards and duplicates. */
function checkExclusionFilters({ items }: BoundExclusionFilters, reporter: Reporter): void {
  for (const { text, path } of items) {
    const wildcardCount = text.split('*').length - 1;
    if (wildcardCount > LIMITS.wildcardsPerExclusionFilter) {
      reporter.atValue(
        path,
        'mutability/wildcards',
        `'${text}' has ${wildcardCount} '*'; a filter has at most ${LIMITS.wildcardsPerExclusionFilter}.`,
        'Use several filters, or a shorter one.',
      );
    }
  }
  for (const { text, path } of findDuplicates(items, (item) => item.text)) {
    reporter.atValue(
      path,
      'mutability/duplicate-filter',
      `The filter '${text}' stands here twice.`,
      'Remove one.',
    );
  }
}

const MAX_TAGS = LIMITS.tagsPerResource;

/** Checks the default tags of the provider, which apply to every repository. */
export function checkDefaultTags(path: Path, reporter: Reporter): void {
  checkTagKeys(path, reporter);
  const count = reporter.declaredKeys(path).length;
  if (count <= MAX_TAGS) return;
  reporter.atKey(
    path,
    'tag/too-many',
    `These are ${count} tags; a repository has at most ${MAX_TAGS}.`,
    'Remove some.',
  );
}

/**
 * Checks the tags of a repository.
 *
 * @param defaultTags the keys of the provider's default tags
 */
function checkTags({ path, values }: BoundTags, defaultTags: readonly string[], reporter: Reporter): void {
  checkTagKeys(path, reporter);
  const keys = new Set([...Object.keys(values), ...defaultTags]);
  // `checkDefaultTags` reports too many default tags.
  if (keys.size <= MAX_TAGS || defaultTags.length > MAX_TAGS) return;
  const shared = keys.size - Object.keys(values).length;
  reporter.atKey(
    path,
    'tag/too-many',
    `These are ${keys.size} tags${shared === 0 ? '' : `, ${shared} of them under 'tags' at the top of the file`}; a repository has at most ${MAX_TAGS}.`,
    'Remove some.',
  );
}

/** Checks the keys here because zod skips the value of an invalid key. */
function checkTagKeys(path: Path, reporter: Reporter): void {
  for (const key of reporter.declaredKeys(path)) {
    const fault = tagKeyFault(key);
    if (fault !== undefined) {
      reporter.atKey([...path, key], 'tag/key', `AWS does not take the tag key '${key}': ${fault}.`);
    }
  }
}
