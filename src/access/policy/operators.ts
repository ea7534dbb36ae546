import type { ConditionOperator } from '../../registry';
import type { Context } from '../context';
import { allOf, certainty, type Certainty } from './certainty';
import {
  fold,
  keysOf,
  matchesTemplate,
  readTemplate,
  templateOf,
  type Reading,
  type Template,
  type Variable,
} from './template';
import {
  rangeHolds,
  readBinary,
  readBoolean,
  readDate,
  readIpRange,
  readNumber,
  type IpRange,
} from './values';
import type { Token } from '../../registry/wildcard';

/** One value of a condition, compiled for comparison with values of a request. */
export interface Operand {
  readonly matches: (value: string, context: Context) => Certainty;
  /** Condition keys that the value contains as policy variables. */
  readonly keys: readonly string[];
}

export interface Operator {
  /** Whether the condition holds if no operand matches. */
  readonly isNegated: boolean;
  readonly operand: (written: string) => Operand;
}

const NO_OPERAND: Operand = { matches: () => 'no', keys: [] };

/** Compares a value of the request with a value of the policy. */
type Relation<T> = (found: T, written: T) => boolean;

function typed<T>(read: (value: string) => T | undefined, related: Relation<T>): Operator['operand'] {
  return (operand) => {
    const written = read(operand);
    if (written === undefined) return NO_OPERAND;
    const matches = (value: string): Certainty => {
      const found = read(value);
      return certainty(found !== undefined && related(found, written));
    };
    return { matches, keys: [] };
  };
}

function text(reading: Reading): Operator['operand'] {
  return (written) => {
    const template = readTemplate(written, reading);
    const { ignoreCase } = reading;
    return {
      matches: (value, context) => matchesTemplate(template, fold(value, ignoreCase), context, ignoreCase),
      keys: keysOf(template),
    };
  };
}

/** Each of the six components is compared separately, so a wildcard cannot match a colon between them. */
function arn(written: string): Operand {
  const components = componentsOf(readTemplate(written, { wildcards: true, ignoreCase: false }));
  // AWS does not document whether an incomplete ARN pattern matches nothing or a prefix.
  if (components.length !== ARN_COMPONENTS) return { matches: () => 'maybe', keys: [] };
  return {
    matches: (value, context) => {
      const found = splitArn(value);
      if (found.length !== ARN_COMPONENTS) return 'no';
      return allOf(components, (component, index) => matchesTemplate(component, found[index] ?? '', context));
    },
    keys: components.flatMap(keysOf),
  };
}

const ARN_COMPONENTS = 6;
const COLON = ':'.charCodeAt(0);

/** The last component can contain colons. */
function componentsOf({ parts }: Template): readonly Template[] {
  const components: (Token | Variable)[][] = [[]];
  for (const part of parts) {
    if (part === COLON && components.length < ARN_COMPONENTS) components.push([]);
    else components.at(-1)?.push(part);
  }
  return components.map(templateOf);
}

function splitArn(value: string): readonly string[] {
  const parts = value.split(':');
  const last = parts.slice(ARN_COMPONENTS - 1);
  return last.length === 0 ? parts : [...parts.slice(0, ARN_COMPONENTS - 1), last.join(':')];
}

const EXACT = text({ wildcards: false, ignoreCase: false });
const FOLDED = text({ wildcards: false, ignoreCase: true });
const LIKE = text({ wildcards: true, ignoreCase: false });
const IP = typed(readIpRange, (found: IpRange, written: IpRange) => rangeHolds(written, found));

const equal = <T>(found: T, written: T) => found === written;
const less = (found: number, written: number) => found < written;
const lessOrEqual = (found: number, written: number) => found <= written;
const greater = (found: number, written: number) => found > written;
const greaterOrEqual = (found: number, written: number) => found >= written;

const plain = (operand: Operator['operand']): Operator => ({ isNegated: false, operand });
const negated = (operand: Operator['operand']): Operator => ({ isNegated: true, operand });

/**
 * Every condition operator of IAM except `Null`.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export const OPERATORS: Readonly<Record<Exclude<ConditionOperator, 'Null'>, Operator>> = {
  StringEquals: plain(EXACT),
  StringNotEquals: negated(EXACT),
  StringEqualsIgnoreCase: plain(FOLDED),
  StringNotEqualsIgnoreCase: negated(FOLDED),
  StringLike: plain(LIKE),
  StringNotLike: negated(LIKE),
  NumericEquals: plain(typed(readNumber, equal)),
  NumericNotEquals: negated(typed(readNumber, equal)),
  NumericLessThan: plain(typed(readNumber, less)),
  NumericLessThanEquals: plain(typed(readNumber, lessOrEqual)),
  NumericGreaterThan: plain(typed(readNumber, greater)),
  NumericGreaterThanEquals: plain(typed(readNumber, greaterOrEqual)),
  DateEquals: plain(typed(readDate, equal)),
  DateNotEquals: negated(typed(readDate, equal)),
  DateLessThan: plain(typed(readDate, less)),
  DateLessThanEquals: plain(typed(readDate, lessOrEqual)),
  DateGreaterThan: plain(typed(readDate, greater)),
  DateGreaterThanEquals: plain(typed(readDate, greaterOrEqual)),
  Bool: plain(typed(readBoolean, equal)),
  BinaryEquals: plain(typed(readBinary, equal)),
  IpAddress: plain(IP),
  NotIpAddress: negated(IP),
  // ArnEquals and ArnLike behave identically, according to the page above.
  ArnEquals: plain(arn),
  ArnLike: plain(arn),
  ArnNotEquals: negated(arn),
  ArnNotLike: negated(arn),
};
