import { sortedUnique } from '../order';
import type { ECR_ACTIONS } from './ecr-actions';

/** An action of ECR, as policies name it: `ecr:PutImage`. */
export type EcrAction = keyof typeof ECR_ACTIONS;

/** What a client does with the images of a repository. */
export type Operation = 'pull' | 'push';

/**
 * Needed to log in, before anything else. It is about no resource, so only an identity policy can allow it, on `*`;
 * ECR refuses it in a repository policy.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-push-iam.html
 */
export const LOGIN_ACTION = 'ecr:GetAuthorizationToken' satisfies EcrAction;

/**
 * Exactly what each operation needs of a repository.
 *
 * Pull: https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policy-examples.html
 * Push: https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-push-iam.html, which has `BatchGetImage` because
 * clients look whether the manifest is there already.
 */
const ACTIONS = {
  pull: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
  push: [
    'ecr:BatchCheckLayerAvailability',
    'ecr:BatchGetImage',
    'ecr:CompleteLayerUpload',
    'ecr:InitiateLayerUpload',
    'ecr:PutImage',
    'ecr:UploadLayerPart',
  ],
} as const satisfies Readonly<Record<Operation, readonly EcrAction[]>>;

/** The actions on a repository that all of the operations together need, sorted. */
export function actionsOf(...operations: readonly Operation[]): readonly EcrAction[] {
  return sortedUnique(operations.flatMap((operation) => ACTIONS[operation]));
}

/**
 * What a source needs at a destination where the repository exists, where ECR is to create it, and beside that where a
 * creation template tags it.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-creation-templates.html
 */
export const REPLICATION_ACTIONS = {
  existing: ['ecr:ReplicateImage'],
  created: ['ecr:CreateRepository', 'ecr:ReplicateImage'],
  tagged: ['ecr:TagResource'],
} as const satisfies Readonly<Record<string, readonly EcrAction[]>>;

/**
 * What the role of a pull-through cache needs of the registry it pulls from.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-private.html
 */
export const UPSTREAM_ACTIONS = [
  'ecr:BatchGetImage',
  'ecr:BatchImportUpstreamImage',
  'ecr:GetDownloadUrlForLayer',
  'ecr:GetImageCopyStatus',
] as const satisfies readonly EcrAction[];
