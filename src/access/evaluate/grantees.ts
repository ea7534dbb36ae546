import { identityArn, parseAccountRootArn, parseIdentityArn } from '../../aws/arn';
import { isAccountId, type AccountId, type UnknownAccount } from '../../aws/names';
import type { Condition, PolicyStatement, Principal } from '../../aws/policy/document';
import { LAMBDA, type Grantee } from '../../aws/policy/principals';
import { sortedUnique } from '../../base/collections';
import type { Account } from '../../model/deployment';
import { restrictsPrincipal } from './statement-scope';

/** A principal that a statement applies to, derived from its `Principal` and conditions. */
export interface StatementGrantee {
  readonly who: Grantee | OtherGrantee;
  /** The keys of the remaining conditions, which do not select the principal. Sorted. */
  readonly onlyIf: readonly string[];
}

/** Principals that a declaration cannot grant access to. */
type OtherGrantee =
  /** The account of a registry in a plan, which may be unknown. */
  | { readonly kind: 'account'; readonly accountId: AccountId | UnknownAccount }
  /** A principal as written in the policy: a session, a federated user, a service for any account. */
  | { readonly kind: 'principal'; readonly principal: Principal }
  /** `NotPrincipal`. */
  | { readonly kind: 'everybodyBut'; readonly principals: readonly Principal[] };

/** Returns the principals of a statement. Empty for a statement of an identity-based policy. */
export function granteesOf({ principals, conditions }: PolicyStatement): readonly StatementGrantee[] {
  if (principals === undefined) return [];
  if (principals.isNot) {
    return [
      { who: { kind: 'everybodyBut', principals: principals.values }, onlyIf: conditionKeys(conditions) },
    ];
  }
  return principals.values.flatMap((principal) => granteesOfPrincipal(principal, conditions));
}

/** A text that identifies a grantee, for comparison and sorting. */
export function granteeKey({ who, onlyIf }: StatementGrantee): string {
  return [...principalKey(who), ...onlyIf].join(' ');
}

/** Returns the account of a grantee, or undefined if it has no single account. */
export function accountOfGrantee({ who }: StatementGrantee): AccountId | UnknownAccount | undefined {
  if (who.kind === 'identity') return who.identity.accountId;
  return 'accountId' in who ? who.accountId : undefined;
}

function principalKey(who: StatementGrantee['who']): readonly string[] {
  switch (who.kind) {
    case 'account':
    case 'lambda':
      return [who.kind, who.accountId];
    case 'identity':
      return [who.kind, identityArn(who.identity)];
    case 'viaAccountRoot':
      return [who.kind, who.arn];
    case 'organization':
      return [who.kind, who.id];
    case 'organizationalUnit':
      return [who.kind, who.path];
    case 'service':
      return [who.kind, who.accountId, who.service];
    case 'anyone':
      return [who.kind];
    case 'principal':
      return [who.kind, who.principal.type, who.principal.value];
    case 'everybodyBut':
      return [who.kind, ...who.principals.flatMap(({ type, value }) => [type, value])];
  }
}

function granteesOfPrincipal(
  principal: Principal,
  conditions: readonly Condition[],
): readonly StatementGrantee[] {
  for (const condition of conditions) {
    const values = valuesForPrincipal(principal, condition);
    const selected = values.map((value) => narrowPrincipal(principal, condition, value));
    // If one value selects no principal, the whole condition remains a condition.
    const found = selected.filter((who) => who !== undefined);
    if (found.length > 0 && found.length === selected.length) {
      const onlyIf = conditionKeys(conditions.filter((each) => each !== condition));
      return found.map((who) => ({ who, onlyIf }));
    }
  }
  return [{ who: unconditionalGrantee(principal), onlyIf: conditionKeys(conditions) }];
}

/**
 * Returns the condition values that can match a principal. Accounts share a statement, and its condition contains the ARNs of all of
 * them; each account matches only its own ARNs. If an account has none, the condition matches no principal, and is kept.
 */
function valuesForPrincipal({ value: principal }: Principal, { key, values }: Condition): readonly string[] {
  const account = accountOfRoot(principal);
  if (account === undefined || key.toLowerCase() !== 'aws:principalarn') return values;
  const ownValues = values.filter((value) => (accountOfArn(value) ?? account) === account);
  return ownValues.length === 0 ? values : ownValues;
}

function unconditionalGrantee(principal: Principal): StatementGrantee['who'] {
  const { type, value } = principal;
  if (type !== 'AWS') return { kind: 'principal', principal };
  if (value === '*') return { kind: 'anyone' };
  const accountId = accountOfRoot(value);
  if (accountId !== undefined) return { kind: 'account', accountId };
  const identity = parseIdentityArn(value);
  return identity === undefined ? { kind: 'principal', principal } : { kind: 'identity', identity };
}

