import type { GenuineCase } from './case';

/** Settings of repositories and registries, and values that are unknown in a plan. */
export const SETTINGS: readonly GenuineCase[] = [
  {
    folder: 'bare-repository',
    title: 'created a repository with nothing but a name',
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
    title: 'made all tags immutable except latest',
    edited: 'provider 5.100.0 has no exclusion filters; planned as IMMUTABLE',
    found: [],
    passes: ['mutable-tags'],
  },
  {
    folder: 'mutable-with-exclusion',
    title: 'made all tags mutable except latest',
    edited: 'provider 5.100.0 has no exclusion filters; planned as MUTABLE',
    found: ['mutable-tags aws_ecr_repository.app'],
    passes: ['unscanned'],
  },
  {
    folder: 'scanned-by-registry',
    title: 'scanned by registry filters that match both repositories',
    found: [],
    passes: ['unscanned', 'mutable-tags', 'no-lifecycle-policy', 'singleton-conflict'],
  },
  {
    folder: 'not-scanned-by-registry',
    title:
      'scanned one repository by Inspector with a registry filter, so that scan_on_push of the other has no effect',
    found: ['unscanned module.ecr["stage/app"].aws_ecr_repository.this[0]'],
    passes: ['mutable-tags'],
  },
  {
    folder: 'encrypted-with-cmk',
    title: 'encrypted a repository with a customer managed key',
    found: [],
    passes: ['unencrypted-with-cmk'],
    severities: { 'unencrypted-with-cmk': 'note' },
  },
  {
    folder: 'encrypted-with-aws-key',
    title: 'encrypted a repository with the AWS managed key of ECR',
    found: ['unencrypted-with-cmk module.ecr.aws_ecr_repository.name["shop/cart"]'],
    passes: ['mutable-tags'],
    severities: { 'unencrypted-with-cmk': 'note' },
  },
  {
    folder: 'name-known-after-apply',
    title: 'used a repository name that is known only after apply',
    found: ['undecidable aws_ecr_repository.app'],
    passes: ['mutable-tags', 'unscanned'],
  },
  {
    folder: 'policy-known-after-apply',
    title: 'let a role that the same plan creates push',
    found: ['undecidable aws_ecr_repository_policy.app'],
    passes: ['resource-in-repository-policy', 'replicate-in-repository-policy'],
    mentions: { undecidable: ['aws_iam_role.builder.arn'] },
  },
  {
    folder: 'account-not-told',
    title: 'used a provider without an account ID',
    found: ['undecidable aws_ecr_repository.app'],
    passes: ['mutable-tags'],
    mentions: { undecidable: ['allowed_account_ids'] },
  },
  {
    folder: 'registry-settings',
    title:
      'configured creation templates, a pull-through cache, an account setting, and scanning by Inspector',
    found: ['creation-template-widened aws_ecr_repository_creation_template.team'],
    passes: [
      'singleton-conflict',
      'undecidable',
      'repository-name-refused',
      'cache-rule-refused',
      'creation-template-refused',
      'creation-template-public',
      'scanning-refused',
    ],
  },
  {
    folder: 'registry-settings-known-after-apply',
    title:
      'used a role and a secret that the same plan creates in a creation template and a pull-through cache',
    found: ['undecidable aws_ecr_repository_creation_template.team'],
    passes: ['singleton-conflict'],
    mentions: { undecidable: ['The prefix of this creation template'] },
  },
  {
    folder: 'region-argument',
    title: 'used one provider for two Regions, with the region argument of provider 6',
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
