import { accountOfGrantee, granteesOf, type StatementGrantee } from '../../access/evaluate/grantees';
import { coveredActions, deniesAllBut, restrictsPrincipal } from '../../access/evaluate/statement-scope';
import type { RegistryId } from '../../aws/arn';
import { isAccountId } from '../../aws/names';
import { parseOperator, type ParsedOperator } from '../../aws/policy/conditions';
import type { Condition, PolicyStatement, Principal } from '../../aws/policy/document';
import { LAMBDA } from '../../aws/policy/principals';
import { sortedUnique } from '../../base/collections';
import { formatList } from '../../base/text';
import { granteesText } from '../finding-text';
import type { NamedStatement } from './policies-after';

/** Whether a statement allows every AWS account, and no Deny in the same policy excludes other accounts. */
export function isPublic(statement: PolicyStatement, all: readonly NamedStatement[]): boolean {
  if (statement.effect !== 'Allow' || statement.conditions.some(restrictsPrincipal)) return false;
  return (
    matchesAnyAccount(statement) && !all.some((other) => deniesOtherAccounts(other.statement, statement))
  );
}

/** Whether a Deny for all principals outside an organization limits an Allow for `*` to that organization. */
function deniesOtherAccounts(denial: PolicyStatement, allowed: PolicyStatement): boolean {
  if (denial.effect !== 'Deny' || denial.principals?.isNot === true || !matchesAnyAccount(denial)) {
    return false;
  }
  const [condition, ...others] = denial.conditions;
  if (condition === undefined || others.length > 0 || !deniesAllBut(condition)) return false;
  return deniesAllOf(denial, allowed);
}

/**
 * Returns the services that a statement allows for any account: no condition restricts the account, and no Deny statement of the
 * policy excludes the other accounts. Sorted.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
 */
export function findPublicServices(
  statement: PolicyStatement,
  all: readonly NamedStatement[],
): readonly string[] {
  const { effect, principals, conditions } = statement;
  if (effect !== 'Allow' || principals === undefined || principals.isNot) return [];
  if (conditions.some((condition) => restrictsPrincipal(condition) && restrictsAccount(condition))) return [];
  const services = principals.values.flatMap(({ type, value }) => (type === 'Service' ? value : []));
  return sortedUnique(
    services.filter(
      (service) =>
        !isEcrService(service) &&
        !all.some((other) => excludesOtherAccounts(other.statement, statement, service)),
    ),
  );
}

/** Returns `any AWS account`, or Lambda functions of any account. */
export function callersOfService(service: string): string {
  return service === LAMBDA ? 'functions of any AWS account' : 'any AWS account';
}

/** Returns how to restrict a statement to certain accounts. */
export function serviceHelp(service: string): string {
  // Lambda sends the ARN of the function: https://docs.aws.amazon.com/lambda/latest/dg/images-create.html
  return service === LAMBDA
    ? 'Add a condition for the accounts of the intended functions: ArnLike aws:SourceArn arn:aws:lambda:REGION:ACCOUNT:function:*.'
    : 'Add a condition for the intended accounts: StringEquals aws:SourceAccount.';
}

/** The name of the service does not restrict the account that it acts for. */
function restrictsAccount({ key }: Condition): boolean {
  return key.toLowerCase() !== 'aws:principalservicename';
}

/** Services of ECR act only for the account that owns the registry, and need no permission. */
function isEcrService(service: string): boolean {
  return /(?:^|\.)ecr\.amazonaws\.com(?:\.cn)?$/.test(service);
}

/** Whether a Deny excludes all accounts of a service except some. */
function excludesOtherAccounts(deny: PolicyStatement, allowed: PolicyStatement, service: string): boolean {
  if (deny.effect !== 'Deny' || !matchesService(deny, service)) return false;
  const [condition, ...others] = deny.conditions.filter((each) => !limitsToServices(each));
  if (condition === undefined || others.length > 0) return false;
  return deniesAllBut(condition) && restrictsAccount(condition) && deniesAllOf(deny, allowed);
}

function matchesService(deny: PolicyStatement, service: string): boolean {
  const { principals } = deny;
  if (principals === undefined || principals.isNot) return false;
  return (
    matchesAnyAccount(deny) ||
    principals.values.some(({ type, value }) => type === 'Service' && value === service)
  );
}

/** A condition that limits a Deny to AWS services. */
function limitsToServices({ operator, key, values }: Condition): boolean {
  return (
    operator === 'Bool' &&
    key.toLowerCase() === 'aws:principalisawsservice' &&
    values.every((value) => value.toLowerCase() === 'true')
  );
}

/**
 * Whether a Deny covers every action and repository that an Allow statement covers, regardless of its principals.
 */
