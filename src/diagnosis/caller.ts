import { attachedTo, callerAccount, parseCaller, type Caller } from '../access';
import type { Identity, IdentityId } from '../registry';
import type { Facts } from './message';
import type { Declared } from './place';

/**
 * Who called. The session may be masked or shortened, and its role is what matters. Undefined where the message names
 * nobody, or by a placeholder.
 */
export function callerOf({ principal }: Facts): Caller | undefined {
  if (principal === undefined) return undefined;
  const role = /^(arn:[a-z-]{1,12}:sts::[0-9]{12}:assumed-role\/[\w+=,.@-]{1,64})(?:\/.{0,300})?$/.exec(
    principal,
  )?.[1];
  return parseCaller(role === undefined ? principal : `${role}/session`);
}

/** The role or user that called; a session does not tell the path of its role, but the topology may. */
export function identityOf(
  caller: Caller | undefined,
  declared: Declared | undefined,
): IdentityId | undefined {
  if (caller?.kind !== 'identity') return undefined;
  const path = declaredIdentity(caller, declared)?.path ?? caller.identity.path;
  return { ...caller.identity, path };
}

/** What the topology attaches to the caller. */
export function declaredIdentity(
  caller: Caller | undefined,
  declared: Declared | undefined,
): Identity | undefined {
  if (caller?.kind !== 'identity' || declared === undefined) return undefined;
  return attachedTo(declared.topology, caller.identity);
}

/** `role ci`, `user release`, or how the message has it. */
export function callerText(caller: Caller | undefined, facts: Facts): string {
  switch (caller?.kind) {
    case 'identity':
      return `${caller.identity.kind} ${caller.identity.name}`;
    case 'root':
      return `the root user of account ${caller.accountId}`;
    case 'service':
      return caller.service;
    case undefined:
      return facts.principal ?? pullerText(facts);
  }
}

/** As whom a client pulls, where the message does not say. */
export function pullerText({ client }: Facts): string {
  switch (client) {
    case 'ECS':
      return 'the task execution role (on EC2 without one: the instance role)';
    case 'EKS':
      return "the node's role (on Fargate: the pod execution role)";
    case 'CodeBuild':
      return "the project's service role";
    case 'Lambda':
      return 'Lambda, and whoever creates the function';
    case 'Terraform':
    case 'CloudTrail':
    case undefined:
      return 'the caller';
  }
}

/** Undefined for a service, and where nobody knows who called. */
export function accountOf(caller: Caller | undefined): string | undefined {
  return caller === undefined ? undefined : callerAccount(caller);
}
