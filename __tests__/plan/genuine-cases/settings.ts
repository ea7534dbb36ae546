import type { GenuineCase } from './case';

/** What repositories have beside images, and what a plan does not tell. */
export const SETTINGS: readonly GenuineCase[] = [
  {
    folder: 'bare-repository',
    did: 'created a repository with nothing but a name',
    found: [
      'mutable-tags aws_ecr_repository.app',
      'no-lifecycle-policy aws_ecr_repository.app',
      'unencrypted-with-cmk aws_ecr_repository.app',
      'unscanned aws_ecr_repository.app',
    ],
    passes: ['force-delete-enabled', 'undecidable'],
    severities: { 'unencrypted-with-cmk': 'note' },
  },
  {
    folder: 'immutable-with-exclusion',
    did: 'kept all tags from moving but latest',
    edited: 'provider 5.100.0 has no exclusion filters; planned as IMMUTABLE',
    found: [],
    passes: ['mutable-tags'],
  },
  {
    folder: 'mutable-with-exclusion',
    did: 'let all tags move but latest',
    edited: 'provider 5.100.0 has no exclusion filters; planned as MUTABLE',
    found: ['mutable-tags aws_ecr_repository.app'],
    passes: ['unscanned'],
  },
  {
    folder: 'scanned-by-registry',
    did: 'left scanning to the registry, whose filters take both repositories',
    found: [],
    passes: ['unscanned', 'mutable-tags', 'no-lifecycle-policy', 'singleton-conflict'],
  },
  {
    folder: 'not-scanned-by-registry',
    did: 'scanned one repository by the registry with Inspector, so that scan_on_push of the other counts no more',
    found: ['unscanned module.ecr["stage/app"].aws_ecr_repository.this[0]'],
    passes: ['mutable-tags'],
  },
  {
    folder: 'encrypted-with-cmk',
    did: 'encrypted a repository with a key of its own',
    found: [],
    passes: ['unencrypted-with-cmk'],
    severities: { 'unencrypted-with-cmk': 'note' },
  },
  {
    folder: 'encrypted-with-aws-key',
    did: 'encrypted a repository with the key that AWS keeps for ECR',
    found: ['unencrypted-with-cmk module.ecr.aws_ecr_repository.name["shop/cart"]'],
    passes: ['mutable-tags'],
    severities: { 'unencrypted-with-cmk': 'note' },
  },
  {
    folder: 'name-known-after-apply',
    did: 'made the name of a repository of something that is known only after apply',
    found: ['undecidable aws_ecr_repository.app'],
    passes: ['mutable-tags', 'unscanned'],
  },
  {
    folder: 'policy-known-after-apply',
    did: 'let a role push that is created by the same plan',
    found: ['undecidable aws_ecr_repository_policy.app'],
    passes: ['resource-in-repository-policy', 'replicate-in-repository-policy'],
    says: { undecidable: ['aws_iam_role.builder.arn'] },
  },
  {
    folder: 'account-not-told',
    did: 'used a provider that names no account',
    found: ['undecidable aws_ecr_repository.app'],
    passes: ['mutable-tags'],
    says: { undecidable: ['allowed_account_ids'] },
  },
  {
    folder: 'registry-settings',
    did: 'gave a registry creation templates, a cache, an account setting, and scanning by Inspector',
    found: [],
    passes: ['singleton-conflict', 'undecidable'],
  },
  {
    folder: 'registry-settings-known-after-apply',
    did: 'made a creation template and a cache of a role and a secret that are created by the same plan',
    found: ['undecidable aws_ecr_repository_creation_template.team'],
    passes: ['singleton-conflict'],
    says: { undecidable: ['The prefix of this creation template'] },
  },
  {
    folder: 'region-argument',
    did: 'used one provider for two Regions, with the region argument of provider 6',
    edited: 'provider 5.100.0 has no region argument; planned as if all were in one Region',
    found: [],
    passes: [
      'singleton-conflict',
      'wrong-arn-in-registry-policy',
      'replica-missing',
      'replication-limits',
      'undecidable',
    ],
  },
];
