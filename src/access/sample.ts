/**
 * A text that a pattern matches, and another pattern only where that one matches all that the first does: for `*` and `?`
 * stand characters that nobody writes, more of them for `*` than anybody writes `?`.
 */
export function anyMatch(pattern: string): string {
  return pattern.replaceAll('?', NEVER_WRITTEN).replaceAll('*', NEVER_WRITTEN.repeat(MORE_THAN_WRITTEN));
}

/** Of Unicode's private use. */
const NEVER_WRITTEN = '\uE000';
const MORE_THAN_WRITTEN = 65;
