import { accountRootArn, identityArn, type IdentityId } from '../../aws/arn';
import { isAccountId } from '../../aws/names';
import type { PrincipalElement } from '../../aws/policy/document';
import { federatedUserArn, parseCaller, sessionArn, type Caller } from './caller';

/**
 * How directly a resource-based policy allows a request of a caller in its own account. This determines which other policies
 * have to allow it. Each grade includes the grades below it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 */
export const GRADE = {
  none: 0,
  /** The policy names the account: an identity policy has to allow the request. */
  account: 1,
  /** The policy names the role: no identity policy is required, but a permissions boundary limits it. */
  role: 2,
  /** The policy names the user, the session or `*`: neither is required. */
  direct: 3,
} as const;

export type Grade = (typeof GRADE)[keyof typeof GRADE];

/** How the principals of a statement match a caller: certainly, and at most. */
export interface PrincipalMatch {
  readonly sure: Grade;
  readonly possible: Grade;
  /** The principals that the difference depends on, spelled as in the policy. */
  readonly unclear: readonly string[];
}

/** The names of a caller that principals are compared with. */
export interface CallerNames {
  readonly caller: Caller;
  readonly account: readonly string[];
  /** The ARN of the role or user, or its name if the path is unknown. Empty for other callers. */
  readonly identity: string;
  /** The name of the role or user, as in the ARNs of sessions. */
  readonly name: string;
  readonly session: string | undefined;
}

/** `Principal` or `NotPrincipal`, compiled for evaluation. */
export type CompiledPrincipals = (names: CallerNames, hasBoundary: boolean) => PrincipalMatch;

const NO_MATCH: PrincipalMatch = { sure: GRADE.none, possible: GRADE.none, unclear: [] };
export const DIRECT_MATCH: PrincipalMatch = { sure: GRADE.direct, possible: GRADE.direct, unclear: [] };
const ACCOUNT_MATCH: PrincipalMatch = { sure: GRADE.account, possible: GRADE.account, unclear: [] };
const ROLE_MATCH: PrincipalMatch = { sure: GRADE.role, possible: GRADE.role, unclear: [] };

const CALLER_NAMES = new WeakMap<Caller, CallerNames>();

/** Cached by caller, because most callers make several requests. */
export function callerNames(caller: Caller): CallerNames {
  const cached = CALLER_NAMES.get(caller);
  if (cached !== undefined) return cached;
  const names = createCallerNames(caller);
  CALLER_NAMES.set(caller, names);
  return names;
}

function createCallerNames(caller: Caller): CallerNames {
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
    return () => (isNot ? NO_MATCH : DIRECT_MATCH);
  }
  const listed = indexPrincipals(values);
  return isNot
    ? (names, hasBoundary) => matchNotPrincipal(listed, names, hasBoundary)
    : (names) => matchPrincipalList(listed, names);
}

/** The principals of a statement, in the spelling of `CallerNames`. */
interface PrincipalList {
  readonly names: ReadonlySet<string>;
  /** Session ARNs, by the name of their role. */
  readonly sessionsOf: ReadonlyMap<string, readonly string[]>;
  readonly accountsOfIdentities: ReadonlySet<string>;
}

function indexPrincipals(values: PrincipalElement['values']): PrincipalList {
  const names = new Set<string>();
  const sessionsOf = new Map<string, string[]>();
  const accountsOfIdentities = new Set<string>();
  for (const { type, value } of values) {
    if (type === 'Service') names.add(serviceName(value));
    if (type !== 'AWS') continue;
    // The account ID alone names an account in every partition.
    if (isAccountId(value)) names.add(value);
    // Other values are unique IDs of deleted identities, or principals that ECR rejects.
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

function matchPrincipalList(listed: PrincipalList, names: CallerNames): PrincipalMatch {
  const { caller, account, identity, session } = names;
  if (caller.kind === 'service') return listed.names.has(identity) ? DIRECT_MATCH : NO_MATCH;
  if (session !== undefined && listed.names.has(session)) return DIRECT_MATCH;
  if (caller.kind === 'identity' && caller.identity.kind === 'user' && listed.names.has(identity)) {
    return DIRECT_MATCH;
  }
  const sure = listed.names.has(identity)
    ? ROLE_MATCH
    : account.some((name) => listed.names.has(name))
      ? ACCOUNT_MATCH
      : NO_MATCH;
  const unclear = unclearSessions(listed, names);
  return unclear.length === 0 ? sure : { ...sure, possible: GRADE.direct, unclear };
}

/** The listed sessions of the role, if the session of the caller is unknown. */
function unclearSessions({ sessionsOf }: PrincipalList, { session, name }: CallerNames): readonly string[] {
  return session === undefined ? (sessionsOf.get(name) ?? []) : [];
}

/**
 * AWS checks the account, the role and the session in this order, so `NotPrincipal` has to list each of them. If one is missing,
 * the result depends on the service. A caller with a permissions boundary is always denied.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
 */
function matchNotPrincipal(listed: PrincipalList, names: CallerNames, hasBoundary: boolean): PrincipalMatch {
  const { caller, account, identity, session } = names;
  if (caller.kind === 'service') return listed.names.has(identity) ? NO_MATCH : DIRECT_MATCH;
  const listedAccount = account.find((name) => listed.names.has(name));
  if (caller.kind === 'root') return listedAccount === undefined ? DIRECT_MATCH : NO_MATCH;
  if (hasBoundary) return DIRECT_MATCH;
  const listedIdentities = [
    ...[identity, session ?? ''].filter((name) => listed.names.has(name)),
    ...unclearSessions(listed, names),
  ];
  if (listedIdentities.length === 0) {
    // If the list contains another identity of the account, the account is listed because of that identity.
    const isListedForAnother = listed.accountsOfIdentities.has(account[0] ?? '');
    return listedAccount === undefined || isListedForAnother ? DIRECT_MATCH : uncertainMatch([listedAccount]);
  }
  if (listedAccount === undefined) return uncertainMatch(listedIdentities);
  const isListed = caller.kind === 'federated' || listed.names.has(identity);
  return isListed ? NO_MATCH : uncertainMatch([listedAccount, ...listedIdentities]);
}

function uncertainMatch(unclear: readonly string[]): PrincipalMatch {
  return { sure: GRADE.none, possible: GRADE.direct, unclear };
}

type Account = Pick<IdentityId, 'partition' | 'accountId'>;

/** A name is unique in an account regardless of its path, and the ARN of a session contains no path. */
function identityName({ kind, partition, accountId, name }: IdentityId): string {
  return `${kind} ${name} of ${partition} ${accountId}`;
}

function accountNames({ partition, accountId }: Account): readonly string[] {
  return [accountId, accountRootArn(partition, accountId)];
}

function serviceName(service: string): string {
  return `service ${service}`;
}
