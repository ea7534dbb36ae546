import {
  identityArn,
  isAccountId,
  LAMBDA,
  parseAccountRootArn,
  parseIdentityArn,
  sortedUnique,
  type AccountId,
  type Condition,
  type Grantee,
  type PolicyStatement,
  type Principal,
} from '../registry';
import { tellsWho } from './tells-who';

/** Whom a statement is about, read back from its principals and conditions. */
export interface StatementGrantee {
  readonly who: Grantee | OtherGrantee;
  /** The keys of the conditions that do more than say who; sorted. */
  readonly onlyIf: readonly string[];
}

/** What only a policy written by hand says. */
type OtherGrantee =
  /** A principal as the policy has it: a session, a federated user, a service for whatever account. */
  | { readonly kind: 'principal'; readonly principal: Principal }
  /** `NotPrincipal`. */
  | { readonly kind: 'everybodyBut'; readonly principals: readonly Principal[] };

/** Everybody a statement of a resource-based policy names; empty for a statement of any other policy. */
export function granteesOf({ principals, conditions }: PolicyStatement): readonly StatementGrantee[] {
  if (principals === undefined) return [];
  if (principals.isNot) {
    return [
      { who: { kind: 'everybodyBut', principals: principals.values }, onlyIf: conditionKeys(conditions) },
    ];
  }
  return principals.values.flatMap((principal) => granteesOfPrincipal(principal, conditions));
}

/** One text for one grantee, to compare and sort by. */
export function granteeKey({ who, onlyIf }: StatementGrantee): string {
  return [...whoKey(who), ...onlyIf].join(' ');
}

/** The account a grantee is in, where it is in one. */
export function accountOfGrantee({ who }: StatementGrantee): AccountId | undefined {
  if (who.kind === 'identity') return who.identity.accountId;
  return 'accountId' in who ? who.accountId : undefined;
}

function whoKey(who: StatementGrantee['who']): readonly string[] {
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
    const values = valuesFor(principal, condition);
    const narrowed = values.map((value) => narrow(principal, condition, value));
    // Where one value says nobody in particular, the whole condition stays a condition.
    const found = narrowed.filter((who) => who !== undefined);
    if (found.length > 0 && found.length === narrowed.length) {
      const onlyIf = conditionKeys(conditions.filter((each) => each !== condition));
      return found.map((who) => ({ who, onlyIf }));
    }
  }
  return [{ who: plain(principal), onlyIf: conditionKeys(conditions) }];
}

/**
 * The values that can hold for a principal. Accounts share a statement, and with it a condition that has the ARNs of
 * all of them; each is only about its own. Where an account has none, it is about nobody, as the condition then says.
 */
function valuesFor({ value: principal }: Principal, { key, values }: Condition): readonly string[] {
  const account = accountOfRoot(principal);
  if (account === undefined || key.toLowerCase() !== 'aws:principalarn') return values;
  const own = values.filter((value) => (accountOfArn(value) ?? account) === account);
  return own.length === 0 ? values : own;
}

function plain(principal: Principal): StatementGrantee['who'] {
  const { type, value } = principal;
  if (type !== 'AWS') return { kind: 'principal', principal };
  if (value === '*') return { kind: 'anyone' };
  const accountId = accountOfRoot(value);
  if (accountId !== undefined) return { kind: 'account', accountId };
  const identity = parseIdentityArn(value);
  return identity === undefined ? { kind: 'principal', principal } : { kind: 'identity', identity };
}

/** Operators with which a value says who, rather than who not or what else. */
const POSITIVE = /^(?:ForAnyValue:)?(?:StringEquals|StringEqualsIgnoreCase|StringLike|ArnEquals|ArnLike)$/;

/** Whom a condition makes of a principal: the reverse of `principalForms`. Undefined where it says nothing of who. */
function narrow(
  { type, value: principal }: Principal,
  { operator, key, values }: Condition,
  value: string,
): Grantee | undefined {
  if (!POSITIVE.test(operator) || values.length === 0) return undefined;
  if (type === 'Service') return narrowService(principal, key, value);
  if (type !== 'AWS') return undefined;
  const isEverybody = principal === '*';
  switch (key.toLowerCase()) {
    case 'aws:principalarn':
      return isEverybody || accountOfRoot(principal) === accountOfArn(value) ? viaRoot(value) : undefined;
    case 'aws:principalaccount':
      return isEverybody && isAccountId(value) ? { kind: 'account', accountId: value } : undefined;
    case 'aws:principalorgid':
      return isEverybody && tellsWho({ operator, key, values: [value] })
        ? { kind: 'organization', id: value }
        : undefined;
    case 'aws:principalorgpaths':
      return isEverybody && tellsWho({ operator, key, values: [value] })
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

function viaRoot(arn: string): Grantee | undefined {
  const accountId = accountOfArn(arn);
  if (accountId === undefined) return undefined;
  const identity = parseIdentityArn(arn);
  return identity === undefined ? { kind: 'viaAccountRoot', accountId, arn } : { kind: 'identity', identity };
}

/** The account of an account root, as an ARN or as the 12 digits that AWS takes as well. */
function accountOfRoot(value: string): AccountId | undefined {
  if (isAccountId(value)) return value;
  return parseAccountRootArn(value)?.accountId;
}

function accountOfArn(arn: string): AccountId | undefined {
  const field = arn.split(':', 5)[4] ?? '';
  return isAccountId(field) ? field : undefined;
}

/** What conditions look at, sorted. */
export function conditionKeys(conditions: readonly Condition[]): readonly string[] {
  return sortedUnique(conditions.map(({ key }) => key));
}
