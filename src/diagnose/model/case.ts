import { callerAccount, callerPartition, parseCaller, type Caller } from '../../access/evaluate/caller';
import { findIdentity, withKnownPath } from '../../access/evaluate/evaluation-context';
import { isIdentityKnown, type KnownIdentityId } from '../../aws/arn';
import { getPartition, tryGetPartition, type PartitionId } from '../../aws/partitions';
import type { Identity } from '../../model/topology';
import { pullerOf } from '../parse/client';
import type { Facts } from '../parse/facts';
import type { Diagnosis, PolicyLayer, PolicyToChange } from './diagnosis';
import { accountNameOf, type DeclaredTopology, type MessageLocation } from './location';

/** What a diagnosis uses in addition to the message. */
export interface CaseContext {
  readonly declared: DeclaredTopology | undefined;
  readonly location: MessageLocation;
  readonly caller: Caller | undefined;
}

/**
 * A message and its context: all input of a diagnosis.
 *
 * @typeParam Details what messages of this kind show in addition to the facts
 */
export interface Case<Details extends object = object> extends CaseContext {
  readonly message: Details & { readonly facts: Facts };
}

/** The properties of a diagnosis that each entry sets itself. `diagnose` adds the others. */
export type Explanation = Omit<Diagnosis, 'kind' | 'found'>;

/** `account 999999999999 (management)`, or `otherwise` if the account is unknown. */
export function accountText(
  id: string | undefined,
  declared: DeclaredTopology | undefined,
  otherwise: string,
): string {
  if (id === undefined) return otherwise;
  const name = accountNameOf(id, declared);
  return `account ${id}${name === undefined ? '' : ` (${name})`}`;
}

/**
 * `role ci of account 999999999999 (management)`
 *
 * @param otherwise replaces an unknown account; if undefined, the text has no account
 */
export function callerAndAccountText({ caller, declared, message }: Case, otherwise?: string): string {
  const callerName = callerText(caller, message.facts);
  if (caller?.kind === 'root' || (caller === undefined && message.facts.principal !== undefined)) {
    return callerName;
  }
  const account = callerAccountOf(caller);
  if (account === undefined && otherwise === undefined) return callerName;
  return `${callerName} of ${accountText(account, declared, otherwise ?? '')}`;
}

/**
 * Returns a hint from the name of the caller's role, or '' if it gives none. EC2 uses the
 * ID of the instance as the session name of its role.
 */
export function callerHint({ message }: Case): string {
  const { principal = '' } = message.facts;
  if (principal.includes(':assumed-role/AmazonSageMaker-ExecutionRole')) {
    return "The managed policy AmazonSageMakerFullAccess of SageMaker execution roles allows only repositories with 'sagemaker' in their name.";
  }
  if (!/:assumed-role\/.{1,70}\/i-/.test(principal)) return '';
  const owner = principal.includes('AmazonLightsailInstanceRole')
    ? ' AWS owns the role of a Lightsail instance, so you cannot attach a policy to it.'
    : '';
  return `The caller is the role of an EC2 instance: the process had no other credentials and used those of the machine. If you meant another role or user, its credentials did not reach the process.${owner}`;
}

/** `registry management (account 999999999999, ap-northeast-1)`. Omits unknown parts. */
export function registryWithAccountText({
  name,
  accountId,
  region,
}: Pick<MessageLocation, 'name' | 'accountId' | 'region'>): string {
  const account = accountId === undefined ? [] : [`account ${accountId}`];
  if (name === undefined) {
    const ofAccount = account.map((each) => ` of ${each}`).join('');
    return `the registry${ofAccount}${region === undefined ? '' : ` in ${region}`}`;
  }
  return `registry ${name} (${[...account, region ?? []].flat().join(', ')})`;
}

/** `registry management in ap-northeast-1`, for texts that show the account separately. */
export function registryWithRegionText({ name, region }: MessageLocation): string {
  const regionText = region === undefined ? '' : ` in ${region}`;
  return name === undefined ? `the registry${regionText}` : `registry ${name}${regionText}`;
}

export function repositoryText({ message, location }: Case): string {
  const repository = message.facts.repository ?? location.repositoryName;
  return repository === undefined ? 'the repository' : `repository ${repository}`;
}

/**
 * Returns whether the caller and the registry are in different accounts, or undefined if one of the accounts is
 * unknown.
 */
export function isCrossAccount({ caller, location, message }: Case): boolean | undefined {
  const own = callerAccountOf(caller);
  // A caller creates repositories in its own account, which the message may omit.
  if (
    own !== undefined &&
    location.accountId === undefined &&
    message.facts.action === 'ecr:CreateRepository'
  ) {
    return false;
  }
  return own === undefined || location.accountId === undefined ? undefined : own !== location.accountId;
}

export function policyToChange(
  layer: PolicyLayer,
  accountId: string | undefined,
  declared: DeclaredTopology | undefined,
  of: string,
  lacks: string,
): PolicyToChange {
  return { layer, accountId, accountName: accountNameOf(accountId, declared), of, lacks };
}

/** Returns the policies of the caller, or the policy of the repository or registry, with what is missing in them. */
export function policyOfCase(
  failure: Case,
  layer: 'identity-based policy' | 'repository policy' | 'registry policy',
  lacks: string,
): PolicyToChange {
  const { caller, declared, location, message } = failure;
  if (layer === 'identity-based policy') {
    return policyToChange(layer, callerAccountOf(caller), declared, callerText(caller, message.facts), lacks);
  }
  const registry = registryWithRegionText(location);
  const owner = layer === 'registry policy' ? registry : `${repositoryText(failure)} in ${registry}`;
  return policyToChange(layer, location.accountId, declared, owner, lacks);
}

/**
 * Returns a sentence that lists the declared registries of the account, or '' if the topology declares the registry or
 * the registry is unknown.
 */
export function undeclaredRegistryText({ declared, location }: Case): string {
  const { accountId, region, registry } = location;
  if (declared === undefined || registry !== undefined || accountId === undefined || region === undefined) {
    return '';
  }
  const own = declared.topology.registries.filter((each) => each.accountId === accountId);
  const names = own.map((each) => `${each.name} in ${each.region}`).join(', ');
  return own.length === 0
    ? `The topology declares no registry of account ${accountId}.`
    : `The topology declares no registry of account ${accountId} in ${region}. For this account it declares ${names}: check the Region.`;
}

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

export function callerIdentity(caller: Caller | undefined): KnownIdentityId | undefined {
  return caller?.kind === 'identity' && isIdentityKnown(caller.identity) ? caller.identity : undefined;
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

/**
 * Returns the partition for the ARNs of a diagnosis: that of the Region if AWS has it, otherwise that of the caller or of
 * the topology. A request never leaves its partition.
 */
export function partitionIdFor(
  { caller, declared, location }: CaseContext,
  region: string | undefined = location.region,
): PartitionId {
  const byRegion = region === undefined ? undefined : tryGetPartition(region)?.id;
  const byCaller = caller === undefined ? undefined : callerPartition(caller);
  const declaredRegion = declared?.topology.registries[0]?.region;
  return byRegion ?? byCaller ?? (declaredRegion === undefined ? 'aws' : getPartition(declaredRegion).id);
}
