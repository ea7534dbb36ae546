import { granteesOf, accountOfGrantee, type StatementGrantee } from '../../access/grantees';
import { isAccountId, type PolicyStatement, type Principal, type RegistryId } from '../../registry';
import { granteesText } from '../words/callers-text';

/**
 * Whether a statement is about everybody, but for its conditions: `*`, or all but some. AWS takes no account that is a
 * wildcard, which is meant as everybody all the same.
 */
export function isEverybody({ principals }: PolicyStatement): boolean {
  if (principals === undefined) return false;
  return principals.isNot || principals.values.some(isAnybody);
}

function isAnybody({ type, value }: Principal): boolean {
  if (type !== 'AWS') return false;
  return value === '*' || /[*?]/.test(value.split(':')[4] ?? '');
}

/** Those whom a statement names that are not of the registry's own account; also who may be of any account. */
export function outsidersOf(
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
 * Those, in a sentence. Where the plans do not tell whose the registry is, one account alone may be the owner, and is said to
 * be that; of several, some are others anyway.
 */
export function outsidersText(outsiders: readonly StatementGrantee[], { accountId }: RegistryId): string {
  const accounts = new Set(outsiders.map((each) => accountOfGrantee(each) ?? accountInPrincipal(each)));
  const mayBeOwner = !isAccountId(accountId) && accounts.size === 1 && !accounts.has(undefined);
  return `${granteesText(outsiders)}${mayBeOwner ? MAY_BE_OWNER : ''}`;
}

const MAY_BE_OWNER = ' (which may be its own account, for the plans do not tell that)';

/** Of a session, or of what AWS does not take: `arn:aws:sts::111111111111:assumed-role/ci/build`. */
function accountInPrincipal({ who }: StatementGrantee): string | undefined {
  return who.kind === 'principal' ? who.principal.value.split(':')[4] : undefined;
}
