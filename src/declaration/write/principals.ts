import {
  accountRootArn,
  identityArn,
  isProtected,
  parseAccountRootArn,
  parseIdentityArn,
  type KnownIdentityId,
  type KnownRegistryId,
} from '../../aws/arn';
import { isAccountId, type AccountId } from '../../aws/names';
import { getPartition } from '../../aws/partitions';
import type { Condition, PolicyStatement, Principal } from '../../aws/policy/document';
import { LAMBDA, principalForms, type Grantee } from '../../aws/policy/principals';
import { sortedUnique } from '../../base/collections';
import type { Account } from '../../model/deployment';
import type { Value } from './value';

/** The principals of a statement as the declaration names them, or why it cannot name them. */
export type ReadPrincipals =
  | {
      readonly kind: 'grantees';
      readonly grantees: readonly Grantee[];
      /** As in `PrincipalForm`. */
      readonly label: string;
      /** The conditions that do not belong to the principals. */
      readonly conditions: readonly Condition[];
    }
  | { readonly kind: 'fault'; readonly why: string };

/**
 * Reads the principals of a statement, with their conditions. The inverse of `principalForms`, except that Lambda is
 * read without the account root, which another statement contains.
 */
export function readPrincipals(
  registry: KnownRegistryId,
  { principals, conditions }: PolicyStatement,
): ReadPrincipals {
  if (principals === undefined || principals.values.length === 0) return fault('it has no principal');
  if (principals.isNot) return fault('it has a NotPrincipal');
  const types = sortedUnique(principals.values.map(({ type }) => type));
  const [type, ...otherTypes] = types;
  if (otherTypes.length > 0) return fault(`it has principals of the types ${types.join(' and ')}`);
  if (type === 'Service') return readServices(registry, principals.values, conditions);
  if (type !== 'AWS') return fault(`it has a principal of the type ${String(type)}`);
  const values = principals.values.map(({ value }) => value);
  return (
    readAnyone(registry, values, conditions) ??
    readViaAccountRoot(registry, values, conditions) ??
    readIdentities(registry, values, conditions)
  );
}

function fault(why: string): ReadPrincipals {
  return { kind: 'fault', why };
}

function readAnyone(
  registry: KnownRegistryId,
  values: readonly string[],
  conditions: readonly Condition[],
): ReadPrincipals | undefined {
  const [value, ...others] = values;
  if (value !== '*' || others.length > 0) return undefined;
  return (
    withCondition(registry, conditions, 'StringEquals aws:PrincipalOrgID', (ids) =>
      ids.map((id) => ({ kind: 'organization', id })),
    ) ??
    withCondition(registry, conditions, 'ForAnyValue:StringLike aws:PrincipalOrgPaths', (paths) =>
      paths.map((path) => ({ kind: 'organizationalUnit', path })),
    ) ??
    readAs(registry, [{ kind: 'anyone' }], conditions)
  );
}

/**
 * Returns the grantees that a condition names, or undefined if there is no such condition.
 *
 * @param name the operator and key
 * @param granteesOf returns the grantees for the values of the condition; undefined if a value names none
 */
function withCondition(
  registry: KnownRegistryId,
  conditions: readonly Condition[],
  name: string,
  granteesOf: (values: readonly string[]) => readonly (Grantee | undefined)[],
): ReadPrincipals | undefined {
  const condition = conditions.find(({ operator, key }) => `${operator} ${key}` === name);
  if (condition === undefined) return undefined;
  const grantees = granteesOf(condition.values);
  const known = grantees.filter((grantee) => grantee !== undefined);
  if (known.length === 0 || known.length < grantees.length) return undefined;
  return readAs(
    registry,
    known,
    conditions.filter((each) => each !== condition),
  );
}

function readAs(
  registry: KnownRegistryId,
  grantees: readonly Grantee[],
  conditions: readonly Condition[],
): ReadPrincipals {
  const label = grantees.flatMap((grantee) => principalForms(registry, grantee)).at(-1)?.label ?? '';
  return { kind: 'grantees', grantees, label, conditions };
}