function deniesAllOf(deny: PolicyStatement, allowed: PolicyStatement): boolean {
  const denied = new Set(coveredActions(deny.actions));
  return (
    coveredActions(allowed.actions).every((action) => denied.has(action)) && coversResources(deny, allowed)
  );
}

function coversResources(
  { resources: denied }: PolicyStatement,
  { resources: allowed }: PolicyStatement,
): boolean {
  if (denied === undefined) return allowed === undefined;
  if (denied.isNot) return false;
  if (denied.values.includes('*')) return true;
  return allowed?.isNot === false && allowed.values.every((value) => denied.values.includes(value));
}

/** Why a condition does not restrict the principals although it seems to, and the fix. */
export interface NonRestrictingCondition {
  /** Follows "its": `condition aws:PrincipalOrgID StringLike o-* matches every organization`. */
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
    help: 'Add a condition on a key that the caller cannot choose, such as StringEquals aws:PrincipalOrgID.',
  };
}

const CALLER_CONTROLLED_KEYS: readonly (readonly [keys: RegExp, because: string])[] = [
  [/^aws:principaltag\//i, 'every account sets the tags of its roles and users'],
  [/^aws:username$/i, 'every account chooses the names of its users'],
  [/^aws:userid$/i, 'AWS assigns only the ID before the colon, and the value does not restrict it'],
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
      fault: fault('only checks whether the key is present'),
      help: `Compare ${key} with the intended values.`,
    };
  }
  const { [parsed.operator]: positiveOperator } = POSITIVE_OPERATORS;
  if (positiveOperator !== undefined) {
    return {
      fault: fault('excludes only the values that it lists'),
      help: `Use ${strictOperator(key, positiveOperator)} on ${key}, with the intended values.`,
    };
  }
  const unrestrictedValues = values.filter(
    (value) => !restrictsPrincipal({ operator: 'StringEquals', key, values: [value] }),
  );
  if (unrestrictedValues.length > 0) {
    return {
      fault: fault(`matches ${matchedText(key, unrestrictedValues)}`, unrestrictedValues),
      help: `In ${key}, replace ${formatList(unrestrictedValues, 4)} with the intended values${exampleFor(key, unrestrictedValues)}.`,
    };
  }
  return {
    fault: fault('also matches requests without the key'),
    help: `Use ${strictOperator(key, parsed.operator)} instead of ${operator}.`,
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
  if (!lowerKey.endsWith('ip')) return 'every caller';
  return unrestrictedValues.some((range) => range.endsWith('/0')) ? 'every address' : 'too many addresses';
}

/**
 * Whether a statement matches every AWS account, apart from its conditions: `*` or `NotPrincipal`. AWS rejects an account with
 * wildcards, but the intention is the same.
 */
function matchesAnyAccount({ principals }: PolicyStatement): boolean {
  if (principals === undefined) return false;
  return principals.isNot || principals.values.some(isAnyAccount);
}

function isAnyAccount({ type, value }: Principal): boolean {
  if (type !== 'AWS') return false;
  return value === '*' || /[*?]/.test(value.split(':')[4] ?? '');
}

/**
 * Returns the principals of a statement outside the account of the registry, including those that can be in any account.
 */
export function externalGranteesOf(
  statement: PolicyStatement,
  { accountId }: RegistryId,
): readonly StatementGrantee[] {
  return granteesOf(statement).filter((grantee) => {
    if (grantee.who.kind === 'principal' && grantee.who.principal.type === 'Service') return false;
    const account = accountOfGrantee(grantee) ?? accountInPrincipal(grantee);
    return account !== accountId;
  });
}

/**
 * Returns the principals as text. If the account of the registry is unknown, a single account may be the owner, which the text
 * mentions. Of several accounts, at least one is another account.
 */
export function externalGranteesText(
  grantees: readonly StatementGrantee[],
  { accountId }: RegistryId,
): string {
  const accounts = new Set(grantees.map((each) => accountOfGrantee(each) ?? accountInPrincipal(each)));
  const mayBeOwner = !isAccountId(accountId) && accounts.size === 1 && !accounts.has(undefined);
  return `${granteesText(grantees)}${mayBeOwner ? MAY_BE_OWNER : ''}`;
}

const MAY_BE_OWNER =
  ' (which may be the account of the registry, because these plans do not show that account)';

/**
 * Returns the account of a session, or of a principal that AWS rejects: `arn:aws:sts::111111111111:assumed-role/ci/build`.
 */
function accountInPrincipal({ who }: StatementGrantee): string | undefined {
  return who.kind === 'principal' ? who.principal.value.split(':')[4] : undefined;
}
