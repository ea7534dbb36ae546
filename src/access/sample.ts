/**
 * Returns a text that matches a pattern. Another pattern matches this text only if it matches every text that the first pattern
 * matches: `*` and `?` become characters that no policy contains, and `*` becomes more of them than a policy contains `?`.
 */
export function anyMatch(pattern: string): string {
  return pattern.replaceAll('?', NEVER_WRITTEN).replaceAll('*', NEVER_WRITTEN.repeat(MORE_THAN_WRITTEN));
}

/** A Unicode private-use character. */
const NEVER_WRITTEN = '\uE000';
const MORE_THAN_WRITTEN = 65;
