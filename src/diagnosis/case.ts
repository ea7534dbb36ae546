import type { Caller } from '../access';
import { accountOf, callerText } from './caller';
import type { Diagnosis, PolicyLayer, PolicyToChange } from './diagnosis';
import type { Facts } from './message';
import { accountNameOf, type Declared, type Place } from './place';

/** What is known about a message from elsewhere. */
export interface Surroundings {
  /** Undefined without a topology. */
  readonly declared: Declared | undefined;
  readonly place: Place;
  readonly caller: Caller | undefined;
}

/**
 * A message in its surroundings: everything that a diagnosis is made from.
 *
 * @typeParam Details what messages of this kind show in addition to the facts
 */
export interface Case<Details extends object = object> extends Surroundings {
  readonly message: Details & { readonly facts: Facts };
}

/** What each kind of message has of its own; the rest of a diagnosis is the same for all. */
export type Conclusion = Omit<Diagnosis, 'kind' | 'found'>;

/** `account 999999999999 (management)`, or how to say it where it is not known. */
export function accountText(
  id: string | undefined,
  declared: Declared | undefined,
  otherwise: string,
): string {
  if (id === undefined) return otherwise;
  const name = accountNameOf(id, declared);
  return `account ${id}${name === undefined ? '' : ` (${name})`}`;
}

/** `role ci of account 999999999999 (management)` */
export function callerOfAccountText({ caller, declared, message }: Case, otherwise = 'its account'): string {
  const who = callerText(caller, message.facts);
  if (caller?.kind === 'root' || (caller === undefined && message.facts.principal !== undefined)) return who;
  return `${who} of ${accountText(accountOf(caller), declared, otherwise)}`;
}

/** What the role of the caller shows. EC2 names the session of an instance's role after the instance. */
export function callerHint({ message }: Case): string {
  const { principal = '' } = message.facts;
  if (principal.includes(':assumed-role/AmazonSageMaker-ExecutionRole')) {
    return "AmazonSageMakerFullAccess, which such a role has, allows only repositories with 'sagemaker' in their name.";
  }
  if (!/:assumed-role\/.{1,70}\/i-/.test(principal)) return '';
  const owner = principal.includes('AmazonLightsailInstanceRole')
    ? ' The role of a Lightsail instance belongs to AWS, and nothing can be attached to it.'
    : '';
  return `The caller is the role of an EC2 instance: the process had no credentials of its own, and used those of the machine. If another role or user was meant, its credentials did not reach the process.${owner}`;
}

/** `registry management (account 999999999999, ap-northeast-1)`, as far as it is known. */
export function registryText({ name, accountId, region }: Place): string {
  if (accountId === undefined && region === undefined) return 'the registry';
  const id = [accountId === undefined ? [] : `account ${accountId}`, region ?? []].flat().join(', ');
  return name === undefined ? `the registry of ${id}` : `registry ${name} (${id})`;
}

/** `registry management in ap-northeast-1`, where the account is said beside it. */
export function shortRegistryText({ name, region }: Place): string {
  const where = region === undefined ? '' : ` in ${region}`;
  return name === undefined ? `the registry${where}` : `registry ${name}${where}`;
}

export function repositoryText({ message, place }: Case): string {
  const repository = message.facts.repository ?? place.repositoryName;
  return repository === undefined ? 'the repository' : `repository ${repository}`;
}

/** Whether caller and registry are of different accounts; undefined where one of them is not known. */
export function isCrossAccount({ caller, place, message }: Case): boolean | undefined {
  const own = accountOf(caller);
  // A caller creates repositories in its own account; the message may leave out which.
  if (own !== undefined && place.accountId === undefined && message.facts.action === 'ecr:CreateRepository') {
    return false;
  }
  return own === undefined || place.accountId === undefined ? undefined : own !== place.accountId;
}

export function policyToChange(
  layer: PolicyLayer,
  accountId: string | undefined,
  declared: Declared | undefined,
  of: string,
  lacks: string,
): PolicyToChange {
  return { layer, accountId, accountName: accountNameOf(accountId, declared), of, lacks };
}

/** A text as the start of a sentence. An ARN is written as it is. */
export function sentence(text: string): string {
  if (text.startsWith('arn:')) return text;
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

/** Where the topology does not declare the registry of the message: what it has instead. Else nothing. */
export function undeclaredText({ declared, place }: Case): string {
  const { accountId, region, registry } = place;
  if (declared === undefined || registry !== undefined || accountId === undefined || region === undefined) {
    return '';
  }
  const own = declared.topology.registries.filter((each) => each.accountId === accountId);
  const names = own.map((each) => `${each.name} in ${each.region}`).join(', ');
  return own.length === 0
    ? `The topology has no registry of account ${accountId}.`
    : `The topology has no registry of account ${accountId} in ${region}, but ${names}: is the Region the right one?`;
}
