/**
 * Returns a text that matches a pattern. Another pattern matches this text only if it matches every text that the first pattern
 * matches: `*` and `?` become characters that no policy contains, and `*` becomes more of them than a policy contains `?`.
 */
export function representativeMatch(pattern: string): string {
  return pattern.replaceAll('?', UNUSED_CHARACTER).replaceAll('*', UNUSED_CHARACTER.repeat(UNUSED_LENGTH));
}

/** A Unicode private-use character. */
const UNUSED_CHARACTER = '\uE000';
const UNUSED_LENGTH = 65;
