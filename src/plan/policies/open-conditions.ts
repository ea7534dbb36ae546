import { tellsWho } from '../../access/tells-who';
import { listed, parseOperator, type Condition, type ParsedOperator } from '../../registry';

/** Why a condition does not restrict the principals although it seems to, and the fix. */
export interface OpenCondition {
  /** Follows "its": `condition aws:PrincipalOrgID StringLike o-* fits every organization`. */
  readonly fault: string;
  readonly help: string;
}

/** Returns the conditions that seem to restrict the principals but match callers of every account. */
export function openConditions(conditions: readonly Condition[]): readonly OpenCondition[] {
  return conditions.flatMap((condition) => chosenByCaller(condition) ?? openCondition(condition) ?? []);
}

/** A condition on a key whose value every account can choose for its own callers. */
function chosenByCaller({ operator, key, values }: Condition): OpenCondition | undefined {
  const known = CHOSEN_BY_CALLER.find(([keys]) => keys.test(key));
  if (known === undefined || tellsWho({ operator, key, values })) return undefined;
  return {
    fault: `condition ${key} ${operator} ${listed(values, 4)} matches callers of any account, because ${known[1]}`,
    help: 'Add a condition on what the caller cannot choose, such as StringEquals aws:PrincipalOrgID.',
  };
}

const CHOSEN_BY_CALLER: readonly (readonly [keys: RegExp, because: string])[] = [
  [/^aws:principaltag\//i, 'every account sets the tags of its own roles and users'],
  [/^aws:username$/i, 'every account chooses the names of its own users'],
  [/^aws:userid$/i, 'only the id before the colon is assigned by AWS, and the value does not fix it'],
  [/^aws:vpcsourceip$/i, 'every account can have a VPC with these addresses'],
  [/^aws:(referer|useragent)$/i, 'the caller sends this header'],
  [/^aws:(requesttag\/.*|tagkeys)$/i, 'the caller sends these tags'],
];

function openCondition(condition: Condition): OpenCondition | undefined {
  const { operator, key, values } = condition;
  const parsed = parseOperator(operator);
  if (parsed === undefined || !isAboutWho(key) || tellsWho(condition)) return undefined;
  const fault = (says: string, shown = values) => `condition ${key} ${operator} ${listed(shown, 4)} ${says}`;
  if (parsed.operator === 'Null') {
    return {
      fault: fault('only asks whether it is there'),
      help: `Compare ${key} with those who are meant.`,
    };
  }
  const { [parsed.operator]: positive } = POSITIVE;
  if (positive !== undefined) {
    return {
      fault: fault('keeps out only those it names'),
      help: `Write ${strict(key, positive)} ${key} with those who are meant.`,
    };
  }
  const wide = values.filter((value) => !tellsWho({ operator: 'StringEquals', key, values: [value] }));
  if (wide.length > 0) {
    return {
      fault: fault(`${wide.length === 1 ? 'fits' : 'fit'} ${matchedBy(key, wide)}`, wide),
      help: `In ${key}, name those that are meant in place of ${listed(wide, 4)}${exampleFor(key, wide)}.`,
    };
  }
  return {
    fault: fault('also lets through requests without it'),
    help: `Write ${strict(key, parsed.operator)} in place of ${operator}.`,
  };
}

function isAboutWho(key: string): boolean {
  return tellsWho({ operator: 'StringEquals', key, values: ['x'] });
}

type Operator = ParsedOperator['operator'];

/** The positive operator for each negated operator. */
const POSITIVE: Readonly<Partial<Record<Operator, Operator>>> = {
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
function strict(key: string, operator: Operator): string {
  return /orgpaths$/i.test(key) ? `ForAnyValue:${operator}` : operator;
}

/** The first ARN, with a placeholder for the account. */
function exampleFor(key: string, [arn = '']: readonly string[]): string {
  const fields = arn.split(':');
  if (!/arn$/i.test(key) || fields.length < 6) return '';
  return `, such as ${[...fields.slice(0, 4), 'ACCOUNT', ...fields.slice(5)].join(':')}`;
}

/** What the values match that restrict nothing. */
function matchedBy(key: string, wide: readonly string[]): string {
  const lowerKey = key.toLowerCase();
  if (/org(id|paths)$/.test(lowerKey)) return 'every organization';
  if (/(account|owner|arn)$/.test(lowerKey)) return 'every account';
  if (!lowerKey.endsWith('ip')) return 'everybody';
  return wide.some((range) => range.endsWith('/0')) ? 'every address' : 'too many addresses';
}
