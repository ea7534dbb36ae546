import { accountRootArn, identityArn, type RegistryId } from '../registry';
import { callerAccount, federatedUserArn, type Caller } from './caller';

/** What is known of one condition key of a request. */
export type KeyState =
  /** At least one value. */
  | { readonly kind: 'known'; readonly values: readonly string[] }
  /** The request is known not to have the key. */
  | { readonly kind: 'absent' }
  /** The request may have the key, with whatever value. */
  | { readonly kind: 'notKnown' };

/** What is known of a request beyond its caller, action and resource. */
export interface Context {
  /** @param key a condition key, in whatever case: `aws:PrincipalOrgID` */
  readonly get: (key: string) => KeyState;
}

/** What somebody says of a request: values by condition key. An empty list: the request has no such key. */
export type GivenContext = Readonly<Record<string, string | readonly string[]>>;

const ABSENT: KeyState = { kind: 'absent' };
const NOT_KNOWN: KeyState = { kind: 'notKnown' };

/**
 * What the parts of a request tell of its condition keys, and what is given besides, which wins.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 *
 * @param registry the one that is called; for actions that name no repository, the caller's own
 * @param complete a key that is neither told nor given is then absent, else not known
 */
export function requestContext(
  caller: Caller,
  registry: RegistryId,
  given: GivenContext = {},
  complete = false,
): Context {
  const states = new Map(
    Object.entries(given).map(([key, values]) => [key.toLowerCase(), stateOf(values)] as const),
  );
  const otherwise = complete ? ABSENT : NOT_KNOWN;
  return {
    get: (key) => {
      const small = key.toLowerCase();
      return states.get(small) ?? TOLD.get(small)?.(caller, registry) ?? otherwise;
    },
  };
}

function stateOf(values: string | readonly string[]): KeyState {
  if (typeof values === 'string') return { kind: 'known', values: [values] };
  return values.length === 0 ? ABSENT : { kind: 'known', values };
}

/** What is told of one key; undefined where nothing is. */
type Told = (caller: Caller, registry: RegistryId) => KeyState | undefined;

const FALSE: KeyState = { kind: 'known', values: ['false'] };
const TRUE: KeyState = { kind: 'known', values: ['true'] };

/** For whom a service calls, its requests tell by these; nobody knows it beforehand. Those of others have none. */
const ofServices: Told = ({ kind }) => (kind === 'service' ? undefined : ABSENT);

/** An AWS service is in no organization; of others nobody knows beforehand. */
const ofMembers: Told = ({ kind }) => (kind === 'service' ? ABSENT : undefined);

const TOLD: ReadonlyMap<string, Told> = new Map<string, Told>([
  ['aws:principalaccount', (caller) => one(callerAccount(caller))],
  // Of a role whose path nobody knows it is there, and not known.
  [
    'aws:principalarn',
    (caller) => one(principalArn(caller)) ?? (caller.kind === 'identity' ? NOT_KNOWN : undefined),
  ],
  ['aws:principalisawsservice', ({ kind }) => (kind === 'service' ? TRUE : FALSE)],
  ['aws:principalorgid', ofMembers],
  ['aws:principalorgpaths', ofMembers],
  ['aws:principalservicename', (caller) => (caller.kind === 'service' ? one(caller.service) : ABSENT)],
  ['aws:principalservicenameslist', ofServices],
  ['aws:principaltype', (caller) => one(principalType(caller))],
  ['aws:requestedregion', (_, registry) => one(registry.region)],
  ['aws:resourceaccount', (_, registry) => one(registry.accountId)],
  // ECR is reached through TLS alone.
  ['aws:securetransport', () => TRUE],
  ['aws:sourceaccount', ofServices],
  ['aws:sourcearn', ofServices],
  ['aws:sourceorgid', ofServices],
  ['aws:sourceorgpaths', ofServices],
  ['aws:userid', (caller) => one(userId(caller))],
  ['aws:username', (caller) => one(userName(caller)) ?? ABSENT],
]);

function one(value: string | undefined): KeyState | undefined {
  return value === undefined ? undefined : { kind: 'known', values: [value] };
}

/** Of a session too it is the role's ARN, with its path, not the session's. */
function principalArn(caller: Caller): string | undefined {
  switch (caller.kind) {
    case 'service':
      return undefined;
    case 'root':
      return accountRootArn(caller.partition, caller.accountId);
    case 'federated':
      return federatedUserArn(caller);
    case 'identity':
      return caller.isPathKnown ? identityArn(caller.identity) : undefined;
  }
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#principaltable */
function principalType(caller: Caller): string | undefined {
  switch (caller.kind) {
    case 'service':
      return undefined;
    case 'root':
      return 'Account';
    case 'federated':
      return 'FederatedUser';
    case 'identity':
      return caller.identity.kind === 'user' ? 'User' : 'AssumedRole';
  }
}

/** The unique id of a role or user is not part of its ARN. */
function userId(caller: Caller): string | undefined {
  switch (caller.kind) {
    case 'root':
      return caller.accountId;
    case 'federated':
      return `${caller.accountId}:${caller.name}`;
    case 'identity':
    case 'service':
      return undefined;
  }
}

function userName(caller: Caller): string | undefined {
  return caller.kind === 'identity' && caller.identity.kind === 'user' ? caller.identity.name : undefined;
}
