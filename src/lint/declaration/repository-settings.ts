import { LIMITS } from '../../aws/limits';
import { findDuplicates } from '../../base/collections';
import type {
  BoundDeclaration,
  BoundMutability,
  BoundRegistry,
  BoundRepositorySettings,
} from '../../declaration/bind/bound-declaration';
import { repositoriesIn } from '../../declaration/bind/registry-contents';
import { hasExclusion } from '../../declaration/bind/repository-settings';
import { lowerTags } from '../../declaration/lower/repository-settings';
import type { Declaration } from '../../declaration/schema/declaration';
import { entriesOf, isPresent, isRefused, present, type Located } from '../../declaration/schema/located';
import {
  tagKeyFault,
  type DeclaredEncryption,
  type DeclaredLifecycle,
  type DeclaredTags,
} from '../../declaration/schema/repository-settings';
import { defineDeclarationRules, type ReporterOf } from '../rule';
import { checkEncryption, ENCRYPTION_RULES } from './encryption';
import { checkLifecycle, LIFECYCLE_RULES } from './lifecycle';

export const repositorySettings = defineDeclarationRules({
  rules: {
    ...ENCRYPTION_RULES,
    ...LIFECYCLE_RULES,
    'mutability/filters-missing': {
      severity: 'error',
      doc: 'A mode of `imageTagMutability` with exclusion has no exclusion filters.',
      why:
        'The AWS provider requires filters for this mode. Add the tags to exclude under ' +
        '`imageTagMutabilityExclusionFilters`, or use the mode without `_WITH_EXCLUSION`. ' +
        'https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html',
    },
    'mutability/filters-without-exclusion': {
      severity: 'error',
      doc: 'Exclusion filters are set, but the mode of `imageTagMutability` has no exclusion.',
      why:
        'The filters would have no effect. Use the mode with `_WITH_EXCLUSION`, or remove the filters. ' +
        'https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html',
    },
    'mutability/wildcards': {
      severity: 'error',
      doc: 'An exclusion filter contains more `*` than the AWS provider allows.',
      why: 'The AWS provider allows 2. Use several filters, or a shorter one.',
    },
    'mutability/duplicate-filter': {
      severity: 'error',
      doc: 'A list of exclusion filters contains a filter twice.',
      why: 'The second filter has no effect. Remove it.',
    },
    'tag/key': {
      severity: 'error',
      doc: 'A tag key is not valid.',
      why:
        'AWS rejects the tag. Use letters, digits, spaces and `_.:/=+-@`, and do not start with `aws:`. ' +
        'https://docs.aws.amazon.com/AmazonECR/latest/userguide/ecr-using-tags.html',
    },
    'tag/too-many': {
      severity: 'error',
      doc: 'A repository has more tags than AWS allows.',
      why:
        'AWS allows 50, including the `tags` at the top of the file. Remove some. ' +
        'https://docs.aws.amazon.com/AmazonECR/latest/userguide/ecr-using-tags.html',
    },
  },
  bound({ declaration, bound }, reporter) {
    checkDefaultTags(declaration.tags, reporter);
    checkRepositorySettings(bound, Object.keys(lowerTags(declaration.tags)), reporter);
    checkTemplateSettings(bound, reporter);
  },
});

type Reporter = ReporterOf<typeof repositorySettings>;

/** Checks the settings of each creation template: they apply in its registry. */
function checkTemplateSettings(bound: BoundDeclaration, reporter: Reporter): void {
  for (const registry of bound.registries) {
    for (const { settings } of registry.creationTemplates) {
      checkDistinctSettings(collectDistinctSettings([[settings, [registry]]]), [], bound, reporter);
    }
  }
}

/**
 * Checks the settings of the repositories, and the defaults even if they are unused. A setting that repositories share
 * is checked once.
 */
function checkRepositorySettings(
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
  checkDistinctSettings(collectDistinctSettings(registries), defaultTags, bound, reporter);
}

type ExclusionFilters = Located<readonly string[]>;

/** Each distinct setting, because many repositories share one object. */
interface DistinctSettings {
  readonly mutability: ReadonlySet<BoundMutability>;
  readonly filters: ReadonlySet<ExclusionFilters>;
  readonly encryption: ReadonlyMap<DeclaredEncryption, ReadonlySet<BoundRegistry>>;
  readonly lifecycle: ReadonlySet<DeclaredLifecycle>;
  readonly tags: ReadonlySet<DeclaredTags>;
}

