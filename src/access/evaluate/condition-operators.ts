import type { ConditionOperator } from '../../aws/policy/conditions';
import type { Token } from '../../aws/wildcard';
import { allOf, toCertainty, type Certainty } from './decision';
import type { RequestContext } from './request';
import {
  foldCase,
  matchesValuePattern,
  readValuePattern,
  valuePatternOf,
  variableKeys,
  type ReadOptions,
  type ValuePattern,
  type Variable,
} from './value-pattern';

/** One value of a condition, compiled for comparison with values of a request. */
export interface Operand {
  readonly matches: (value: string, context: RequestContext) => Certainty;
  /** Condition keys that the value contains as policy variables. */
  readonly keys: readonly string[];
}

export interface Operator {
  /** Whether the condition holds if no operand matches. */
  readonly isNegated: boolean;
  readonly operand: (policyValue: string) => Operand;
}

const NO_OPERAND: Operand = { matches: () => 'no', keys: [] };

/** Compares a value of the request with a value of the policy. */
type Comparator<T> = (requestValue: T, policyValue: T) => boolean;

function typedOperand<T>(
  read: (value: string) => T | undefined,
  compare: Comparator<T>,
): Operator['operand'] {
  return (operand) => {
    const policyValue = read(operand);
    if (policyValue === undefined) return NO_OPERAND;
    const matches = (value: string): Certainty => {
      const requestValue = read(value);
      return toCertainty(requestValue !== undefined && compare(requestValue, policyValue));
    };
    return { matches, keys: [] };
  };
}

function textOperand(options: ReadOptions): Operator['operand'] {
  return (policyValue) => {
    const valuePattern = readValuePattern(policyValue, options);
    const { ignoreCase } = options;
    return {
      matches: (value, context) =>
        matchesValuePattern(valuePattern, foldCase(value, ignoreCase), context, ignoreCase),
      keys: variableKeys(valuePattern),
    };
  };
}

/** Each of the six components is compared separately, so a wildcard cannot match a colon between them. */
function arnOperand(policyValue: string): Operand {
  const components = splitComponents(readValuePattern(policyValue, { wildcards: true, ignoreCase: false }));
  // AWS does not document whether an incomplete ARN pattern matches nothing or a prefix.
  if (components.length !== ARN_COMPONENTS) return { matches: () => 'maybe', keys: [] };
  return {
    matches: (value, context) => {
      const requestValue = splitArn(value);
      if (requestValue.length !== ARN_COMPONENTS) return 'no';
      return allOf(components, (component, index) =>
        matchesValuePattern(component, requestValue[index] ?? '', context),
      );
    },
    keys: components.flatMap(variableKeys),
  };
}

const ARN_COMPONENTS = 6;
const COLON = ':'.charCodeAt(0);

/** The last component can contain colons. */
function splitComponents({ parts }: ValuePattern): readonly ValuePattern[] {
  const components: (Token | Variable)[][] = [[]];
  for (const part of parts) {
    if (part === COLON && components.length < ARN_COMPONENTS) components.push([]);
    else components.at(-1)?.push(part);
  }
  return components.map(valuePatternOf);
}

function splitArn(value: string): readonly string[] {
  const parts = value.split(':');
  const last = parts.slice(ARN_COMPONENTS - 1);
  return last.length === 0 ? parts : [...parts.slice(0, ARN_COMPONENTS - 1), last.join(':')];
}

const EXACT = textOperand({ wildcards: false, ignoreCase: false });
const IGNORE_CASE = textOperand({ wildcards: false, ignoreCase: true });
const LIKE = textOperand({ wildcards: true, ignoreCase: false });
const IP = typedOperand(readIpRange, (requestValue: IpRange, policyValue: IpRange) =>
  rangeContains(policyValue, requestValue),
);

const equal = <T>(requestValue: T, policyValue: T) => requestValue === policyValue;
const less = (requestValue: number, policyValue: number) => requestValue < policyValue;
const lessOrEqual = (requestValue: number, policyValue: number) => requestValue <= policyValue;
const greater = (requestValue: number, policyValue: number) => requestValue > policyValue;
const greaterOrEqual = (requestValue: number, policyValue: number) => requestValue >= policyValue;

const positive = (operand: Operator['operand']): Operator => ({ isNegated: false, operand });
const negated = (operand: Operator['operand']): Operator => ({ isNegated: true, operand });

