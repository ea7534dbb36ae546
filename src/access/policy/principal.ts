import {
  accountRootArn,
  identityArn,
  isAccountId,
  type IdentityId,
  type PrincipalElement,
} from '../../registry';
import { federatedUserArn, parseCaller, sessionArn, type Caller } from '../caller';

/**
 * How directly a resource-based policy allows something to a caller of its own account, for this decides what else
 * has to allow it. Each grade is worth at least what the ones below it are.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 */
export const GRADE = {
  none: 0,
  /** The account is named: whatever it allows its identities. */
  account: 1,
  /** The role is named: no identity policy is needed, but a permissions boundary limits it. */
  role: 2,
  /** The user, the session or everybody is named: neither is needed. */
  direct: 3,
} as const;

export type Grade = (typeof GRADE)[keyof typeof GRADE];

/** How a statement names a caller: at least, and at most. */
export interface Named {
  readonly sure: Grade;
  readonly possible: Grade;
  /** The principals, as the policy has them, on which it depends which of the two it is. */
  readonly unclear: readonly string[];
}

/** What of a caller principals are compared with. */
export interface CallerNames {
  readonly caller: Caller;
  readonly account: readonly string[];
  /** The role or the user, by its ARN where that is known and else by its name; empty for the others. */
  readonly identity: string;
  /** The role or the user by its name alone, as the ARNs of its sessions have it. */
  readonly name: string;
  /** The ARN of the session of a role, or of a federated user. */
  readonly session: string | undefined;
}

/** `Principal` or `NotPrincipal`, ready to be asked. */
export type CompiledPrincipals = (names: CallerNames, hasBoundary: boolean) => Named;

const NOBODY: Named = { sure: GRADE.none, possible: GRADE.none, unclear: [] };
export const EVERYBODY: Named = { sure: GRADE.direct, possible: GRADE.direct, unclear: [] };
const AS_ACCOUNT: Named = { sure: GRADE.account, possible: GRADE.account, unclear: [] };
const AS_ROLE: Named = { sure: GRADE.role, possible: GRADE.role, unclear: [] };

const NAMES = new WeakMap<Caller, CallerNames>();

/** Worked out once, for a caller is mostly asked about more than one thing. */
export function callerNames(caller: Caller): CallerNames {
  const known = NAMES.get(caller);
  if (known !== undefined) return known;
  const names = namesOf(caller);
  NAMES.set(caller, names);
  return names;
}