function collectDistinctSettings(
  settings: Iterable<readonly [BoundRepositorySettings, Iterable<BoundRegistry>]>,
): DistinctSettings {
  const encryption = new Map<DeclaredEncryption, Set<BoundRegistry>>();
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
    filters: distinct(({ mutability }) => present(mutability?.filters)),
    encryption,
    lifecycle: distinct(({ lifecycle }) => lifecycle),
    tags: distinct(({ tags }) => tags),
  };
}

function checkDistinctSettings(
  parts: DistinctSettings,
  defaultTags: readonly string[],
  bound: BoundDeclaration,
  reporter: Reporter,
): void {
  for (const mutability of parts.mutability) checkMutability(mutability, reporter);
  for (const filters of parts.filters) checkExclusionFilters(filters, reporter);
  for (const [encryption, registries] of parts.encryption) {
    checkEncryption(encryption, [...registries], bound, reporter);
  }
  for (const lifecycle of parts.lifecycle) checkLifecycle(lifecycle, reporter);
  for (const tags of parts.tags) checkTags(tags, defaultTags, reporter);
}

/** Checks that exclusion filters are set exactly if the mode is a mode with exclusion: the AWS provider requires it. */
function checkMutability({ mode, filters }: BoundMutability, reporter: Reporter): void {
  // The intended value of a rejected one may be consistent with the other key.
  if (isRefused(mode) || isRefused(filters)) return;
  if (filters === undefined) {
    if (mode === undefined || !hasExclusion(mode.value)) return;
    reporter.atValue(
      mode.path,
      'mutability/filters-missing',
      `'${mode.value}' requires ${FILTERS}.`,
      `Add ${FILTERS}: [<tag, with * for any text>], or write '${withoutExclusion(mode.value)}'.`,
    );
    return;
  }
  if (mode !== undefined && hasExclusion(mode.value)) return;
  const declaredMode = mode?.value ?? 'MUTABLE';
  reporter.atKey(
    filters.path,
    'mutability/filters-without-exclusion',
    mode === undefined
      ? `${FILTERS} has no effect without ${MODE}: all tags are mutable.`
      : `${FILTERS} has no effect with '${declaredMode}'.`,
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
function checkExclusionFilters({ value: items }: ExclusionFilters, reporter: Reporter): void {
  for (const { value: text, path } of items) {
    const wildcardCount = text.split('*').length - 1;
    if (wildcardCount > LIMITS.wildcardsPerExclusionFilter) {
      reporter.atValue(
        path,
        'mutability/wildcards',
        `Filter '${text}' contains ${wildcardCount} wildcards ('*'). ECR allows at most ${LIMITS.wildcardsPerExclusionFilter}.`,
        'Use several filters, or a shorter one.',
      );
    }
  }
  for (const { value: text, path } of findDuplicates(items, ({ value }) => value)) {
    reporter.atValue(path, 'mutability/duplicate-filter', `Duplicate filter '${text}'.`, 'Remove one.');
  }
}

const MAX_TAGS = LIMITS.tagsPerResource;

/** Checks the default tags of the provider, which apply to every repository. */
function checkDefaultTags(tags: Declaration['tags'], reporter: Reporter): void {
  if (!isPresent(tags)) return;
  checkTagKeys(tags, reporter);
  const count = Object.keys(tags.value).length;
  if (count <= MAX_TAGS) return;
  reporter.atKey(
    tags.path,
    'tag/too-many',
    `'tags' contains ${count} tags. AWS allows ${MAX_TAGS} for a repository.`,
    'Remove some.',
  );
}

/**
 * Checks the tags of a repository.
 *
 * @param defaultTags the keys of the provider's default tags
 */
function checkTags(tags: DeclaredTags, defaultTags: readonly string[], reporter: Reporter): void {
  checkTagKeys(tags, reporter);
  const ownKeys = entriesOf(tags).flatMap(([key, { value }]) => (value === undefined ? [] : key));
  const keys = new Set([...ownKeys, ...defaultTags]);
  // `checkDefaultTags` reports too many default tags.
  if (keys.size <= MAX_TAGS || defaultTags.length > MAX_TAGS) return;
  const shared = keys.size - ownKeys.length;
  reporter.atKey(
    tags.path,
    'tag/too-many',
    `The repository has ${keys.size} tags${shared === 0 ? '' : `, including ${shared} under 'tags' at the top of the file`}. AWS allows ${MAX_TAGS}.`,
    'Remove some.',
  );
}

/** Checks the keys here because zod skips the value of an invalid key. */
function checkTagKeys({ path, value }: DeclaredTags, reporter: Reporter): void {
  for (const key of Object.keys(value)) {
    const fault = tagKeyFault(key);
    if (fault !== undefined) {
      reporter.atKey([...path, key], 'tag/key', `'${key}' is not a valid tag key: ${fault}.`);
    }
  }
}
