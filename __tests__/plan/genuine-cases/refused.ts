import type { GenuineCase } from './case';

/** What Terraform plans and AWS refuses in the apply. */
export const REFUSED: readonly GenuineCase[] = [
  {
    folder: 'lifecycle-policy-refused',
    title: 'wrote lifecycle policies that ECR rejects',
    found: [
      'lifecycle-policy-refused aws_ecr_lifecycle_policy.this["shop/cart"]',
      'lifecycle-policy-refused aws_ecr_lifecycle_policy.this["shop/search"]',
      'lifecycle-policy-refused aws_ecr_lifecycle_policy.this["shop/web"]',
    ],
    passes: ['lifecycle-expires-images'],
    mentions: {
      'lifecycle-policy-refused': [
        'Rule for tagStatus=ANY must have the lowest priority',
        'Must specify tagPrefixList or tagPatternList when tagStatus=TAGGED',
        'at least 1, but is 0',
      ],
    },
  },
  {
    folder: 'settings-refused',
    title: 'wrote a name, templates, cache rules and a scanning configuration that ECR rejects',
    found: [
      'auth-token-in-repository-policy aws_ecr_repository_creation_template.shared',
      'cache-rule-refused aws_ecr_pull_through_cache_rule.github',
      'cache-rule-refused aws_ecr_pull_through_cache_rule.harbor',
      'cache-rule-refused aws_ecr_pull_through_cache_rule.hub',
      'creation-template-public aws_ecr_repository_creation_template.public',
      'creation-template-refused aws_ecr_repository_creation_template.prod',
      'creation-template-refused aws_ecr_repository_creation_template.root',
      'creation-template-widened aws_ecr_repository_creation_template.shared',
      'cross-account-wildcard aws_ecr_repository_creation_template.shared',
      'repository-name-refused aws_ecr_repository.app',
      'resource-in-repository-policy aws_ecr_repository_creation_template.shared',
      'scanning-refused aws_ecr_registry_scanning_configuration.this',
    ],
    passes: ['no-lifecycle-policy', 'policy-refused', 'action-without-effect'],
    mentions: {
      'cache-rule-refused': ['ecr-pullthroughcache/', 'harbor.example.com'],
      'creation-template-public': ["the repository policy of 'public/*'"],
      'creation-template-refused': ['KMS encryption', 'resource_tags'],
      'repository-name-refused': ["'Shop/App'"],
      'scanning-refused': ['BASIC does not allow scan_frequency CONTINUOUS_SCAN'],
    },
  },
  {
    folder: 'policies-refused',
    title: 'wrote policies with a bare ARN as the principal, without statements, and with an unknown action',
    found: [
      'access-widened aws_ecr_repository_policy.web',
      'policy-refused aws_ecr_repository_policy.cart',
      'policy-refused aws_ecr_repository_policy.search',
      'policy-refused aws_ecr_repository_policy.web',
      'wrong-arn-in-registry-policy aws_ecr_registry_policy.this',
    ],
    passes: ['undecidable', 'principal-not-found'],
    mentions: { 'policy-refused': ['Principal = { AWS = ', 'It has no statements.', "'ecr:PullImage'"] },
  },
  {
    folder: 'principals-created-and-destroyed',
    title:
      'used the ARN of a role that the same plan creates as a text, and kept a role in a policy that the plan destroys',
    found: [
      'access-widened aws_ecr_repository_policy.web',
      'principal-destroyed aws_ecr_repository_policy.cart',
      'principal-not-found aws_ecr_repository_policy.web',
    ],
    passes: ['policy-refused'],
    mentions: {
      'principal-destroyed': ['role/old'],
      'principal-not-found': ['role/ci', 'aws_iam_role.ci.arn'],
    },
  },
  {
    folder: 'principals-created-first',
    title: 'used roles that the same plan creates, by a reference and with depends_on',
    found: ['access-widened aws_ecr_repository_policy.cart', 'access-widened aws_ecr_repository_policy.web'],
    passes: ['principal-not-found', 'principal-destroyed', 'policy-refused'],
  },
];
