import type { GenuineCase } from './case';

/** Repositories that are deleted, replaced, moved or imported, and their images. */
export const IMAGES: readonly GenuineCase[] = [
  {
    folder: 'drift-repository-with-its-policies-gone',
    title: 'deleted a repository manually that the plan recreates',
    found: ['repository-drifted aws_ecr_repository.app["shop/pay"]'],
    passes: ['repository-destroyed', 'public-repository-destroyed'],
    mentions: { 'repository-drifted': ['was deleted outside of Terraform', 'again without images'] },
  },
  {
    folder: 'public-gallery-destroyed',
    title: 'removed a repository of ECR Public with force_destroy',
    found: ['public-repository-destroyed aws_ecrpublic_repository.agent'],
    passes: ['repository-destroyed', 'repository-drifted'],
    mentions: {
      'public-repository-destroyed': ["Destroys the public repository 'agent' and deletes all its images"],
    },
  },
  {
    folder: 'repository-dropped',
    title: 'removed a repository with force_delete from the configuration',
    found: ['repository-destroyed aws_ecr_repository.legacy'],
    passes: ['repository-replaced', 'access-removed'],
    mentions: { 'repository-destroyed': ['legacy', /images/] },
  },
  {
    folder: 'repository-dropped-from-map',
    title: 'removed a key with a dot and a slash from the for_each of a module',
    found: ['repository-destroyed module.ecr["team/old.one"].aws_ecr_repository.this[0]'],
    passes: ['repository-replaced'],
    mentions: { 'repository-destroyed': ['team/old.one'] },
  },
  {
    folder: 'repository-count-shrunk',
    title: 'reduced a count',
    found: ['repository-destroyed aws_ecr_repository.worker[2]'],
    passes: ['repository-replaced', 'count-index-shift'],
    mentions: { 'repository-destroyed': ['worker-2'] },
  },
  {
    folder: 'count-element-removed',
    title: 'removed a repository from the middle of a count list, together with policies of the same count',
    found: ['count-index-shift aws_ecr_repository.team[1]'],
    passes: ['repository-destroyed', 'repository-replaced', 'singleton-conflict', 'access-removed'],
    mentions: {
      'count-index-shift': [
        "'team/b' was removed from the middle of the count list of aws_ecr_repository.team",
        "Only 'team/b' needs to be destroyed",
        'moved {\n  from = aws_ecr_repository.team[3]\n  to   = aws_ecr_repository.team["team/d"]\n}',
        'from = aws_ecr_repository_policy.team[3]',
      ],
    },
  },
  {
    folder: 'count-list-inserted',
    title: 'inserted a repository into the middle of a count list',
    found: ['count-index-shift aws_ecr_repository.team[1]'],
    passes: ['repository-destroyed', 'repository-replaced', 'singleton-conflict', 'access-widened'],
    mentions: {
      'count-index-shift': ["'team/b' was inserted into the middle", 'No repository needs to be destroyed'],
    },
  },
  {
    folder: 'for-each-key-renamed',
    title: 'gave a repository another key in for_each, with the same name',
    found: [
      'repository-destroyed aws_ecr_repository.this["app"]',
      'singleton-conflict aws_ecr_lifecycle_policy.this["application"]',
    ],
    passes: ['count-index-shift', 'repository-replaced'],
    mentions: {
      'repository-destroyed': ['Without a moved block', 'to   = aws_ecr_repository.this["application"]'],
      'singleton-conflict': ['to   = aws_ecr_lifecycle_policy.this["application"]'],
    },
  },
  {
    folder: 'repository-address-changed',
    title: 'moved a repository into a module without a moved block',
    found: [
      'repository-destroyed aws_ecr_repository.app',
      // If the new policy is written before the old one is deleted, the repository ends up without a policy.
      'singleton-conflict module.ecr["app"].aws_ecr_lifecycle_policy.this[0]',
    ],
    passes: ['no-lifecycle-policy'],
    mentions: { 'repository-destroyed': ['moved', 'module.ecr["app"].aws_ecr_repository.this[0]'] },
  },
  {
    folder: 'repository-moved',
    title: 'moved a repository into a module with a moved block',
    found: [],
    passes: ['repository-destroyed', 'repository-replaced', 'access-removed'],
  },
  {
    folder: 'repository-forgotten',
    title: 'removed a repository with a removed block and destroy = false',
    found: [],
    passes: ['repository-destroyed', 'access-removed'],
  },
  {
    folder: 'repository-imported',
    title: 'imported a manually created repository with import blocks',
    found: [],
    passes: ['repository-destroyed', 'repository-replaced', 'mutable-tags', 'no-lifecycle-policy'],
  },
  {
    folder: 'repository-tagged',
    title: 'added a tag to a repository',
    found: [],
    passes: ['repository-replaced', 'force-delete-enabled', 'mutable-tags'],
  },
  {
    folder: 'encryption-changed',
    title: 'changed the encryption of a repository, which cannot be changed',
    found: ['repository-replaced module.ecr.aws_ecr_repository.name["shop/cart"]'],
    passes: ['repository-destroyed', 'unencrypted-with-cmk'],
    severities: { 'unencrypted-with-cmk': 'note' },
    mentions: {
      'repository-replaced': [
        'encryption_configuration',
        `ECR also deletes its lifecycle policy ('module.ecr.aws_ecr_lifecycle_policy.name["shop/cart"]'), and these plans do not recreate it`,
      ],
    },
  },
  {
    folder: 'repository-renamed',
    title: 'changed the name of a repository with force_delete',
    found: ['repository-replaced module.ecr.aws_ecr_repository.this[0]'],
    passes: ['repository-destroyed', 'no-lifecycle-policy'],
    mentions: { 'repository-replaced': ['name', 'stage/app', 'prod/app'] },
  },
  {
    folder: 'replacement-triggered',
    title: 'changed a resource in replace_triggered_by of a repository',
    found: ['repository-replaced aws_ecr_repository.app'],
    passes: ['repository-destroyed'],
    mentions: { 'repository-replaced': ['replace_triggered_by'] },
  },
  {
    folder: 'force-delete-enabled',
    title: 'enabled force_delete for an existing repository',
    found: ['force-delete-enabled module.ecr.aws_ecr_repository.name["shop/cart"]'],
    passes: ['repository-destroyed'],
  },
  {
    folder: 'force-delete-disabled',
    title: 'disabled force_delete',
    found: [],
    passes: ['force-delete-enabled'],
  },
  {
    folder: 'created-with-force-delete',
    title: 'created a repository with force_delete',
    found: [],
    passes: ['force-delete-enabled'],
  },
];
