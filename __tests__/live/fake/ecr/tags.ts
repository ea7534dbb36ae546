import type { RepositoryState } from '../world';

/** Returns whether a tag cannot move to another image. Tags that a filter excludes have the opposite setting. */
export function isImmutable({ mutability, exclusionFilters }: RepositoryState, tag: string): boolean {
  const isExcluded = exclusionFilters.some(({ filter = '' }) => patternOf(filter).test(tag));
  return mutability.startsWith('IMMUTABLE') !== isExcluded;
}

/** Returns the expression of a text in which `*` matches any characters. */
export function patternOf(wildcards: string): RegExp {
  const parts = wildcards.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(`^${parts.join('.*')}$`);
}
