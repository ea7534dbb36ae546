import { callerAccount, parseCaller, type Caller } from '../../access/evaluate/caller';
import { findIdentity, withKnownPath } from '../../access/evaluate/evaluation-context';
import type { IdentityId } from '../../aws/arn.identity';
import type { Identity } from '../../model/topology';
import { pullerOf } from '../parse/client';
import type { Facts } from '../parse/facts';
import type { DeclaredTopology } from './location';

/**
 * Returns the principal that the message names, with the path of its role if the topology declares it, or undefined if
 * the message names no principal or only a placeholder.
 */
export function readCaller({ principal }: Facts, declared: DeclaredTopology | undefined): Caller | undefined {
  if (principal === undefined) return undefined;
  const caller = parseCaller(principal) ?? parseMaskedSession(principal);
  return caller === undefined || declared === undefined ? caller : withKnownPath(declared.topology, caller);
}

/** Logs mask or shorten the session name. Only the role matters for a diagnosis. */
function parseMaskedSession(principal: string): Caller | undefined {
  const role = /^(arn:[a-z-]{1,12}:sts::[0-9]{12}:assumed-role\/[\w+=,.@-]{1,64})(?:\/.{0,300})?$/.exec(
    principal,
  )?.[1];
  const caller = role === undefined ? undefined : parseCaller(`${role}/session`);
  return caller?.kind === 'identity' ? { ...caller, session: undefined } : undefined;
}

export function callerIdentity(caller: Caller | undefined): IdentityId | undefined {
  return caller?.kind === 'identity' ? caller.identity : undefined;
}

/** Returns the role or user of the topology that is the caller, or undefined if the topology attaches no policy to it. */
export function declaredIdentity(
  caller: Caller | undefined,
  declared: DeclaredTopology | undefined,
): Identity | undefined {
  return caller === undefined || declared === undefined ? undefined : findIdentity(declared.topology, caller);
}

/** Returns whether `accounts` declares the account, so that the topology can attach policies to its roles and users. */
export function isAccountDeclared(
  accountId: string | undefined,
  declared: DeclaredTopology | undefined,
): boolean {
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
export function callerAccountOf(caller: Caller | undefined): string | undefined {
  return caller === undefined ? undefined : callerAccount(caller);
}
