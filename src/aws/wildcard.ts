/** Any number of characters, also none: `*` in a policy. */
export const ANY = -1;
/** Exactly one character: `?` in a policy. */
export const ONE = -2;

/** A UTF-16 code unit, `ANY` or `ONE`. */
export type Token = number;

/** A compiled pattern. Most patterns of policies have one of the first three kinds, which need no search. */
export type Pattern =
  | { readonly kind: 'everything' }
  | { readonly kind: 'exact'; readonly text: string }
  | { readonly kind: 'prefix'; readonly text: string }
  | { readonly kind: 'wild'; readonly tokens: readonly Token[] };

export function compilePattern(tokens: readonly Token[]): Pattern {
  const first = tokens.findIndex((token) => token < 0);
  if (first === -1) return { kind: 'exact', text: textOf(tokens) };
  if (first < tokens.length - 1 || tokens[first] !== ANY) return { kind: 'wild', tokens };
  return first === 0 ? { kind: 'everything' } : { kind: 'prefix', text: textOf(tokens.slice(0, first)) };
}

/** Returns the tokens of a text without interpreting wildcards. */
export function literalTokens(text: string): readonly Token[] {
  return Array.from({ length: text.length }, (_, index) => text.charCodeAt(index));
}

export function matches(pattern: Pattern, text: string): boolean {
  switch (pattern.kind) {
    case 'everything':
      return true;
    case 'exact':
      return text === pattern.text;
    case 'prefix':
      return text.startsWith(pattern.text);
    case 'wild':
      return matchesTokens(pattern.tokens, text);
  }
}

/**
 * Only the last `*` is retried, because it can match everything that an earlier one could. The time is at most
 * the product of both lengths, for any pattern.
 */
function matchesTokens(tokens: readonly Token[], text: string): boolean {
  let at = 0;
  let token = 0;
  let star = -1;
  let resume = 0;
  while (at < text.length) {
    const expected = tokens[token];
    if (expected === ANY) {
      star = token;
      token += 1;
      resume = at;
    } else if (expected === ONE || expected === text.charCodeAt(at)) {
      token += 1;
      at += 1;
    } else if (star >= 0) {
      token = star + 1;
      resume += 1;
      at = resume;
    } else {
      return false;
    }
  }
  while (tokens[token] === ANY) token += 1;
  return token === tokens.length;
}

function textOf(tokens: readonly Token[]): string {
  return tokens.map((token) => String.fromCharCode(token)).join('');
}

/** Returns whether a text matches a pattern in which `*` matches any number of characters and `?` matches one. */
export function wildcardMatch(pattern: string, text: string): boolean {
  return matches(patternOf(pattern), text);
}

/** As `wildcardMatch`, for a pattern that is compared with many texts: it is compiled once. */
export function wildcardMatcher(pattern: string): (text: string) => boolean {
  const compiled = patternOf(pattern);
  return (text) => matches(compiled, text);
}

function patternOf(pattern: string): Pattern {
  const first = pattern.search(/[*?]/);
  if (first === -1) return { kind: 'exact', text: pattern };
  if (first < pattern.length - 1 || pattern.endsWith('?')) return { kind: 'wild', tokens: tokensOf(pattern) };
  return first === 0 ? { kind: 'everything' } : { kind: 'prefix', text: pattern.slice(0, -1) };
}

function tokensOf(pattern: string): readonly Token[] {
  return literalTokens(pattern).map((code) => (code === STAR ? ANY : code === QUESTION ? ONE : code));
}

const STAR = '*'.charCodeAt(0);
const QUESTION = '?'.charCodeAt(0);

/**
 * Returns whether a pattern matches a text that starts with `start` and continues with one or more characters,
 * none of which is `excluded`.
 */
export function wildcardMatchesExtension(pattern: string, start: string, excluded: string): boolean {
  const tokens = tokensOf(pattern);
  let positions = withOptionalStars(new Set([0]), tokens);
  for (let at = 0; at < start.length; at += 1) {
    const next = new Set<number>();
    for (const position of positions) {
      const token = tokens[position];
      if (token === ANY) next.add(position);
      else if (token === ONE || token === start.charCodeAt(at)) next.add(position + 1);
    }
    positions = withOptionalStars(next, tokens);
  }
  // The rest of the pattern matches some text. If no pattern is left, the text ends after `start`.
  const end = tokens.lastIndexOf(excluded.charCodeAt(0));
  return [...positions].some((position) => position < tokens.length && position > end);
}

/** Adds the positions after each `*`, because `*` may match nothing. */
function withOptionalStars(positions: Set<number>, tokens: readonly Token[]): Set<number> {
  // The set grows during the loop.
  for (const position of positions) if (tokens[position] === ANY) positions.add(position + 1);
  return positions;
}

/** A character that no name or tag contains. */
const UNUSED = '\u0000';

/** Returns whether one pattern matches every text that another pattern matches. `?` is not a wildcard here. */
export function wildcardIncludes(wide: string, narrow: string): boolean {
  // Only a `*` of `wide` can match a character that `wide` does not contain, and that `*` matches any text.
  return wildcardMatch(wide, narrow.replaceAll('*', UNUSED));
}

const MAX_POSITIONS = 1_000_000;

/** Returns whether some text matches both patterns. `?` is not a wildcard here. */
export function wildcardsOverlap(one: string, other: string): boolean {
  // ECR filters are shorter, but a plan can contain any text.
  if (one.length * other.length > MAX_POSITIONS) return true;
  // Pairs of positions in both patterns that some common prefix reaches.
  let positions = new Set(['0 0']);
  const seen = new Set(positions);
  while (positions.size > 0) {
    const next = new Set<string>();
    for (const position of positions) {
      const [at = 0, otherAt = 0] = position.split(' ').map(Number);
      if (at === one.length && otherAt === other.length) return true;
      for (const [a, b] of stepsFrom(one, at, other, otherAt)) {
        const key = `${a} ${b}`;
        if (!seen.has(key)) next.add(key);
        seen.add(key);
      }
    }
    positions = next;
  }
  return false;
}

function stepsFrom(one: string, a: number, other: string, b: number): readonly (readonly [number, number])[] {
  const [x, y] = [one[a], other[b]];
  return [
    // A `*` ends, or matches the next character of the other pattern.
    ...(x === '*'
      ? [[a + 1, b] as const, ...(y === undefined || y === '*' ? [] : [[a, b + 1] as const])]
      : []),
    ...(y === '*'
      ? [[a, b + 1] as const, ...(x === undefined || x === '*' ? [] : [[a + 1, b] as const])]
      : []),
    ...(x !== undefined && x === y && x !== '*' ? [[a + 1, b + 1] as const] : []),
  ];
}
