/** Any characters, or none: `*` in a policy. */
export const ANY = -1;
/** Exactly one character: `?` in a policy. */
export const ONE = -2;

/** UTF-16 code units, `ANY` and `ONE`. */
export type Token = number;

/** What a text is compared with. The first three forms are most of what policies hold, and need no search. */
export type Pattern =
  | { readonly kind: 'everything' }
  | { readonly kind: 'exact'; readonly text: string }
  | { readonly kind: 'prefix'; readonly text: string }
  | { readonly kind: 'wild'; readonly tokens: readonly Token[] };

export function patternOf(tokens: readonly Token[]): Pattern {
  const first = tokens.findIndex((token) => token < 0);
  if (first === -1) return { kind: 'exact', text: textOf(tokens) };
  if (first < tokens.length - 1 || tokens[first] !== ANY) return { kind: 'wild', tokens };
  return first === 0 ? { kind: 'everything' } : { kind: 'prefix', text: textOf(tokens.slice(0, first)) };
}

/** The tokens of a text without wildcards. */
export function literal(text: string): readonly Token[] {
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
 * Only the last `*` is ever tried again, because whatever an earlier one could take, a later one can take too. So the
 * time is at most the product of both lengths, whoever wrote the pattern.
 */
function matchesTokens(tokens: readonly Token[], text: string): boolean {
  let at = 0;
  let token = 0;
  let star = -1;
  let resume = 0;
  while (at < text.length) {
    const wanted = tokens[token];
    if (wanted === ANY) {
      star = token;
      token += 1;
      resume = at;
    } else if (wanted === ONE || wanted === text.charCodeAt(at)) {
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

/** Whether a text fits a pattern in which `*` stands for any characters, also none, and `?` for one. */
export function wildcardMatch(pattern: string, text: string): boolean {
  return matches(patternOf(tokensOf(pattern)), text);
}

function tokensOf(pattern: string): readonly Token[] {
  return literal(pattern).map((code) => (code === STAR ? ANY : code === QUESTION ? ONE : code));
}

const STAR = '*'.charCodeAt(0);
const QUESTION = '?'.charCodeAt(0);

/** Whether a pattern, as above, fits some text that starts with `start` and goes on, but for a character that is not there. */
export function wildcardGoesOn(pattern: string, start: string, without: string): boolean {
  const tokens = tokensOf(pattern);
  let places = withSkipped(new Set([0]), tokens);
  for (let at = 0; at < start.length; at += 1) {
    const next = new Set<number>();
    for (const place of places) {
      const token = tokens[place];
      if (token === ANY) next.add(place);
      else if (token === ONE || token === start.charCodeAt(at)) next.add(place + 1);
    }
    places = withSkipped(next, tokens);
  }
  // Whatever is left of the pattern fits something; where nothing is left, the text ends with `start`.
  const end = tokens.lastIndexOf(without.charCodeAt(0));
  return [...places].some((place) => place < tokens.length && place > end);
}

/** `*` may stand for nothing. */
function withSkipped(places: Set<number>, tokens: readonly Token[]): Set<number> {
  // Grows as it is walked.
  for (const place of places) if (tokens[place] === ANY) places.add(place + 1);
  return places;
}

/** In none of the texts that patterns of names and tags match. */
const UNUSED = '\u0000';

/** Whether every text that a pattern matches is matched by another one, of patterns with `*` and without `?`. */
export function wildcardIncludes(wide: string, narrow: string): boolean {
  // A character that `wide` does not have can only be matched by one of its `*`, which then matches anything there.
  return wildcardMatch(wide, narrow.replaceAll('*', UNUSED));
}

const MOST_PLACES = 1_000_000;

/** Whether some text is matched by both patterns, with `*` and without `?`. */
export function wildcardsOverlap(one: string, other: string): boolean {
  // No filter of ECR is so long; a plan can have any text.
  if (one.length * other.length > MOST_PLACES) return true;
  // Pairs of places in both patterns that some common start leads to.
  let places = new Set(['0 0']);
  const seen = new Set(places);
  while (places.size > 0) {
    const next = new Set<string>();
    for (const place of places) {
      const [at = 0, there = 0] = place.split(' ').map(Number);
      if (at === one.length && there === other.length) return true;
      for (const [a, b] of stepsFrom(one, at, other, there)) {
        const key = `${a} ${b}`;
        if (!seen.has(key)) next.add(key);
        seen.add(key);
      }
    }
    places = next;
  }
  return false;
}

function stepsFrom(one: string, a: number, other: string, b: number): readonly (readonly [number, number])[] {
  const [x, y] = [one[a], other[b]];
  return [
    // A `*` ends, or takes the next character of the other pattern.
    ...(x === '*'
      ? [[a + 1, b] as const, ...(y === undefined || y === '*' ? [] : [[a, b + 1] as const])]
      : []),
    ...(y === '*'
      ? [[a, b + 1] as const, ...(x === undefined || x === '*' ? [] : [[a + 1, b] as const])]
      : []),
    ...(x !== undefined && x === y && x !== '*' ? [[a + 1, b + 1] as const] : []),
  ];
}
