import { sortedUnique } from '../../base/collections';
import { wildcardMatch } from '../wildcard';
import { ECR_ACTIONS } from './ecr-actions';

/** An ECR action as in policies: `ecr:PutImage`. */
export type EcrAction = keyof typeof ECR_ACTIONS;

/** What a client does with the images of a repository. */
export type Operation = 'pull' | 'push';

/**
 * Required to log in, before any other action. It has no resource, so only an identity policy can allow it, on
 * `*`. ECR accepts it in a repository policy, without effect.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-push-iam.html
 */
export const LOGIN_ACTION = 'ecr:GetAuthorizationToken' satisfies EcrAction;

/**
 * The repository actions that each operation requires.
 *
 * Pull: https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policy-examples.html
 * Push: https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-push-iam.html. It includes `BatchGetImage`
 * because clients check whether the manifest exists.
 */
const ACTIONS_BY_OPERATION = {
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

/** Returns the repository actions that the operations require together, sorted. */
export function requiredActions(...operations: readonly Operation[]): readonly EcrAction[] {
  return sortedUnique(operations.flatMap((operation) => ACTIONS_BY_OPERATION[operation]));
}

/**
 * The actions that a source account requires at a destination if the repository exists, if ECR creates it, and,
 * in addition, if a creation template tags it.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-creation-templates.html
 */
export const REPLICATION_ACTIONS = {
  existing: ['ecr:ReplicateImage'],
  created: ['ecr:CreateRepository', 'ecr:ReplicateImage'],
  tagged: ['ecr:TagResource'],
} as const satisfies Readonly<Record<string, readonly EcrAction[]>>;

/**
 * The actions that the role of a pull-through cache requires in the upstream registry.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-private.html
 */
export const UPSTREAM_ACTIONS = [
  'ecr:BatchGetImage',
  'ecr:BatchImportUpstreamImage',
  'ecr:GetDownloadUrlForLayer',
  'ecr:GetImageCopyStatus',
] as const satisfies readonly EcrAction[];

// Object.keys loses the type of the keys.
const ALL = Object.keys(ECR_ACTIONS) as readonly EcrAction[];
const BY_LOWERCASE: ReadonlyMap<string, EcrAction> = new Map(
  ALL.map((action) => [action.toLowerCase(), action]),
);

/**
 * Returns the ECR actions that an action of a policy matches: one, or every match of its wildcards. IAM ignores
 * case in actions. Empty if there are none.
 */
export function matchingActions(action: string): readonly EcrAction[] {
  const lowercase = action.toLowerCase();
  const exact = BY_LOWERCASE.get(lowercase);
  if (exact !== undefined) return [exact];
  return /[*?]/.test(lowercase) ? ALL.filter((each) => wildcardMatch(lowercase, each.toLowerCase())) : [];
}

/** Returns whether an action of a policy matches this ECR action and no other. */
export function matchesOnly(action: string, only: EcrAction): boolean {
  const [first, ...others] = matchingActions(action);
  return first === only && others.length === 0;
}

/** Every action of ECR, sorted. */
export function allActions(): readonly EcrAction[] {
  return ALL;
}
