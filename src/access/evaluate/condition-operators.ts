import type { ConditionOperator } from '../../aws/policy/conditions';
import type { Token } from '../../aws/wildcard';
import {
  rangeContains,
  readBinary,
  readBoolean,
  readDate,
  readIpRange,
  readNumber,
  type IpRange,
} from './condition-operators.values';
import { allOf, toCertainty, type Certainty } from './decision.certainty';
import type { RequestContext } from './request.context';
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
