import type { GenuineCase } from './case';

/** Registry policies and repository policies that are confused. */
export const CONFUSIONS: readonly GenuineCase[] = [
  {
    folder: 'repository-creation-in-repository-policy',
    title: 'let another account create repositories, in the policy of a repository',
    found: ['action-without-effect aws_ecr_repository_policy.app'],
    passes: ['access-widened', 'auth-token-in-repository-policy'],
    mentions: { 'action-without-effect': ['account 222222222222', 'ecr:CreateRepository'] },
  },
  {
    folder: 'resource-in-repository-policy',
    title: 'set the repository as the Resource of its own policy',
    found: [
      'resource-in-repository-policy module.ecr["team/app"].aws_ecr_repository_policy.this[0]',
      'resource-in-repository-policy module.ecr["team/web"].aws_ecr_repository_policy.this[0]',
    ],
    passes: ['wrong-arn-in-registry-policy', 'cross-account-wildcard'],
  },
  {
    folder: 'everything-in-repository-policy',
    title: 'set Resource * in a repository policy, as in the examples of AWS',
    found: ['resource-in-repository-policy aws_ecr_repository_policy.app'],
    passes: ['cross-account-wildcard'],
    mentions: { 'resource-in-repository-policy': ['contains Resource "*"', 'Current examples'] },
  },
  {
    folder: 'resource-of-unknown-arn',
    title: 'set the repository as the Resource of its own policy, by an ARN that is known only after apply',
    found: [
      'resource-in-repository-policy aws_ecr_repository_policy.app',
      'undecidable aws_ecr_repository_policy.app',
    ],
    passes: ['replicate-in-repository-policy'],
  },
  {
    folder: 'replicate-in-repository-policy',
    title: 'allowed replication in a repository policy',
    found: ['replicate-in-repository-policy module.ecr.aws_ecr_repository_policy.this[0]'],
    passes: ['resource-in-repository-policy', 'auth-token-in-repository-policy'],
    mentions: { 'replicate-in-repository-policy': ['aws_ecr_registry_policy'] },
  },
  {
    folder: 'auth-token-in-repository-policy',
    title: 'allowed ecr:GetAuthorizationToken in a repository policy',
    found: ['auth-token-in-repository-policy module.ecr.aws_ecr_repository_policy.this[0]'],
    passes: ['resource-in-repository-policy', 'replicate-in-repository-policy'],
  },
  {
    folder: 'arn-of-another-region',
    title: 'used the ARN of a repository in another Region in a registry policy',
    found: ['wrong-arn-in-registry-policy aws_ecr_registry_policy.this'],
    passes: ['registry-policy-too-broad'],
    mentions: { 'wrong-arn-in-registry-policy': ['us-west-1', 'ap-northeast-1'] },
  },
  {
    folder: 'arn-of-the-source',
    title: 'used the ARN of the source repository in the registry policy of the destination',
    found: ['wrong-arn-in-registry-policy aws_ecr_registry_policy.this'],
    passes: ['registry-policy-too-broad'],
    mentions: { 'wrong-arn-in-registry-policy': ['111111111111', '999999999999'] },
  },
  {
    folder: 'arn-without-repository',
    title: 'omitted "repository/" in an ARN in a registry policy',
    found: ['wrong-arn-in-registry-policy aws_ecr_registry_policy.this'],
    passes: ['registry-policy-too-broad'],
    mentions: { 'wrong-arn-in-registry-policy': ['repository/my-repo'] },
  },
  {
    folder: 'arn-of-the-registry-itself',
    title: 'used a repository and a prefix of the registry itself in its policy',
    found: ['access-widened aws_ecr_registry_policy.this'],
    passes: ['wrong-arn-in-registry-policy', 'registry-policy-too-broad', 'singleton-conflict'],
  },
  {
    folder: 'inspector-denied',
    title: 'denied every action to all principals except one role, and so to Inspector',
    found: ['access-removed aws_ecr_registry_policy.this', 'inspector-denied aws_ecr_registry_policy.this'],
    passes: ['public-access'],
  },
  {
    folder: 'outsiders-denied',
    title: 'denied every action to all principals outside of the organization, and so to Inspector',
    found: [],
    passes: ['inspector-denied', 'public-access'],
  },
  {
    folder: 'deletion-denied',
    title: 'denied all principals to delete images, in a registry policy',
    // A note, because such a Deny is a guardrail.
    found: ['access-removed aws_ecr_registry_policy.this'],
    passes: ['inspector-denied', 'public-access', 'registry-policy-too-broad'],
  },
];
