import { identityArn } from '../../aws/arn.identity';
import type { AccountId } from '../../aws/names';
import type { Principal } from '../../aws/policy/document';
import type { Account } from '../../model/deployment';
import type { StatementGrantee } from './grantees';

/** Account names of the declaration by ID. A topology contains IDs only. */
export type AccountNames = ReadonlyMap<AccountId, string>;

export function accountNames(accounts: readonly Pick<Account, 'id' | 'name'>[]): AccountNames {
  return new Map(accounts.map(({ id, name }) => [id, name]));
}

/** `develop (111111111111)`. */
export function accountText(id: AccountId, names: AccountNames): string {
  const name = names.get(id);
  return name === undefined ? id : `${name} (${id})`;
}

/** An unambiguous text for a grantee, with full ARNs and account IDs. */
export function granteeText({ who, onlyIf }: StatementGrantee, names: AccountNames): string {
  return `${whoText(who, names)}${conditionText(onlyIf)}`;
}

/**
 * A short text for a grantee in a diagram: `role ci (develop)`.
 *
 * @param home the account whose box contains the grantee; its name is omitted
 */
export function shortGranteeText(
  { who, onlyIf }: StatementGrantee,
  names: AccountNames,
  home: AccountId | undefined,
): string {
  return `${shortWhoText(who, names, home)}${conditionText(onlyIf)}`;
}

type Who = StatementGrantee['who'];

function whoText(who: Who, names: AccountNames): string {
  switch (who.kind) {
    case 'account':
      return `account ${accountText(who.accountId, names)}`;
    case 'identity':
      return identityArn(who.identity);
    case 'viaAccountRoot':
      return who.arn;
    case 'lambda':
      return `Lambda functions of ${accountText(who.accountId, names)}`;
    case 'service':
      return `${who.service} for ${accountText(who.accountId, names)}`;
    case 'organization':
    case 'organizationalUnit':
    case 'anyone':
    case 'principal':
    case 'everybodyBut':
      return otherText(who);
  }
}

function shortWhoText(who: Who, names: AccountNames, home: AccountId | undefined): string {
  const accountSuffix = (accountId: AccountId) =>
    accountId === home ? '' : ` (${names.get(accountId) ?? accountId})`;
  switch (who.kind) {
    case 'account':
      return who.accountId === home
        ? 'whoever the account allows'
        : `account ${names.get(who.accountId) ?? who.accountId}`;
    case 'identity':
      return `${who.identity.kind} ${who.identity.name}${accountSuffix(who.identity.accountId)}`;
    case 'viaAccountRoot':
      return `${who.arn.split(':').slice(5).join(':').replace('/', ' ')}${accountSuffix(who.accountId)}`;
    case 'lambda':
      return `Lambda functions${accountSuffix(who.accountId)}`;
    case 'service':
      return `${who.service.replace(/\.amazonaws\.com$/, '')}${accountSuffix(who.accountId)}`;
    case 'organization':
    case 'organizationalUnit':
    case 'anyone':
    case 'principal':
    case 'everybodyBut':
      return otherText(who);
  }
}

function otherText(
  who: Exclude<Who, { readonly kind: 'account' | 'identity' | 'viaAccountRoot' | 'lambda' | 'service' }>,
): string {
  switch (who.kind) {
    case 'organization':
      return `organization ${who.id}`;
    case 'organizationalUnit':
      return `organizational unit ${who.path}`;
    case 'anyone':
      return 'every AWS account';
    case 'principal':
      return principalText(who.principal);
    case 'everybodyBut':
      return `everybody but ${who.principals.map(principalText).join(', ')}`;
  }
}

function principalText({ type, value }: Principal): string {
  return type === 'AWS' ? value : `${type} ${value}`;
}

function conditionText(keys: readonly string[]): string {
  return keys.length === 0 ? '' : `, depending on ${keys.join(', ')}`;
}
