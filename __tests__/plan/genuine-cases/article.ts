import type { GenuineCase } from './case';

/** The article sets none of these, so every case would report them three times. */
const SILENT = {
  'mutable-tags': 'off',
  'no-lifecycle-policy': 'off',
  unscanned: 'off',
} as const;

const REPLICATION = 'aws_ecr_replication_configuration.replication_config';
const REPOSITORY_POLICY = 'aws_ecr_repository_policy.management_repository_policy';

/** The Terraform code of the article that the project is based on, and common mistakes in it. */
export const ARTICLE: readonly GenuineCase[] = [
  {
    folder: 'article',
    title: 'planned the article as published',
    found: [
      // The tags of a replica are those of the original.
      'mutable-tags aws_ecr_repository.develop_repo',
      ...['develop_repo', 'develop_us_repo', 'management_repo'].flatMap(
        (name) =>
          [`no-lifecycle-policy aws_ecr_repository.${name}`, `unscanned aws_ecr_repository.${name}`] as const,
      ),
      'undecidable aws_ecr_registry_policy.management_registry_policy',
    ],
    passes: ['force-delete-enabled', 'replication-not-permitted', 'resource-in-repository-policy'],
  },
  {
    folder: 'article-applied',
    title: 'planned the article again after apply',
    found: [],
    passes: ['force-delete-enabled', 'replication-not-permitted', 'replica-missing', 'mutable-tags'],
  },
  {
    folder: 'article-without-registry-policy',
    title: 'omitted the registry policy of the article',
    found: [`replication-not-permitted ${REPLICATION}`],
    passes: [],
    severities: SILENT,
    mentions: { 'replication-not-permitted': ['aws_ecr_registry_policy', 'ecr:ReplicateImage'] },
  },
  {
    folder: 'article-repository-policy-known',
    title: "wrote the article's registry policy as a repository policy",
    found: [
      `replicate-in-repository-policy ${REPOSITORY_POLICY}`,
      `replication-not-permitted ${REPLICATION}`,
    ],
    passes: ['resource-in-repository-policy'],
    severities: SILENT,
    mentions: { 'replication-not-permitted': ['aws_ecr_registry_policy', 'repository policy'] },
  },
  {
    folder: 'article-repository-policy-unknown',
    title: "wrote the article's registry policy as a repository policy that is known only after apply",
    found: [`replication-not-permitted ${REPLICATION}`, `undecidable ${REPOSITORY_POLICY}`],
    passes: ['resource-in-repository-policy'],
    severities: SILENT,
    mentions: { 'replication-not-permitted': ['aws_ecr_registry_policy', 'repository policy'] },
  },
  {
    folder: 'article-repository-policy-with-resource-known',
    title: "wrote the article's registry policy as a repository policy, with its Resource",
    found: [
      `replicate-in-repository-policy ${REPOSITORY_POLICY}`,
      `replication-not-permitted ${REPLICATION}`,
      `resource-in-repository-policy ${REPOSITORY_POLICY}`,
    ],
    passes: [],
    severities: SILENT,
    mentions: {
      'replication-not-permitted': ['aws_ecr_registry_policy', 'repository policy'],
      'resource-in-repository-policy': ['Resource'],
    },
  },
  {
    folder: 'article-repository-policy-with-resource-unknown',
    title:
      "wrote the article's registry policy as a repository policy, with a Resource that is known only after apply",
    found: [
      `replication-not-permitted ${REPLICATION}`,
      `resource-in-repository-policy ${REPOSITORY_POLICY}`,
      `undecidable ${REPOSITORY_POLICY}`,
    ],
    passes: [],
    severities: SILENT,
    mentions: {
      'replication-not-permitted': ['aws_ecr_registry_policy', 'repository policy'],
      'resource-in-repository-policy': ['aws_ecr_repository.management_repo.arn', 'Resource'],
    },
  },
];
