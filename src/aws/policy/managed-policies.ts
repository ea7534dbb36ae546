import { sortedUnique } from '../../base/collections';
import type { PartitionId } from '../partitions';
import type { PolicyDocument } from './document';
import { LOGIN_ACTION, type Operation } from './actions';

const PULL = [
  'ecr:BatchCheckLayerAvailability',
  'ecr:BatchGetImage',
  LOGIN_ACTION,
  'ecr:GetDownloadUrlForLayer',
] as const;

const READ = [
  ...PULL,
  'ecr:DescribeImageScanFindings',
  'ecr:DescribeImages',
  'ecr:DescribeRepositories',
  'ecr:GetLifecyclePolicy',
  'ecr:GetLifecyclePolicyPreview',
  'ecr:GetRepositoryPolicy',
  'ecr:ListImages',
  'ecr:ListTagsForResource',
] as const;

/**
 * The AWS managed policies that topologies and plans attach, and the ECR actions that each allows on every
 * resource.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/security-iam-awsmanpol.html
 * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
 */
const MANAGED_POLICIES = {
  AdministratorAccess: ['*'],
  AmazonEC2ContainerRegistryFullAccess: ['ecr:*'],
  AmazonEC2ContainerRegistryPowerUser: [
    ...READ,
    'ecr:CompleteLayerUpload',
    'ecr:InitiateLayerUpload',
    'ecr:PutImage',
    'ecr:UploadLayerPart',
  ],
  AmazonEC2ContainerRegistryPullOnly: [
    'ecr:BatchGetImage',
    'ecr:BatchImportUpstreamImage',
    LOGIN_ACTION,
    'ecr:GetDownloadUrlForLayer',
  ],
  AmazonEC2ContainerRegistryReadOnly: READ,
  PowerUserAccess: ['ecr:*'],
  ReadOnlyAccess: ['ecr:BatchCheck*', 'ecr:BatchGet*', 'ecr:Describe*', 'ecr:Get*', 'ecr:List*'],
  'service-role/AmazonEC2ContainerServiceforEC2Role': PULL,
  'service-role/AmazonECSTaskExecutionRolePolicy': PULL,
  'service-role/AWSAppRunnerServicePolicyForECRAccess': [...PULL, 'ecr:DescribeImages'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** The name as in the ARN, with its path. */
export type ManagedPolicy = keyof typeof MANAGED_POLICIES;

export function managedPolicyArn(partition: PartitionId, name: ManagedPolicy): string {
  return `arn:${partition}:iam::aws:policy/${name}`;
}

/** Returns the managed policy with the fewest permissions that allows all of the operations. */
export function managedPolicyFor(operations: readonly Operation[]): ManagedPolicy {
  return operations.includes('push')
    ? 'AmazonEC2ContainerRegistryPowerUser'
    : 'AmazonEC2ContainerRegistryPullOnly';
}

/** Every managed policy in the table, sorted. */
// Object.keys loses the type of the keys.
export const MANAGED_POLICY_NAMES = sortedUnique(Object.keys(MANAGED_POLICIES)) as readonly ManagedPolicy[];

const DOCUMENTS = new Map(MANAGED_POLICY_NAMES.map((name) => [name, allowDocument(MANAGED_POLICIES[name])]));

/**
 * Returns the ECR statements of an AWS managed policy. Returns the same object each time, so that callers can
 * compare by identity.
 */
export function managedPolicyDocument(name: ManagedPolicy): PolicyDocument {
  return DOCUMENTS.get(name) ?? allowDocument(MANAGED_POLICIES[name]);
}

function allowDocument(actions: readonly string[]): PolicyDocument {
  return {
    statements: [
      {
        sid: undefined,
        effect: 'Allow',
        principals: undefined,
        actions: { isNot: false, values: sortedUnique(actions) },
        resources: { isNot: false, values: ['*'] },
        conditions: [],
      },
    ],
  };
}
