import {
  parseAccountRootArn,
  parseIdentityArn,
  PARTITIONS,
  type AccountId,
  type IdentityId,
  type PartitionId,
} from '../registry';

/** Who makes a request. */
export type Caller =
  /** A user, or a role: always one session of it, whose name matters to few policies and is often not known. */
  | {
      readonly kind: 'identity';
      readonly identity: IdentityId;
      readonly session: string | undefined;
      /** The ARN of a session does not tell the path of its role; then the path of `identity` says nothing. */
      readonly isPathKnown: boolean;
    }
  /** The root user of an account, whom the policies of the account need not allow anything. */
  | { readonly kind: 'root'; readonly partition: PartitionId; readonly accountId: AccountId }
  /** A session of `sts:GetFederationToken`, which has the permissions of an IAM user that its session policies allow too. */
  | {
      readonly kind: 'federated';
      readonly partition: PartitionId;
      readonly accountId: AccountId;
      readonly name: string;
    }
  /** An AWS service that calls for itself: `lambda.amazonaws.com`. */
  | { readonly kind: 'service'; readonly service: string };

/**
 * The caller that a text names: the ARN of a role, a user, a session of a role, a federated user or the root user of an
 * account, or the name of a service. Undefined where it names none.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-arns
 */
export function parseCaller(text: string): Caller | undefined {
  const identity = parseIdentityArn(text);
  if (identity !== undefined) return { kind: 'identity', identity, session: undefined, isPathKnown: true };
  const root = parseAccountRootArn(text);
  if (root !== undefined) return { kind: 'root', ...root };
  return parseSession(text) ?? parseFederatedUser(text) ?? parseService(text);
}

/** Whether the caller is a role that a service made for itself, and only that service can use. */
export function isServiceLinkedRole(caller: Caller): boolean {
  if (caller.kind !== 'identity' || caller.identity.kind !== 'role') return false;
  const { identity, isPathKnown } = caller;
  // The names are reserved too, so that a session tells without the path.
  return isPathKnown
    ? identity.path.startsWith('/aws-service-role/')
    : identity.name.startsWith('AWSServiceRoleFor');
}

/** The account of the caller; undefined for a service, which has none. */
export function callerAccount(caller: Caller): AccountId | undefined {
  switch (caller.kind) {
    case 'identity':
      return caller.identity.accountId;
    case 'root':
    case 'federated':
      return caller.accountId;
    case 'service':
      return undefined;
  }
}

/** The partition of the caller; undefined for a service, which has none. */
export function callerPartition(caller: Caller): PartitionId | undefined {
  switch (caller.kind) {
    case 'identity':
      return caller.identity.partition;
    case 'root':
    case 'federated':
      return caller.partition;
    case 'service':
      return undefined;
  }
}

/** The ARN of a session of a role. */
export function sessionArn({ partition, accountId, name }: IdentityId, session: string): string {
  return `arn:${partition}:sts::${accountId}:assumed-role/${name}/${session}`;
}

/** As policies name it, and as `aws:PrincipalArn` has it. */
export function federatedUserArn({
  partition,
  accountId,
  name,
}: Extract<Caller, { kind: 'federated' }>): string {
  return `arn:${partition}:sts::${accountId}:federated-user/${name}`;
}

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_GetFederationToken.html */
function parseFederatedUser(text: string): Caller | undefined {
  const match = /^arn:([a-z-]+):sts::([0-9]{12}):federated-user\/([\w+=,.@-]{2,32})$/.exec(text);
  const [, partitionId = '', account = '', name = ''] = match ?? [];
  const partition = partitionOf(partitionId);
  // The pattern asks for 12 digits, which is what an AccountId is.
  return partition && { kind: 'federated', partition, accountId: account as AccountId, name };
}

function parseSession(text: string): Caller | undefined {
  const match = /^arn:([a-z-]+):sts::([0-9]{12}):assumed-role\/([\w+=,.@-]{1,64})\/([\w+=,.@-]{1,64})$/.exec(
    text,
  );
  const [, partitionId = '', account = '', name = '', session] = match ?? [];
  const partition = partitionOf(partitionId);
  if (partition === undefined) return undefined;
  // The pattern asks for 12 digits, which is what an AccountId is.
  const accountId = account as AccountId;
  const identity = { kind: 'role', partition, accountId, path: '/', name } as const;
  return { kind: 'identity', identity, session, isPathKnown: false };
}

/** Service principals end alike in every partition but few. */
function parseService(text: string): Caller | undefined {
  const isService = /^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.amazonaws\.(?:com|com\.cn|eu)$/.test(text);
  return isService ? { kind: 'service', service: text } : undefined;
}

function partitionOf(text: string): PartitionId | undefined {
  return PARTITIONS.find(({ id }) => id === text)?.id;
}