/**
 * Every condition operator of IAM except `Null`.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export const OPERATORS: Readonly<Record<Exclude<ConditionOperator, 'Null'>, Operator>> = {
  StringEquals: positive(EXACT),
  StringNotEquals: negated(EXACT),
  StringEqualsIgnoreCase: positive(IGNORE_CASE),
  StringNotEqualsIgnoreCase: negated(IGNORE_CASE),
  StringLike: positive(LIKE),
  StringNotLike: negated(LIKE),
  NumericEquals: positive(typedOperand(readNumber, equal)),
  NumericNotEquals: negated(typedOperand(readNumber, equal)),
  NumericLessThan: positive(typedOperand(readNumber, less)),
  NumericLessThanEquals: positive(typedOperand(readNumber, lessOrEqual)),
  NumericGreaterThan: positive(typedOperand(readNumber, greater)),
  NumericGreaterThanEquals: positive(typedOperand(readNumber, greaterOrEqual)),
  DateEquals: positive(typedOperand(readDate, equal)),
  DateNotEquals: negated(typedOperand(readDate, equal)),
  DateLessThan: positive(typedOperand(readDate, less)),
  DateLessThanEquals: positive(typedOperand(readDate, lessOrEqual)),
  DateGreaterThan: positive(typedOperand(readDate, greater)),
  DateGreaterThanEquals: positive(typedOperand(readDate, greaterOrEqual)),
  Bool: positive(typedOperand(readBoolean, equal)),
  BinaryEquals: positive(typedOperand(readBinary, equal)),
  IpAddress: positive(IP),
  NotIpAddress: negated(IP),
  // ArnEquals and ArnLike behave identically, according to the page above.
  ArnEquals: positive(arnOperand),
  ArnLike: positive(arnOperand),
  ArnNotEquals: negated(arnOperand),
  ArnNotLike: negated(arnOperand),
};

/** Parsers for values of condition operators. Each returns undefined if the text is not such a value. */

export function readNumber(text: string): number | undefined {
  return /^[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)$/.test(text) ? Number(text) : undefined;
}

/**
 * Returns milliseconds since 1970. Accepts the W3C forms of ISO 8601, and seconds since 1970.
 * https://www.w3.org/TR/NOTE-datetime
 */
export function readDate(text: string): number | undefined {
  const isDate =
    /^[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2}(?:T[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,9})?)?(?:Z|[+-][0-9]{2}:[0-9]{2}))?)?)?$/.test(
      text,
    );
  if (!isDate) return /^[0-9]{5,15}(?:\.[0-9]{1,9})?$/.test(text) ? Number(text) * 1000 : undefined;
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : time;
}

export function readBoolean(text: string): boolean | undefined {
  const lower = text.toLowerCase();
  return lower === 'true' ? true : lower === 'false' ? false : undefined;
}

/** Returns Base64 without padding, so that equal bytes have equal texts. */
function readBinary(text: string): string | undefined {
  return /^[A-Za-z0-9+/]*={0,2}$/.test(text) ? text.replace(/=+$/, '') : undefined;
}

/** The IP addresses that share the first `bits` bits with `address`. */
interface IpRange {
  /** 4 numbers of 8 bits, or 8 numbers of 16 bits. */
  readonly address: readonly number[];
  readonly bits: number;
}

/** Accepts CIDR notation, or a single address. */
export function readIpRange(text: string): IpRange | undefined {
  const slash = text.indexOf('/');
  const address = readIpAddress(slash === -1 ? text : text.slice(0, slash));
  if (address === undefined) return undefined;
  const length = address.length === 4 ? 32 : 128;
  const prefixLength = slash === -1 ? String(length) : text.slice(slash + 1);
  const bits = /^[0-9]{1,3}$/.test(prefixLength) ? Number(prefixLength) : NaN;
  return bits <= length ? { address, bits } : undefined;
}

export function rangeContains(range: IpRange, { address, bits }: IpRange): boolean {
  if (address.length !== range.address.length || bits < range.bits) return false;
  const size = address.length === 4 ? 8 : 16;
  return address.every((part, index) => {
    const compared = Math.min(Math.max(range.bits - index * size, 0), size);
    const ignored = size - compared;
    return part >> ignored === (range.address[index] ?? 0) >> ignored;
  });
}

function readIpAddress(text: string): readonly number[] | undefined {
  return text.includes(':') ? readIpV6(text) : readIpV4(text);
}

function readIpV4(text: string): readonly number[] | undefined {
  const parts = text.split('.', 5).map((part) => (/^[0-9]{1,3}$/.test(part) ? Number(part) : NaN));
  return parts.length === 4 && parts.every((part) => part <= 255) ? parts : undefined;
}

/** RFC 4291, section 2.2: eight groups. `::` replaces one or more groups of zeros. */
function readIpV6(text: string): readonly number[] | undefined {
  // The maximum length of an IPv6 address.
  if (text.length > 45) return undefined;
  const [left = '', right, ...more] = text.split('::');
  if (more.length > 0) return undefined;
  const before = readGroups(left);
  const after = right === undefined ? [] : readGroups(right);
  if (before === undefined || after === undefined) return undefined;
  const missing = 8 - before.length - after.length;
  if (right === undefined ? missing !== 0 : missing < 1) return undefined;
  return [...before, ...Array.from({ length: missing }, () => 0), ...after];
}

function readGroups(text: string): readonly number[] | undefined {
  if (text === '') return [];
  const groups = text.split(':').flatMap((group): readonly (number | undefined)[] => {
    if (/^[0-9A-Fa-f]{1,4}$/.test(group)) return [Number.parseInt(group, 16)];
    // The last 32 bits can be written as an IPv4 address.
    const [a = 0, b = 0, c = 0, d = 0] = readIpV4(group) ?? [];
    return readIpV4(group) === undefined ? [undefined] : [a * 256 + b, c * 256 + d];
  });
  return groups.every((group) => group !== undefined) ? groups : undefined;
}
