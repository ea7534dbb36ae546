import { attachedTo, callerAccount, parseCaller, withPath, type Caller } from '../access';
import type { Identity, IdentityId } from '../registry';
import { pullerOf } from './client';
import type { Facts } from './message';
import type { Declared } from './place';

/**
 * Who called, with the path of its role where the topology tells it. Undefined where the message names nobody, or by a
 * placeholder.
 */
export function callerOf({ principal }: Facts, declared: Declared | undefined): Caller | undefined {
  if (principal === undefined) return undefined;
  const caller = parseCaller(principal) ?? maskedSession(principal);
  return caller === undefined || declared === undefined ? caller : withPath(declared.topology, caller);
}

/** The session may be masked or shortened, and its role is what matters. */
function maskedSession(principal: string): Caller | undefined {
  const role = /^(arn:[a-z-]{1,12}:sts::[0-9]{12}:assumed-role\/[\w+=,.@-]{1,64})(?:\/.{0,300})?$/.exec(
    principal,
  )?.[1];
  const caller = role === undefined ? undefined : parseCaller(`${role}/session`);
  return caller?.kind === 'identity' ? { ...caller, session: undefined } : undefined;
}

/** The role or user that called. */
export function identityOf(caller: Caller | undefined): IdentityId | undefined {
  return caller?.kind === 'identity' ? caller.identity : undefined;
}

/** What the topology attaches to the caller. */
export function declaredIdentity(
  caller: Caller | undefined,
  declared: Declared | undefined,
): Identity | undefined {
  return caller === undefined || declared === undefined ? undefined : attachedTo(declared.topology, caller);
}

/** Whether the declaration has the account, so that it can attach something there. */
export function isReached(accountId: string | undefined, declared: Declared | undefined): boolean {
  return declared?.accounts.some(({ id }) => id === accountId) === true;
}

/** `role ci`, `user release`, or how the message has it. */
export function callerText(caller: Caller | undefined, facts: Facts): string {
  switch (caller?.kind) {
    case 'identity':
      return `${caller.identity.kind} ${caller.identity.name}`;
    case 'root':
      return `the root user of account ${caller.accountId}`;
    case 'federated':
      return `federated user ${caller.name}`;
    case 'service':
      return caller.service;
    case undefined:
      return facts.principal ?? pullerOf(facts.client);
  }
}

/** Undefined for a service, and where nobody knows who called. */
export function accountOf(caller: Caller | undefined): string | undefined {
  return caller === undefined ? undefined : callerAccount(caller);
}
