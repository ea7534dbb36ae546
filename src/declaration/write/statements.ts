import { repositoryArn, type KnownRegistryId } from '../../aws/arn';
import { repositoryNamePattern } from '../../aws/names';
import type { Condition, PolicyStatement } from '../../aws/policy/document';
import type { Grantee } from '../../aws/policy/principals';
import { restrictsPrincipal } from '../../access/evaluate/statement-scope';
import type { Account } from '../../model/deployment';
import { statementSchema } from '../schema/access';
import { statementKey } from './grants';
import { principalValue, readPrincipals } from './principals';
import { oneOrMany, valueText, type Mapping, type Value } from './value';

/** The `statements` of a policy, or why the declaration cannot contain one of them. */
export type WrittenStatements =
  | { readonly kind: 'statements'; readonly values: readonly Mapping[] }
  | { readonly kind: 'fault'; readonly why: string };

/** Returns the declared statements of a policy. Sorted. */
export function writeStatements(
  registry: KnownRegistryId,
  statements: readonly PolicyStatement[],
  accounts: readonly Account[],
): WrittenStatements {
  const values: Mapping[] = [];
  for (const { statement, lambda } of joinLambda(registry, statements)) {
    const written = writeStatement(registry, statement, lambda, accounts);
    if (typeof written === 'string') return { kind: 'fault', why: `${nameOf(statement)}: ${written}.` };
    values.push(written);
  }
  return {
    kind: 'statements',
    values: [...values].sort((a, b) => (valueText(a) < valueText(b) ? -1 : 1)),
  };
}

function nameOf({ sid, effect, actions }: PolicyStatement): string {
  if (sid !== undefined) return `Statement '${sid}' cannot be declared`;
  return `The ${effect} statement for ${actions.values.slice(0, 3).join(', ')} cannot be declared`;
}

interface JoinedStatement {
  readonly statement: PolicyStatement;
  /** The accounts of this statement whose Lambda functions another statement allows. */
  readonly lambda: readonly Grantee[];
}

/** `{ lambda: … }` writes two statements: one for the account root, and one for the service. */
function joinLambda(
  registry: KnownRegistryId,
  statements: readonly PolicyStatement[],
): readonly JoinedStatement[] {
  const lambdaOf = new Map<PolicyStatement, readonly Grantee[]>();
  const joined = new Set<PolicyStatement>();
  for (const statement of statements) {
    const read = readPrincipals(registry, statement);
    if (read.kind === 'fault' || read.grantees[0]?.kind !== 'lambda') continue;
    const accounts = statements.find(
      (other) =>
        !lambdaOf.has(other) &&
        (other.sid === undefined ? undefined : `${other.sid}Lambda`) === statement.sid &&
        isSameExceptPrincipals(other, statement, read.conditions) &&
        containsAccountsOf(registry, other, read.grantees),
    );
    if (accounts === undefined) continue;
    lambdaOf.set(accounts, read.grantees);
    joined.add(statement);
  }
  return statements
    .filter((statement) => !joined.has(statement))
    .map((statement) => ({ statement, lambda: lambdaOf.get(statement) ?? [] }));
}

function isSameExceptPrincipals(
  one: PolicyStatement,
  other: PolicyStatement,
  conditions: readonly Condition[],
): boolean {
  const same = { sid: undefined, principals: undefined };
  return statementKey({ ...one, ...same }) === statementKey({ ...other, ...same, conditions });
}

function containsAccountsOf(
  registry: KnownRegistryId,
  statement: PolicyStatement,
  lambda: readonly Grantee[],
): boolean {
  const read = readPrincipals(registry, statement);
  return (
    read.kind === 'grantees' &&
    lambda.every((grantee) => read.grantees.some((other) => isAccountOf(other, grantee)))
  );
}

function isAccountOf(grantee: Grantee, lambda: Grantee): boolean {
  return grantee.kind === 'account' && lambda.kind === 'lambda' && grantee.accountId === lambda.accountId;
}

/** Returns a declared statement, or why there is none. */
function writeStatement(
  registry: KnownRegistryId,
  statement: PolicyStatement,
  lambda: readonly Grantee[],
  accounts: readonly Account[],
): Mapping | string {
  const { sid, effect, actions, resources } = statement;
  const read = readPrincipals(registry, statement);
  if (read.kind === 'fault') return read.why;
  if (read.grantees[0]?.kind === 'lambda') {
    return 'it allows Lambda without a statement that allows the account of the functions the same actions';
  }
  if (actions.isNot) return 'it has a NotAction';
  if (resources?.isNot === true) return 'it has a NotResource';
  const grantees = [
    ...read.grantees.filter((grantee) => !lambda.some((each) => isAccountOf(grantee, each))),
    ...lambda,
  ];
  const isPublic =
    effect === 'Allow' &&
    grantees.some(({ kind }) => kind === 'anyone') &&
    !read.conditions.some(restrictsPrincipal);
  const value = {
    ...(sid === undefined ? {} : { sid }),
    ...(effect === 'Deny' ? { effect } : {}),
    principals: oneOrMany(grantees.map((grantee) => principalValue(grantee, accounts))),
    actions: oneOrMany(actions.values),
    ...(resources === undefined
      ? {}
      : { resources: oneOrMany(resources.values.map((arn) => resourceText(registry, arn))) }),
    ...(read.conditions.length === 0 ? {} : { conditions: conditionsValue(read.conditions) }),
    ...(isPublic ? { public: true } : {}),
  };
  const { success, error } = statementSchema.safeParse(value);
  const [issue] = error?.issues ?? [];
  return success ? value : `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`;
}

/** Returns the name of a repository of the registry, or the ARN. The inverse of `resourceArn`. */
function resourceText(registry: KnownRegistryId, arn: string): string {
  const start = repositoryArn(registry, repositoryNamePattern(''));
  const name = arn.startsWith(start) ? arn.slice(start.length) : '';
  return name === '' || name === '*' || name.startsWith('arn:') ? arn : name;
}

function conditionsValue(conditions: readonly Condition[]): Mapping {
  const byOperator: Record<string, Record<string, Value>> = {};
  for (const { operator, key, values } of conditions) {
    (byOperator[operator] ??= {})[key] = oneOrMany(values);
  }
  return byOperator;
}
