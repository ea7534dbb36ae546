import { accountRootArn, identityArn, isIdentityKnown, type RegistryId } from '../../aws/arn';
import { isAccountId, type RepositoryName } from '../../aws/names';
import { isRegionKnown } from '../../aws/partitions';
import { callerAccount, federatedUserArn, type Caller } from './caller';

type RequestResource =
  | { readonly kind: 'repository'; readonly registry: RegistryId; readonly name: RepositoryName }
  /** The registry, for actions that have no repository as resource. Policies match it as `*`. */
  | { readonly kind: 'registry'; readonly registry: RegistryId };

export interface Request {
  readonly caller: Caller;
  /** As policies write it: `ecr:BatchGetImage`. */
  readonly action: string;
  readonly resource: RequestResource;
  readonly context: RequestContext;
}

/** The value of a condition key in a request. */
export type KeyState =
  /** Not empty. */
  | { readonly kind: 'known'; readonly values: readonly string[] }
  | { readonly kind: 'absent' }
  /** The request may contain the key, with any value. */
  | { readonly kind: 'notKnown' };

/** The condition keys of a request. */
export interface RequestContext {
  /** @param key a condition key in any case: `aws:PrincipalOrgID` */
  readonly get: (key: string) => KeyState;
}

/** Provided values by condition key. An empty list means that the request does not contain the key. */
export type RequestContextValues = Readonly<Record<string, string | readonly string[]>>;

const ABSENT: KeyState = { kind: 'absent' };
const UNKNOWN_STATE: KeyState = { kind: 'notKnown' };

/**
 * Returns the condition keys of a request: provided values take precedence over values derived from the caller and the registry.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 *
 * @param registry the registry that is called; for actions without a repository, the registry of the caller
 * @param isComplete whether all other keys are absent; otherwise they are unknown
 */
export function createRequestContext(
  caller: Caller,
  registry: RegistryId,
  providedValues: RequestContextValues = {},
  isComplete = false,
): RequestContext {
  const states = new Map(
    Object.entries(providedValues).map(([key, values]) => [key.toLowerCase(), keyState(values)] as const),
  );
  const fallback = isComplete ? ABSENT : UNKNOWN_STATE;
  return {
    get: (key) => {
      const lowercaseKey = key.toLowerCase();
      return states.get(lowercaseKey) ?? DERIVED_KEYS.get(lowercaseKey)?.(caller, registry) ?? fallback;
    },
  };
}

function keyState(values: string | readonly string[]): KeyState {
  if (typeof values === 'string') return { kind: 'known', values: [values] };
  return values.length === 0 ? ABSENT : { kind: 'known', values };
}

/** Derives the value of one key. Returns undefined if the request does not determine it. */
type DeriveKey = (caller: Caller, registry: RegistryId) => KeyState | undefined;

const FALSE: KeyState = { kind: 'known', values: ['false'] };
const TRUE: KeyState = { kind: 'known', values: ['true'] };

/** Only requests of AWS services contain these keys. Their values are unknown in advance. */
const onlyForServices: DeriveKey = ({ kind }) => (kind === 'service' ? undefined : ABSENT);

/** An AWS service belongs to no organization. The organization of other callers is unknown. */
const onlyForIamPrincipals: DeriveKey = ({ kind }) => (kind === 'service' ? ABSENT : undefined);

const DERIVED_KEYS: ReadonlyMap<string, DeriveKey> = new Map<string, DeriveKey>([
  ['aws:principalaccount', (caller) => accountValue(callerAccount(caller))],
  // The key is present but unknown if the account or the path of the role is unknown.
  [
    'aws:principalarn',
    (caller) => knownValue(principalArn(caller)) ?? (caller.kind === 'identity' ? UNKNOWN_STATE : undefined),
  ],
  ['aws:principalisawsservice', ({ kind }) => (kind === 'service' ? TRUE : FALSE)],
  ['aws:principalorgid', onlyForIamPrincipals],
  ['aws:principalorgpaths', onlyForIamPrincipals],
  ['aws:principalservicename', (caller) => (caller.kind === 'service' ? knownValue(caller.service) : ABSENT)],
  ['aws:principalservicenameslist', onlyForServices],
  ['aws:principaltype', (caller) => knownValue(principalType(caller))],
  ['aws:requestedregion', (_, { region }) => (isRegionKnown(region) ? knownValue(region) : UNKNOWN_STATE)],
  ['aws:resourceaccount', (_, registry) => accountValue(registry.accountId)],
  // ECR endpoints accept TLS only.
  ['aws:securetransport', () => TRUE],
  ['aws:sourceaccount', onlyForServices],
  ['aws:sourcearn', onlyForServices],
  ['aws:sourceorgid', onlyForServices],
  ['aws:sourceorgpaths', onlyForServices],
  ['aws:userid', (caller) => knownValue(userId(caller))],
  ['aws:username', (caller) => knownValue(userName(caller)) ?? ABSENT],
]);

function knownValue(value: string | undefined): KeyState | undefined {
  return value === undefined ? undefined : { kind: 'known', values: [value] };
}

function accountValue(account: RegistryId['accountId'] | undefined): KeyState | undefined {
  return account === undefined || isAccountId(account) ? knownValue(account) : UNKNOWN_STATE;
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
      return caller.isPathKnown && isIdentityKnown(caller.identity)
        ? identityArn(caller.identity)
        : undefined;
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