function namesOf(caller: Caller): CallerNames {
  switch (caller.kind) {
    case 'service':
      return { caller, account: [], identity: serviceName(caller.service), name: '', session: undefined };
    case 'root':
      return { caller, account: accountNames(caller), identity: '', name: '', session: undefined };
    case 'federated':
      return {
        caller,
        account: accountNames(caller),
        identity: '',
        name: '',
        session: federatedUserArn(caller),
      };
    case 'identity': {
      const { identity, session } = caller;
      return {
        caller,
        account: accountNames(identity),
        identity: caller.isPathKnown ? identityArn(identity) : identityName(identity),
        name: identityName(identity),
        session: session === undefined ? undefined : sessionArn(identity, session),
      };
    }
  }
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html */
export function compilePrincipals({ isNot, values }: PrincipalElement): CompiledPrincipals {
  if (values.some(({ type, value }) => type === 'AWS' && value === '*')) {
    return () => (isNot ? NOBODY : EVERYBODY);
  }
  const listed = listOf(values);
  return isNot
    ? (names, hasBoundary) => exceptedFrom(listed, names, hasBoundary)
    : (names) => namedIn(listed, names);
}

/** The principals of a statement, each in the one spelling that `CallerNames` has too. */
interface Listed {
  readonly names: ReadonlySet<string>;
  /** Sessions, by the role they are of. */
  readonly sessionsOf: ReadonlyMap<string, readonly string[]>;
  /** The accounts of listed roles, users and sessions. */
  readonly accountsOfIdentities: ReadonlySet<string>;
}

function listOf(values: PrincipalElement['values']): Listed {
  const names = new Set<string>();
  const sessionsOf = new Map<string, string[]>();
  const accountsOfIdentities = new Set<string>();
  for (const { type, value } of values) {
    if (type === 'Service') names.add(serviceName(value));
    if (type !== 'AWS') continue;
    // An account, which 12 digits name alike in every partition.
    if (isAccountId(value)) names.add(value);
    // What is none of these is the unique id of somebody who is gone, or what ECR does not take.
    const caller = parsePrincipal(value);
    if (caller?.kind === 'root') names.add(accountRootArn(caller.partition, caller.accountId));
    if (caller?.kind === 'federated') {
      names.add(value);
      accountsOfIdentities.add(caller.accountId);
    }
    if (caller?.kind !== 'identity') continue;
    const { identity, session } = caller;
    accountsOfIdentities.add(identity.accountId);
    if (session === undefined) {
      names.add(identityArn(identity));
      names.add(identityName(identity));
    } else {
      names.add(value);
      const sessions = sessionsOf.get(identityName(identity)) ?? [];
      sessionsOf.set(identityName(identity), sessions);
      sessions.push(value);
    }
  }
  return { names, sessionsOf, accountsOfIdentities };
}

function parsePrincipal(value: string): Caller | undefined {
  return value.startsWith('arn:') ? parseCaller(value) : undefined;
}

function namedIn(listed: Listed, names: CallerNames): Named {
  const { caller, account, identity, session } = names;
  if (caller.kind === 'service') return listed.names.has(identity) ? EVERYBODY : NOBODY;
  if (session !== undefined && listed.names.has(session)) return EVERYBODY;
  if (caller.kind === 'identity' && caller.identity.kind === 'user' && listed.names.has(identity)) {
    return EVERYBODY;
  }
  const sure = listed.names.has(identity)
    ? AS_ROLE
    : account.some((name) => listed.names.has(name))
      ? AS_ACCOUNT
      : NOBODY;
  const unclear = unclearSessions(listed, names);
  return unclear.length === 0 ? sure : { ...sure, possible: GRADE.direct, unclear };
}

/** Any session of the role may be the one that is listed, where nobody says which it is. */
function unclearSessions({ sessionsOf }: Listed, { session, name }: CallerNames): readonly string[] {
  return session === undefined ? (sessionsOf.get(name) ?? []) : [];
}

/**
 * With `NotPrincipal`, AWS looks for the account, the role and the session one after the other, so each of them must
 * be listed; what happens with fewer depends on the service. A caller with a boundary is denied in any case.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
 */
function exceptedFrom(listed: Listed, names: CallerNames, hasBoundary: boolean): Named {
  const { caller, account, identity, session } = names;
  if (caller.kind === 'service') return listed.names.has(identity) ? NOBODY : EVERYBODY;
  const listedAccount = account.find((name) => listed.names.has(name));
  if (caller.kind === 'root') return listedAccount === undefined ? EVERYBODY : NOBODY;
  if (hasBoundary) return EVERYBODY;
  const own = [
    ...[identity, session ?? ''].filter((name) => listed.names.has(name)),
    ...unclearSessions(listed, names),
  ];
  if (own.length === 0) {
    // Where the account stands beside another identity of it, it is there for that one's sake.
    const isForAnother = listed.accountsOfIdentities.has(account[0] ?? '');
    return listedAccount === undefined || isForAnother ? EVERYBODY : unclearBy([listedAccount]);
  }
  if (listedAccount === undefined) return unclearBy(own);
  const isListed = caller.kind === 'federated' || listed.names.has(identity);
  return isListed ? NOBODY : unclearBy([listedAccount, ...own]);
}

function unclearBy(unclear: readonly string[]): Named {
  return { sure: GRADE.none, possible: GRADE.direct, unclear };
}

type Account = Pick<IdentityId, 'partition' | 'accountId'>;

/** Names are unique in an account whatever their paths, and the ARN of a session has no path. */
function identityName({ kind, partition, accountId, name }: IdentityId): string {
  return `${kind} ${name} of ${partition} ${accountId}`;
}

function accountNames({ partition, accountId }: Account): readonly string[] {
  return [accountId, accountRootArn(partition, accountId)];
}

function serviceName(service: string): string {
  return `service ${service}`;
}
