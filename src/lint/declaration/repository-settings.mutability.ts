import { LIMITS } from '../../aws/limits';
import { findDuplicates } from '../../base/collections.repeated';
import type { BoundExclusionFilters, BoundMutability } from '../../declaration/bind/bound-declaration';
import { hasExclusion } from '../../declaration/bind/repository-settings';
import type { Reporter } from '../../declaration/syntax/diagnostics.reporter';

/** Checks that exclusion filters are set exactly if the mode is a mode with exclusion: the AWS provider requires it. */
export function checkMutability({ sections, mode, filters }: BoundMutability, reporter: Reporter): void {
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
export function checkExclusionFilters({ items }: BoundExclusionFilters, reporter: Reporter): void {
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
