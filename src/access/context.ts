import { accountRootArn, identityArn, type RegistryId } from '../registry';
import { callerAccount, federatedUserArn, type Caller } from './caller';

/** The value of a condition key in a request. */
export type KeyState =
  /** Not empty. */
  | { readonly kind: 'known'; readonly values: readonly string[] }
  | { readonly kind: 'absent' }
  /** The request may contain the key, with any value. */
  | { readonly kind: 'notKnown' };

/** The condition keys of a request. */
export interface Context {
  /** @param key a condition key in any case: `aws:PrincipalOrgID` */
  readonly get: (key: string) => KeyState;
}

/** Provided values by condition key. An empty list means that the request does not contain the key. */
export type GivenContext = Readonly<Record<string, string | readonly string[]>>;

const ABSENT: KeyState = { kind: 'absent' };
const NOT_KNOWN: KeyState = { kind: 'notKnown' };

/**
 * Returns the condition keys of a request: provided values take precedence over values derived from the caller and the registry.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 *
 * @param registry the registry that is called; for actions without a repository, the registry of the caller
 * @param isComplete whether all other keys are absent; otherwise they are unknown
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

/** Derives the value of one key. Returns undefined if the request does not determine it. */
type Told = (caller: Caller, registry: RegistryId) => KeyState | undefined;

const FALSE: KeyState = { kind: 'known', values: ['false'] };
const TRUE: KeyState = { kind: 'known', values: ['true'] };

/** Only requests of AWS services contain these keys. Their values are unknown in advance. */
const ofServices: Told = ({ kind }) => (kind === 'service' ? undefined : ABSENT);

/** An AWS service belongs to no organization. The organization of other callers is unknown. */
const ofMembers: Told = ({ kind }) => (kind === 'service' ? ABSENT : undefined);

const TOLD: ReadonlyMap<string, Told> = new Map<string, Told>([
  ['aws:principalaccount', (caller) => one(callerAccount(caller))],
  // The key is present but unknown if the path of the role is unknown.
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
  // ECR endpoints accept TLS only.
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

/** For a session, the value is the ARN of its role including the path, not the ARN of the session. */
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

/** Undefined for a role or user: its unique ID is not part of its ARN. */
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
