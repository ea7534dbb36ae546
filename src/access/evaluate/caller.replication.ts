import type { AccountId } from '../../aws/names';
import type { PartitionId } from '../../aws/partitions';
import type { PolicyDocument } from '../../aws/policy/document';
import type { Caller } from './caller';

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
export function replicationCaller(partition: PartitionId, source: AccountId): Caller {
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
