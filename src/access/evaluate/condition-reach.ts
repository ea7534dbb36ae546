import { parseOperator } from '../../aws/policy/conditions';
import type { Condition } from '../../aws/policy/document';
import { OPERATORS } from './condition-operators';
import type { AppliedStatement } from './policy-evaluation';
import type { RequestContext } from './request';
import { representativeMatch } from './value-pattern';

/**
 * Whether `wider` accepts every request that `narrower` accepts, such as an IP range that contains another or a list with more
 * values. False if this is unknown.
 */
export function acceptsAtLeast(
  wider: readonly AppliedStatement[],
  narrower: readonly AppliedStatement[],
): boolean {
  const withEffect = (statements: readonly AppliedStatement[], effect: AppliedStatement['effect']) =>
    statements.filter((each) => each.effect === effect);
  return (
    withEffect(narrower, 'Allow').every((each) =>
      withEffect(wider, 'Allow').some((other) => isWithin(each, other)),
    ) &&
    withEffect(wider, 'Deny').every((each) =>
      withEffect(narrower, 'Deny').some((other) => isWithin(each, other)),
    )
  );
}

/** Whether a statement applies only to requests that another statement applies to. */
function isWithin(one: AppliedStatement, other: AppliedStatement): boolean {
  const isSameResource = JSON.stringify(one.resources) === JSON.stringify(other.resources);
  return (
    isSameResource && other.conditions.every((wide) => one.conditions.some((narrow) => implies(narrow, wide)))
  );
}

/** Whether one condition can hold only if another one holds. */
function implies(narrow: Condition, wide: Condition): boolean {
  if (narrow.operator !== wide.operator || narrow.key.toLowerCase() !== wide.key.toLowerCase()) return false;
  const parsed = parseOperator(narrow.operator);
  if (parsed === undefined || parsed.operator === 'Null') return isSameList(narrow.values, wide.values);
  const { isNegated, operand } = OPERATORS[parsed.operator];
  const [contained, containing] = isNegated ? [wide, narrow] : [narrow, wide];
  const operands = containing.values.map(operand);
  return contained.values.every(
    (value) =>
      containing.values.includes(value) ||
      operands.some(({ matches }) => matches(representativeMatch(value), UNKNOWN_CONTEXT) === 'yes'),
  );
}

/** Condition values are sorted. */
function isSameList(one: readonly string[], other: readonly string[]): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

const UNKNOWN_CONTEXT: RequestContext = { get: () => ({ kind: 'notKnown' }) };
