import type { RequestContextValues } from '../../../../src/access/evaluate/request';
import { IAM } from './case';

/**
 * A `Condition` block, the condition keys of a request, and whether they match according to the AWS documentation.
 */
export interface ConditionCase {
  readonly source: string;
  readonly condition: unknown;
  readonly context: RequestContextValues;
  readonly matches: boolean;
}

export const rows = (
  source: string,
  condition: unknown,
  outcomes: readonly (readonly [RequestContextValues, boolean])[],
): readonly ConditionCase[] =>
  outcomes.map(([context, matches]) => ({ source, condition, context, matches }));

export const OPERATORS = `${IAM}/reference_policies_elements_condition_operators.html`;
export const VARIABLES = `${IAM}/reference_policies_variables.html`;
