import { restrictsPrincipal } from '../../access/evaluate/statement-scope.tells-who';
import { parseOperator, type ParsedOperator } from '../../aws/policy/conditions';
import type { Condition } from '../../aws/policy/document';
import { formatList } from '../../base/text.listed';

/** Why a condition does not restrict the principals although it seems to, and the fix. */
export interface NonRestrictingCondition {
  /** Follows "its": `condition aws:PrincipalOrgID StringLike o-* fits every organization`. */
  readonly fault: string;
  readonly help: string;
}

/** Returns the conditions that seem to restrict the principals but match callers of every account. */
export function findNonRestrictingConditions(
  conditions: readonly Condition[],
): readonly NonRestrictingCondition[] {
  return conditions.flatMap(
    (condition) => callerControlledCondition(condition) ?? nonRestrictingCondition(condition) ?? [],
  );
}

/** A condition on a key whose value every account can choose for its own callers. */
function callerControlledCondition({
  operator,
  key,
  values,
}: Condition): NonRestrictingCondition | undefined {
  const known = CALLER_CONTROLLED_KEYS.find(([keys]) => keys.test(key));
  if (known === undefined || restrictsPrincipal({ operator, key, values })) return undefined;
  return {
    fault: `condition ${key} ${operator} ${formatList(values, 4)} matches callers of any account, because ${known[1]}`,
    help: 'Add a condition on what the caller cannot choose, such as StringEquals aws:PrincipalOrgID.',
  };
}

const CALLER_CONTROLLED_KEYS: readonly (readonly [keys: RegExp, because: string])[] = [
  [/^aws:principaltag\//i, 'every account sets the tags of its own roles and users'],
  [/^aws:username$/i, 'every account chooses the names of its own users'],
  [/^aws:userid$/i, 'only the id before the colon is assigned by AWS, and the value does not fix it'],
  [/^aws:vpcsourceip$/i, 'every account can have a VPC with these addresses'],
  [/^aws:(referer|useragent)$/i, 'the caller sends this header'],
  [/^aws:(requesttag\/.*|tagkeys)$/i, 'the caller sends these tags'],
];

function nonRestrictingCondition(condition: Condition): NonRestrictingCondition | undefined {
  const { operator, key, values } = condition;
  const parsed = parseOperator(operator);
  if (parsed === undefined || !isPrincipalKey(key) || restrictsPrincipal(condition)) return undefined;
  const fault = (problem: string, shown = values) =>
    `condition ${key} ${operator} ${formatList(shown, 4)} ${problem}`;
  if (parsed.operator === 'Null') {
    return {
      fault: fault('only asks whether it is there'),
      help: `Compare ${key} with those who are meant.`,
    };
  }
  const { [parsed.operator]: positiveOperator } = POSITIVE_OPERATORS;
  if (positiveOperator !== undefined) {
    return {
      fault: fault('keeps out only those it names'),
      help: `Write ${strictOperator(key, positiveOperator)} ${key} with those who are meant.`,
    };
  }
  const unrestrictedValues = values.filter(
    (value) => !restrictsPrincipal({ operator: 'StringEquals', key, values: [value] }),
  );
  if (unrestrictedValues.length > 0) {
    return {
      fault: fault(
        `${unrestrictedValues.length === 1 ? 'fits' : 'fit'} ${matchedText(key, unrestrictedValues)}`,
        unrestrictedValues,
      ),
      help: `In ${key}, name those that are meant in place of ${formatList(unrestrictedValues, 4)}${exampleFor(key, unrestrictedValues)}.`,
    };
  }
  return {
    fault: fault('also lets through requests without it'),
    help: `Write ${strictOperator(key, parsed.operator)} in place of ${operator}.`,
  };
}

function isPrincipalKey(key: string): boolean {
  return restrictsPrincipal({ operator: 'StringEquals', key, values: ['x'] });
}

type Operator = ParsedOperator['operator'];

/** The positive operator for each negated operator. */
const POSITIVE_OPERATORS: Readonly<Partial<Record<Operator, Operator>>> = {
  ArnNotEquals: 'ArnEquals',
  ArnNotLike: 'ArnLike',
  DateNotEquals: 'DateEquals',
  NotIpAddress: 'IpAddress',
  NumericNotEquals: 'NumericEquals',
  StringNotEquals: 'StringEquals',
  StringNotEqualsIgnoreCase: 'StringEqualsIgnoreCase',
  StringNotLike: 'StringLike',
};

/** Returns the operator that holds only if the key is present. A key with several values needs `ForAnyValue:`. */
function strictOperator(key: string, operator: Operator): string {
  return /orgpaths$/i.test(key) ? `ForAnyValue:${operator}` : operator;
}

/** The first ARN, with a placeholder for the account. */
function exampleFor(key: string, [arn = '']: readonly string[]): string {
  const fields = arn.split(':');
  if (!/arn$/i.test(key) || fields.length < 6) return '';
  return `, such as ${[...fields.slice(0, 4), 'ACCOUNT', ...fields.slice(5)].join(':')}`;
}

/** What the values match that restrict nothing. */
function matchedText(key: string, unrestrictedValues: readonly string[]): string {
  const lowerKey = key.toLowerCase();
  if (/org(id|paths)$/.test(lowerKey)) return 'every organization';
  if (/(account|owner|arn)$/.test(lowerKey)) return 'every account';
  if (!lowerKey.endsWith('ip')) return 'everybody';
  return unrestrictedValues.some((range) => range.endsWith('/0')) ? 'every address' : 'too many addresses';
}
