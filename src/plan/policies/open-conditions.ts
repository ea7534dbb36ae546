import { tellsWho } from '../../access/tells-who';
import { listed, parseOperator, type Condition, type ParsedOperator } from '../../registry';

/** Why a condition that looks at who it is keeps nobody out, and what to write in its place. */
export interface OpenCondition {
  /** To follow "its": `condition aws:PrincipalOrgID StringLike o-* fits every organization`. */
  readonly fault: string;
  readonly help: string;
}

/** Those of the conditions that look at who it is, or where it comes from, and let everybody through. */
export function openConditions(conditions: readonly Condition[]): readonly OpenCondition[] {
  return conditions.flatMap((condition) => openCondition(condition) ?? []);
}

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
      fault: fault(`${wide.length === 1 ? 'fits' : 'fit'} ${everybodyOf(key)}`, wide),
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

/** What is meant by those that hold for everybody but some. */
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

/** As it holds only where the key is there: `ForAnyValue:StringLike`, where the key has several values. */
function strict(key: string, operator: Operator): string {
  return /orgpaths$/i.test(key) ? `ForAnyValue:${operator}` : operator;
}

/** The first of the ARNs, with an account to fill in. */
function exampleFor(key: string, [arn = '']: readonly string[]): string {
  const fields = arn.split(':');
  if (!/arn$/i.test(key) || fields.length < 6) return '';
  return `, such as ${[...fields.slice(0, 4), 'ACCOUNT', ...fields.slice(5)].join(':')}`;
}

/** Whom a value without an end of its own fits. */
function everybodyOf(key: string): string {
  const small = key.toLowerCase();
  if (/org(id|paths)$/.test(small)) return 'every organization';
  if (/(account|owner|arn)$/.test(small)) return 'every account';
  return small.endsWith('ip') ? 'every address' : 'everybody';
}
