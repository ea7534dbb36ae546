import type { PartitionId } from '../partitions';
import type { PolicyDocument } from './document';
import { LOGIN_ACTION, type Operation } from './operations';

/**
 * The AWS managed policies that a topology may attach.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/security-iam-awsmanpol.html
 */
const MANAGED_POLICIES = {
  AmazonEC2ContainerRegistryPullOnly: [
    'ecr:BatchGetImage',
    'ecr:BatchImportUpstreamImage',
    LOGIN_ACTION,
    'ecr:GetDownloadUrlForLayer',
  ],
  AmazonEC2ContainerRegistryPowerUser: [
    'ecr:BatchCheckLayerAvailability',
    'ecr:BatchGetImage',
    'ecr:CompleteLayerUpload',
    'ecr:DescribeImageScanFindings',
    'ecr:DescribeImages',
    'ecr:DescribeRepositories',
    LOGIN_ACTION,
    'ecr:GetDownloadUrlForLayer',
    'ecr:GetLifecyclePolicy',
    'ecr:GetLifecyclePolicyPreview',
    'ecr:GetRepositoryPolicy',
    'ecr:InitiateLayerUpload',
    'ecr:ListImages',
    'ecr:ListTagsForResource',
    'ecr:PutImage',
    'ecr:UploadLayerPart',
  ],
} as const;

export type ManagedPolicy = keyof typeof MANAGED_POLICIES;

export function managedPolicyArn(partition: PartitionId, name: ManagedPolicy): string {
  return `arn:${partition}:iam::aws:policy/${name}`;
}

/** The narrowest managed policy with which all of the operations work. */
export function managedPolicyFor(operations: readonly Operation[]): ManagedPolicy {
  return operations.includes('push')
    ? 'AmazonEC2ContainerRegistryPowerUser'
    : 'AmazonEC2ContainerRegistryPullOnly';
}

/** What an AWS managed policy says. */
export function managedPolicyDocument(name: ManagedPolicy): PolicyDocument {
  return {
    statements: [
      {
        sid: undefined,
        effect: 'Allow',
        principals: undefined,
        actions: { isNot: false, values: MANAGED_POLICIES[name] },
        resources: { isNot: false, values: ['*'] },
        conditions: [],
      },
    ],
  };
}

/** Every managed policy that the model knows, sorted. */
// Object.keys forgets the type of the keys.
export const MANAGED_POLICY_NAMES = Object.keys(MANAGED_POLICIES).sort() as readonly ManagedPolicy[];
