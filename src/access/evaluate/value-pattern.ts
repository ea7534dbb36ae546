import {
  ANY,
  compilePattern,
  literalTokens,
  matches,
  ONE,
  type Pattern,
  type Token,
} from '../../aws/wildcard';
import { toCertainty, type Certainty } from './decision';
import type { RequestContext } from './request';

/** A policy variable: `${aws:username}`, or with a default `${aws:PrincipalTag/team, 'none'}`. */
export interface Variable {
  readonly key: string;
  readonly defaultValue: string | undefined;
}

/** A value in a policy, parsed once. Policy variables take their values from each request. */
export interface ValuePattern {
  readonly parts: readonly (Token | Variable)[];
  /** Undefined if the value contains variables. */
  readonly pattern: Pattern | undefined;
}

/** How a value is parsed, which depends on the policy element that contains it. */
export interface ReadOptions {
  readonly wildcards: boolean;
  readonly ignoreCase: boolean;
}

/**
 * Parses a policy value. Text that is not a valid variable is literal.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function readValuePattern(written: string, options: ReadOptions): ValuePattern {
  return valuePatternOf(readParts(written, options));
}

export function valuePatternOf(parts: readonly (Token | Variable)[]): ValuePattern {
  return { parts, pattern: parts.every(isToken) ? compilePattern(parts) : undefined };
}

const ARN_COLONS = 5;
const COLON = ':'.charCodeAt(0);

/**
 * Whether a `Resource` contains a policy variable before the fifth colon of its ARN: in the partition, service, Region or
 * account. IAM replaces variables in the resource part only, so such an ARN never matches.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-wheretouse
 */
export function hasVariableBeforeResource(resource: string): boolean {
  if (!resource.includes('${')) return false;
  const { parts } = readValuePattern(resource, RESOURCE_OPTIONS);
  const variable = parts.findIndex((part) => !isToken(part));
  return variable !== -1 && parts.slice(0, variable).filter((part) => part === COLON).length < ARN_COLONS;
}

/** Whether a `Resource` could match an ARN for some values of its policy variables. */
export function canMatchWithVariables(resource: string, arn: string): boolean {
  const { parts } = readValuePattern(resource, RESOURCE_OPTIONS);
  return matches(compilePattern(parts.map((part) => (isToken(part) ? part : ANY))), arn);
}

const RESOURCE_OPTIONS: ReadOptions = { wildcards: true, ignoreCase: false };
/** Matches no ARN, because no ARN is empty. */
const MATCHES_NOTHING: ValuePattern = valuePatternOf([]);

export function readResource(written: string): ValuePattern {
  return hasVariableBeforeResource(written) ? MATCHES_NOTHING : readValuePattern(written, RESOURCE_OPTIONS);
}

/** The condition keys of the policy variables in a value. */
export function variableKeys({ parts }: ValuePattern): readonly string[] {
  return parts.flatMap((part) => (isToken(part) ? [] : part.key));
}

/**
 * Whether a text matches a policy value. A variable without a value in the request matches nothing. An unknown variable is
 * treated as `*`, and a match is then `maybe`.
 */
export function matchesValuePattern(
  { parts, pattern }: ValuePattern,
  text: string,
  context: RequestContext,
  ignoreCase = false,
): Certainty {
  if (pattern !== undefined) return toCertainty(matches(pattern, text));
  const tokens: Token[] = [];
  let isCertain = true;
  for (const part of parts) {
    if (isToken(part)) {
      tokens.push(part);
      continue;
    }
    const value = variableValue(part, context);
    if (value.kind === 'absent') return 'no';
    if (value.kind === 'unknown') isCertain = false;
    // Not spread into `push`: a value can be longer than the maximum number of arguments of a call.
    for (const token of value.kind === 'unknown' ? [ANY] : literalTokens(foldCase(value.text, ignoreCase))) {
      tokens.push(token);
    }
  }
  if (!matches(compilePattern(tokens), text)) return 'no';
  return isCertain ? 'yes' : 'maybe';
}

/** Converts a text to lowercase if a comparison ignores case. */
export function foldCase(text: string, ignoreCase: boolean): string {
  return ignoreCase ? text.toLowerCase() : text;
}

type VariableValue =
  | { readonly kind: 'known'; readonly text: string }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unknown' };

function variableValue({ key, defaultValue }: Variable, context: RequestContext): VariableValue {
  const state = context.get(key);
  if (state.kind === 'absent') {
    return defaultValue === undefined ? { kind: 'absent' } : { kind: 'known', text: defaultValue };
  }
  if (state.kind === 'notKnown') return { kind: 'unknown' };
  const [only, ...more] = state.values;
  // AWS does not document the result for a key with several values.
  return only === undefined || more.length > 0 ? { kind: 'unknown' } : { kind: 'known', text: only };
}

function isToken(part: Token | Variable): part is Token {
  return typeof part === 'number';
}

function readParts(written: string, { wildcards, ignoreCase }: ReadOptions): readonly (Token | Variable)[] {
  const text = foldCase(written, ignoreCase);
  const parts: (Token | Variable)[] = [];
  let position = 0;
  while (position < text.length) {
    const variable = text.startsWith('${', position) ? readVariable(text, position) : undefined;
    if (variable !== undefined) {
      parts.push(...variable.parts);
      position = variable.end;
      continue;
    }
    const character = text.charAt(position);
    if (wildcards && character === '*') parts.push(ANY);
    else if (wildcards && character === '?') parts.push(ONE);
    else parts.push(text.charCodeAt(position));
    position += 1;
  }
  return parts;
}

/** No key is longer. This limits the search for the closing brace. */
const LONGEST_VARIABLE = 1024;

function readVariable(
  text: string,
  start: number,
): { readonly parts: readonly (Token | Variable)[]; readonly end: number } | undefined {
  const rest = text.slice(start + 2, start + 2 + LONGEST_VARIABLE);
  const close = rest.indexOf('}');
  if (close === -1) return undefined;
  const inside = rest.slice(0, close);
  const end = start + 2 + close + 1;
  // `${*}`, `${?}` and `${$}` are the characters themselves.
  if (inside === '*' || inside === '?' || inside === '$') return { parts: literalTokens(inside), end };
  const [, key, defaultValue] = /^([^,'{}]+)(?:, ?'([^']*)')?$/.exec(inside) ?? [];
  return key === undefined ? undefined : { parts: [{ key: key.trim(), defaultValue }], end };
}

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
