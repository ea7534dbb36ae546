import { deniesAllBut, restrictsPrincipal } from '../../access/evaluate/statement-scope.tells-who';
import type { Condition, PolicyStatement } from '../../aws/policy/document';
import { LAMBDA } from '../../aws/policy/principals';
import { sortedUnique } from '../../base/collections';
import type { NamedStatement } from './policies-after';
import { deniesAllOf } from './public-statements.denies-all-of';
import { matchesAnyAccount } from './public-statements.principals';

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
    ? 'Add a condition for the accounts whose functions are meant: ArnLike aws:SourceArn arn:aws:lambda:REGION:ACCOUNT:function:*.'
    : 'Add a condition for the accounts that are meant: StringEquals aws:SourceAccount.';
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
