import { accountOfGrantee, granteesOf, type StatementGrantee } from '../../access/evaluate/grantees';
import type { RegistryId } from '../../aws/arn';
import { isAccountId } from '../../aws/names';
import type { PolicyStatement, Principal } from '../../aws/policy/document';
import { granteesText } from '../finding-text.callers-text';

/**
 * Whether a statement matches every AWS account, apart from its conditions: `*` or `NotPrincipal`. AWS rejects an account with
 * wildcards, but the intention is the same.
 */
export function matchesAnyAccount({ principals }: PolicyStatement): boolean {
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

const MAY_BE_OWNER = ' (which may be its own account, for the plans do not tell that)';

/**
 * Returns the account of a session, or of a principal that AWS rejects: `arn:aws:sts::111111111111:assumed-role/ci/build`.
 */
function accountInPrincipal({ who }: StatementGrantee): string | undefined {
  return who.kind === 'principal' ? who.principal.value.split(':')[4] : undefined;
}
