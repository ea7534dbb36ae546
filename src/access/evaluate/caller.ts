import { parseAccountRootArn, parseIdentityArn, type IdentityId } from '../../aws/arn';
import { isAccountId, type AccountId, type UnknownAccount } from '../../aws/names';
import { PARTITIONS, type PartitionId } from '../../aws/partitions';
import type { PolicyDocument } from '../../aws/policy/document';

export type Caller =
  /** A user, or a session of a role. Few policies depend on the session name, which is often unknown. */
  | {
      readonly kind: 'identity';
      readonly identity: IdentityId;
      readonly session: string | undefined;
      /**
       * False for a session, whose ARN does not contain the path of its role. `identity.path` is then meaningless.
       */
      readonly isPathKnown: boolean;
    }
  /** The root user of an account. It needs no identity policy. */
  | { readonly kind: 'root'; readonly partition: PartitionId; readonly accountId: AccountId }
  /**
   * A session of `sts:GetFederationToken`. It needs permissions from both the IAM user and the session policies.
   */
  | {
      readonly kind: 'federated';
      readonly partition: PartitionId;
      readonly accountId: AccountId;
      readonly name: string;
    }
  /** An AWS service principal: `lambda.amazonaws.com`. */
  | { readonly kind: 'service'; readonly service: string };

/**
 * Parses the ARN of a role, user, role session, federated user or root user, or the name of an AWS service. Returns undefined for
 * any other text.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-arns
 */
export function parseCaller(text: string): Caller | undefined {
  const identity = parseIdentityArn(text);
  if (identity !== undefined) return { kind: 'identity', identity, session: undefined, isPathKnown: true };
  const root = parseAccountRootArn(text);
  if (root !== undefined) return { kind: 'root', ...root };
  return parseSession(text) ?? parseFederatedUser(text) ?? parseService(text);
}

export function isServiceLinkedRole(caller: Caller): boolean {
  if (caller.kind !== 'identity' || caller.identity.kind !== 'role') return false;
  const { identity, isPathKnown } = caller;
  // AWS reserves the name prefix too, so the name of a session is sufficient.
  return isPathKnown
    ? identity.path.startsWith('/aws-service-role/')
    : identity.name.startsWith('AWSServiceRoleFor');
}

/** Returns undefined for a service, which has no account. */
export function callerAccount(caller: Caller): AccountId | UnknownAccount | undefined {
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

/** Returns undefined for a service, which has no partition. */
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

export function sessionArn({ partition, accountId, name }: IdentityId, session: string): string {
  return `arn:${partition}:sts::${accountId}:assumed-role/${name}/${session}`;
}

/** The ARN in policies and in `aws:PrincipalArn`. */
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
  const [, partitionId = '', accountId = '', name = ''] = match ?? [];
  const partition = partitionOf(partitionId);
  if (partition === undefined || !isAccountId(accountId)) return undefined;
  return { kind: 'federated', partition, accountId, name };
}

function parseSession(text: string): Caller | undefined {
  const match = /^arn:([a-z-]+):sts::([0-9]{12}):assumed-role\/([\w+=,.@-]{1,64})\/([\w+=,.@-]{1,64})$/.exec(
    text,
  );
  const [, partitionId = '', accountId = '', name = '', session] = match ?? [];
  const partition = partitionOf(partitionId);
  if (partition === undefined || !isAccountId(accountId)) return undefined;
  const identity = { kind: 'role', partition, accountId, path: '/', name } as const;
  return { kind: 'identity', identity, session, isPathKnown: false };
}

/** All partitions use these suffixes. */
function parseService(text: string): Caller | undefined {
  const isService = /^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.amazonaws\.(?:com|com\.cn|eu)$/.test(text);
  return isService ? { kind: 'service', service: text } : undefined;
}

function partitionOf(text: string): PartitionId | undefined {
  return PARTITIONS.find(({ id }) => id === text)?.id;
}

/** The policy that AWS attaches to the service-linked role of ECR replication. */
export const REPLICATION_ROLE_POLICY: PolicyDocument = {
  statements: [
    {
      sid: undefined,
      effect: 'Allow',
      principals: undefined,
      actions: { isNot: false, values: ['ecr:CreateRepository', 'ecr:ReplicateImage'] },
      resources: { isNot: false, values: ['*'] },
      conditions: [],
    },
  ],
};

/**
 * Returns the service-linked role that ECR creates in a source account to replicate images.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/slr-replication.html
 */
export function replicationCaller(partition: PartitionId, source: AccountId | UnknownAccount): Caller {
  return {
    kind: 'identity',
    identity: {
      kind: 'role',
      partition,
      accountId: source,
      path: '/aws-service-role/replication.ecr.amazonaws.com/',
      name: 'AWSServiceRoleForECRReplication',
    },
    session: undefined,
    isPathKnown: true,
  };
}