/** Operators whose values select principals, instead of excluding them. */
const SELECTING_OPERATOR =
  /^(?:ForAnyValue:)?(?:StringEquals|StringEqualsIgnoreCase|StringLike|ArnEquals|ArnLike)$/;

/**
 * Returns the principal that a condition narrows `Principal` to: the reverse of `principalForms`. Returns undefined if the
 * condition selects no principal.
 */
function narrowPrincipal(
  { type, value: principal }: Principal,
  { operator, key, values }: Condition,
  value: string,
): Grantee | undefined {
  if (!SELECTING_OPERATOR.test(operator) || values.length === 0) return undefined;
  if (type === 'Service') return narrowService(principal, key, value);
  if (type !== 'AWS') return undefined;
  const isAnyPrincipal = principal === '*';
  switch (key.toLowerCase()) {
    case 'aws:principalarn':
      return isAnyPrincipal || accountOfRoot(principal) === accountOfArn(value)
        ? granteeOfArn(value)
        : undefined;
    case 'aws:principalaccount':
      return isAnyPrincipal && isAccountId(value) ? { kind: 'account', accountId: value } : undefined;
    case 'aws:principalorgid':
      return isAnyPrincipal && restrictsPrincipal({ operator, key, values: [value] })
        ? { kind: 'organization', id: value }
        : undefined;
    case 'aws:principalorgpaths':
      return isAnyPrincipal && restrictsPrincipal({ operator, key, values: [value] })
        ? { kind: 'organizationalUnit', path: value }
        : undefined;
    default:
      return undefined;
  }
}

function narrowService(service: string, key: string, value: string): Grantee | undefined {
  const lowerKey = key.toLowerCase();
  if (lowerKey === 'aws:sourceaccount' && isAccountId(value)) {
    return { kind: 'service', service, accountId: value };
  }
  const accountId = accountOfArn(value);
  if (lowerKey !== 'aws:sourcearn' || accountId === undefined || !value.endsWith(':function:*')) {
    return undefined;
  }
  return service === LAMBDA ? { kind: 'lambda', accountId } : undefined;
}

function granteeOfArn(arn: string): Grantee | undefined {
  const accountId = accountOfArn(arn);
  if (accountId === undefined) return undefined;
  const identity = parseIdentityArn(arn);
  return identity === undefined ? { kind: 'viaAccountRoot', accountId, arn } : { kind: 'identity', identity };
}

/** Accepts the ARN of an account root, or the 12-digit account ID, as AWS does. */
function accountOfRoot(value: string): AccountId | undefined {
  if (isAccountId(value)) return value;
  return parseAccountRootArn(value)?.accountId;
}

function accountOfArn(arn: string): AccountId | undefined {
  const field = arn.split(':', 5)[4] ?? '';
  return isAccountId(field) ? field : undefined;
}

/** Returns the condition keys, sorted. */
function conditionKeys(conditions: readonly Condition[]): readonly string[] {
  return sortedUnique(conditions.map(({ key }) => key));
}

/** Account names of the declaration by ID. A topology contains IDs only. */
export type AccountNames = ReadonlyMap<AccountId | UnknownAccount, string>;

export function accountNames(accounts: readonly Pick<Account, 'id' | 'name'>[]): AccountNames {
  return new Map(accounts.map(({ id, name }) => [id, name]));
}

/** `develop (111111111111)`. */
export function accountText(id: AccountId | UnknownAccount, names: AccountNames): string {
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
      return `AWS Lambda in ${accountText(who.accountId, names)}`;
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
        ? 'principals that the account allows'
        : `account ${names.get(who.accountId) ?? who.accountId}`;
    case 'identity':
      return `${who.identity.kind} ${who.identity.name}${accountSuffix(who.identity.accountId)}`;
    case 'viaAccountRoot':
      return `${who.arn.split(':').slice(5).join(':').replace('/', ' ')}${accountSuffix(who.accountId)}`;
    case 'lambda':
      return `AWS Lambda${accountSuffix(who.accountId)}`;
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
      return `every principal except ${who.principals.map(principalText).join(', ')}`;
  }
}

/** Principal types of IAM, as text in a sentence. */
const PRINCIPAL_TYPES: Readonly<Record<string, string>> = {
  CanonicalUser: 'canonical user',
  Federated: 'federated principal',
  Service: 'service',
};

function principalText({ type, value }: Principal): string {
  return type === 'AWS' ? value : `${PRINCIPAL_TYPES[type] ?? type} ${value}`;
}

function conditionText(keys: readonly string[]): string {
  return keys.length === 0 ? '' : ` (depending on ${keys.join(', ')})`;
}