function readViaAccountRoot(
  registry: KnownRegistryId,
  values: readonly string[],
  conditions: readonly Condition[],
): ReadPrincipals | undefined {
  const { id: partition } = getPartition(registry.region);
  const read = withCondition(registry, conditions, 'ArnLike aws:PrincipalArn', (arns) =>
    arns.map((arn) => {
      const accountId = accountOfPattern(arn);
      return accountId === undefined ? undefined : { kind: 'viaAccountRoot', accountId, arn };
    }),
  );
  if (read?.kind !== 'grantees') return undefined;
  const roots = read.grantees.flatMap((grantee) =>
    grantee.kind === 'viaAccountRoot' ? accountRootArn(partition, grantee.accountId) : [],
  );
  // The condition limits the principals only if it has a value for each of them.
  return sortedUnique(roots).join() === sortedUnique(values).join() ? read : undefined;
}

/** Returns the account of the roles or users that a pattern matches, as `bindPrincipal` accepts it. */
function accountOfPattern(arn: string): AccountId | undefined {
  const [, account = ''] = /^arn:[a-z-]+:iam::([0-9]{12}):(?:role|user)\/[\w+=,.@/*?-]+$/.exec(arn) ?? [];
  if (!/[*?]/.test(arn) && parseIdentityArn(arn) === undefined) return undefined;
  return isAccountId(account) ? account : undefined;
}

function readIdentities(
  registry: KnownRegistryId,
  values: readonly string[],
  conditions: readonly Condition[],
): ReadPrincipals {
  const { id: partition } = getPartition(registry.region);
  const grantees: Grantee[] = [];
  for (const value of values) {
    const root = parseAccountRootArn(value);
    const identity = parseIdentityArn(value);
    if (root?.partition === partition) {
      grantees.push({ kind: 'account', accountId: root.accountId });
    } else if (identity !== undefined && isDeclarable(identity, value)) {
      grantees.push({ kind: 'identity', identity });
    } else {
      return fault(`'${value}' is not the ARN of a role, a user or an account root`);
    }
  }
  return readAs(registry, grantees, conditions);
}

/** Roles that AWS manages have a path. */
function isDeclarable(identity: KnownIdentityId, arn: string): boolean {
  return !/[*?]/.test(arn) && !(identity.path === '/' && isProtected(identity));
}

function readServices(
  registry: KnownRegistryId,
  principals: readonly Principal[],
  conditions: readonly Condition[],
): ReadPrincipals {
  const [principal, ...others] = principals;
  const service = principal?.value ?? '';
  if (others.length > 0) return fault('it allows several services');
  const isLambda = service === LAMBDA;
  const read = isLambda
    ? withCondition(registry, conditions, 'ArnLike aws:SourceArn', (patterns) =>
        patterns.map((pattern) => lambdaGrantee(registry, pattern)),
      )
    : withCondition(registry, conditions, 'StringEquals aws:SourceAccount', (accountIds) =>
        accountIds.map((accountId) =>
          isAccountId(accountId) ? { kind: 'service', service, accountId } : undefined,
        ),
      );
  if (read !== undefined) return read;
  return fault(
    isLambda
      ? `it allows '${service}' without a condition that the source is any function of an account (ArnLike aws:SourceArn)`
      : `it allows '${service}' without the condition StringEquals aws:SourceAccount`,
  );
}

function lambdaGrantee(registry: KnownRegistryId, pattern: string): Grantee | undefined {
  const accountId = pattern.split(':')[4] ?? '';
  if (!isAccountId(accountId)) return undefined;
  const grantee: Grantee = { kind: 'lambda', accountId };
  const isSame = principalForms(registry, grantee).some(({ condition }) => condition?.value === pattern);
  return isSame ? grantee : undefined;
}

/** Returns how the declaration names a grantee. Declared accounts have a name. */
export function principalValue(grantee: Grantee, accounts: readonly Account[]): Value {
  const nameOf = (accountId: AccountId) => accounts.find(({ id }) => id === accountId)?.name ?? accountId;
  switch (grantee.kind) {
    case 'account':
      return nameOf(grantee.accountId);
    case 'identity':
      return identityArn(grantee.identity);
    case 'viaAccountRoot':
      return { arn: grantee.arn, viaAccountRoot: true };
    case 'organization':
      return { organization: grantee.id };
    case 'organizationalUnit':
      return { organizationalUnit: grantee.path };
    case 'lambda':
      return { lambda: nameOf(grantee.accountId) };
    case 'service':
      return { service: grantee.service, account: nameOf(grantee.accountId) };
    case 'anyone':
      return '*';
  }
}
