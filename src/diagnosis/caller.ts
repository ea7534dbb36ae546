import { attachedTo, callerAccount, parseCaller, withPath, type Caller } from '../access';
import type { Identity, IdentityId } from '../registry';
import { pullerOf } from './client';
import type { Facts } from './message';
import type { Declared } from './place';

/**
 * Returns the principal that the message names, with the path of its role if the topology declares it, or undefined if
 * the message names no principal or only a placeholder.
 */
export function callerOf({ principal }: Facts, declared: Declared | undefined): Caller | undefined {
  if (principal === undefined) return undefined;
  const caller = parseCaller(principal) ?? maskedSession(principal);
  return caller === undefined || declared === undefined ? caller : withPath(declared.topology, caller);
}

/** Logs mask or shorten the session name. Only the role matters for a diagnosis. */
function maskedSession(principal: string): Caller | undefined {
  const role = /^(arn:[a-z-]{1,12}:sts::[0-9]{12}:assumed-role\/[\w+=,.@-]{1,64})(?:\/.{0,300})?$/.exec(
    principal,
  )?.[1];
  const caller = role === undefined ? undefined : parseCaller(`${role}/session`);
  return caller?.kind === 'identity' ? { ...caller, session: undefined } : undefined;
}

export function identityOf(caller: Caller | undefined): IdentityId | undefined {
  return caller?.kind === 'identity' ? caller.identity : undefined;
}

/** Returns the role or user of the topology that is the caller, or undefined if the topology attaches no policy to it. */
export function declaredIdentity(
  caller: Caller | undefined,
  declared: Declared | undefined,
): Identity | undefined {
  return caller === undefined || declared === undefined ? undefined : attachedTo(declared.topology, caller);
}

/** Returns whether `accounts` declares the account, so that the topology can attach policies to its roles and users. */
export function isReached(accountId: string | undefined, declared: Declared | undefined): boolean {
  return declared?.accounts.some(({ id }) => id === accountId) === true;
}

/** `role ci`, `user release`, or the principal as the message writes it. */
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

/** Returns undefined for a service principal and for an unknown caller. */
export function accountOf(caller: Caller | undefined): string | undefined {
  return caller === undefined ? undefined : callerAccount(caller);
}
