import { callerAccount, isServiceLinkedRole, type Caller } from '../../access/evaluate/caller';
import type { EvaluationContext } from '../../access/evaluate/evaluation-context';
import { isAccountId, type AccountId } from '../../aws/names';
import type { Region } from '../../aws/partitions';
import { sortedUnique } from '../../base/collections';
import { waitForAll } from '../../base/promises';
import { UNKNOWN } from '../../model/unknown';
import { Accounts, type OpenAccount } from './accounts';
import { IdentityReader } from './identity-policies';
import { readControlPolicies, type ControlLayer, type ControlPoliciesByLayer } from './organization';
import { UnreadCollector, type CallerLayer, type UnreadPolicies, type UnreadReason } from './unread';

/** The policies of an evaluation that a topology does not contain. */
export type PolicyContext = Pick<EvaluationContext, 'identityPolicies' | 'boundary' | 'scps' | 'rcps'>;

/** The policies in AWS that apply to a caller and to the account of a registry. */
export interface CallerPolicies {
  /** With the path of its role, if it was read. */
  readonly caller: Caller;
  readonly policies: PolicyContext;
  /** Why policies are unknown. Sorted. */
  readonly unread: readonly UnreadPolicies[];
}

export interface CallerQuestion {
  readonly caller: Caller;
  /** The account that owns the registry. */
  readonly owner: AccountId;
  readonly region: Region;
  /** Policies from files. They replace the policies of their type in AWS, which are not read. */
  readonly provided: Partial<PolicyContext>;
}

/**
 * Reads the identity policies, the permissions boundary and the SCPs of a caller, and the RCPs of the account of a registry. A policy that
 * could not be read is unknown, with its reason in `unread`.
 */
export async function readCallerPolicies(
  question: CallerQuestion,
  openAccount: OpenAccount,
): Promise<CallerPolicies> {
  const { provided } = question;
  const accounts = new Accounts(openAccount);
  const own = await readOwnPolicies(question, accounts);
  const control = await readControl(question, accounts);
  return {
    caller: own.caller,
    policies: {
      identityPolicies: provided.identityPolicies ?? own.identityPolicies,
      boundary: provided.boundary ?? own.boundary,
      scps: provided.scps ?? control.scps,
      rcps: provided.rcps ?? control.rcps,
    },
    unread: [...own.unread, ...control.unread].filter(({ layer }) => !isProvided(layer, provided)),
  };
}

const PROVIDED_KEYS = {
  identity: 'identityPolicies',
  boundary: 'boundary',
  scps: 'scps',
  rcps: 'rcps',
} as const satisfies Readonly<Record<CallerLayer, keyof PolicyContext>>;

function isProvided(layer: CallerLayer, provided: Partial<PolicyContext>): boolean {
  return provided[PROVIDED_KEYS[layer]] !== undefined;
}

type OwnPolicies = Pick<PolicyContext, 'identityPolicies' | 'boundary'> & Omit<CallerPolicies, 'policies'>;

async function readOwnPolicies(
  { caller, region, provided }: CallerQuestion,
  accounts: Accounts,
): Promise<OwnPolicies> {
  const accountId = knownAccount(caller);
  // The root user and AWS services have neither, and the evaluation does not use them.
  if (accountId === undefined || caller.kind === 'root' || caller.kind === 'service') {
    return { caller, identityPolicies: [], boundary: undefined, unread: [] };
  }
  const collector = new UnreadCollector(accountId);
  const unreadOwn = (reason: UnreadReason): OwnPolicies => {
    for (const layer of ['identity', 'boundary'] as const) collector.report(layer, reason);
    return { caller, identityPolicies: [UNKNOWN], boundary: UNKNOWN, unread: collector.unread };
  };
  if (provided.identityPolicies !== undefined && isProvided('boundary', provided)) {
    return { caller, identityPolicies: [], boundary: undefined, unread: [] };
  }
  if (caller.kind === 'federated') return unreadOwn({ kind: 'federated-user' });
  const opened = await accounts.open(accountId);
  if (opened.kind === 'closed') return unreadOwn(opened.reason);
  const reader = new IdentityReader(opened.aws, region, collector);
  const { identity, policies, boundary } = await reader.read(caller.identity, caller.isPathKnown);
  return {
    caller: identity === undefined ? caller : { ...caller, identity, isPathKnown: true },
    identityPolicies: policies,
    boundary,
    unread: collector.unread,
  };
}

type ControlReading = ControlPoliciesByLayer & Pick<CallerPolicies, 'unread'>;

/** Control policies do not limit service-linked roles, and SCPs do not limit AWS services. */
async function readControl(question: CallerQuestion, accounts: Accounts): Promise<ControlReading> {
  const { caller, owner, provided } = question;
  if (isServiceLinkedRole(caller)) return { scps: [], rcps: [], unread: [] };
  const callers = knownAccount(caller);
  const needed = {
    scps: isProvided('scps', provided) ? undefined : callers,
    rcps: isProvided('rcps', provided) ? undefined : owner,
  };
  if (needed.scps === needed.rcps && needed.rcps !== undefined) {
    return readLevels(question, needed.rcps, ['scps', 'rcps'], accounts);
  }
  const none: ControlReading = { scps: [], rcps: [], unread: [] };
  const [service, resource] = await waitForAll([
    needed.scps === undefined ? none : readLevels(question, needed.scps, ['scps'], accounts),
    needed.rcps === undefined ? none : readLevels(question, needed.rcps, ['rcps'], accounts),
  ]);
  return { scps: service.scps, rcps: resource.rcps, unread: [...service.unread, ...resource.unread] };
}

async function readLevels(
  { caller, owner, region }: CallerQuestion,
  accountId: AccountId,
  layers: readonly ControlLayer[],
  accounts: Accounts,
): Promise<ControlReading> {
  const collector = new UnreadCollector(accountId);
  const otherIds = sortedUnique([owner, knownAccount(caller) ?? owner]).filter((id) => id !== accountId);
  const others = await waitForAll(otherIds.map((id) => accounts.tryOpen(id)));
  const policies = await readControlPolicies(
    {
      accountId,
      own: await accounts.tryOpen(accountId),
      others: others.filter((aws) => aws !== undefined),
      openManagement: (id) => accounts.tryOpen(id),
      region,
    },
    layers,
    collector,
  );
  return { ...policies, unread: collector.unread };
}

function knownAccount(caller: Caller): AccountId | undefined {
  const accountId = callerAccount(caller);
  return accountId !== undefined && isAccountId(accountId) ? accountId : undefined;
}
