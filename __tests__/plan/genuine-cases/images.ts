import type { GenuineCase } from './case';

/** What happens to repositories, and the images in them. */
export const IMAGES: readonly GenuineCase[] = [
  {
    folder: 'drift-repository-with-its-policies-gone',
    did: 'deleted a repository by hand, which the plan creates again',
    found: ['repository-drifted aws_ecr_repository.app["shop/pay"]'],
    passes: ['repository-destroyed', 'public-repository-destroyed'],
    says: { 'repository-drifted': ['was deleted outside of Terraform', 'creates it again, empty'] },
  },
  {
    folder: 'public-gallery-destroyed',
    did: 'took a repository of ECR Public out, with force_destroy',
    found: ['public-repository-destroyed aws_ecrpublic_repository.agent'],
    passes: ['repository-destroyed', 'repository-drifted'],
    says: {
      'public-repository-destroyed': ["The public repository 'agent' is destroyed, and all its images"],
    },
  },
  {
    folder: 'repository-dropped',
    did: 'took a repository with force_delete out of the configuration',
    found: ['repository-destroyed aws_ecr_repository.legacy'],
    passes: ['repository-replaced', 'access-removed'],
    says: { 'repository-destroyed': ['legacy', /images/] },
  },
  {
    folder: 'repository-dropped-from-map',
    did: 'took a key with a dot and a slash out of the for_each of a module',
    found: ['repository-destroyed module.ecr["team/old.one"].aws_ecr_repository.this[0]'],
    passes: ['repository-replaced'],
    says: { 'repository-destroyed': ['team/old.one'] },
  },
  {
    folder: 'repository-count-shrunk',
    did: 'made a count smaller',
    found: ['repository-destroyed aws_ecr_repository.worker[2]'],
    passes: ['repository-replaced', 'count-index-shift'],
    says: { 'repository-destroyed': ['worker-2'] },
  },
  {
    folder: 'count-element-removed',
    did: 'took a repository out of the middle of a list that count goes over, and with it policies of the same count',
    found: ['count-index-shift aws_ecr_repository.team[1]'],
    passes: ['repository-destroyed', 'repository-replaced', 'singleton-conflict', 'access-removed'],
    says: {
      'count-index-shift': [
        "'team/b' was removed from the middle of the count list of aws_ecr_repository.team",
        "requires only 'team/b' to be destroyed",
        'moved {\n  from = aws_ecr_repository.team[3]\n  to   = aws_ecr_repository.team["team/d"]\n}',
        'from = aws_ecr_repository_policy.team[3]',
      ],
    },
  },
  {
    folder: 'count-list-inserted',
    did: 'put a repository into the middle of a list that count goes over',
    found: ['count-index-shift aws_ecr_repository.team[1]'],
    passes: ['repository-destroyed', 'repository-replaced', 'singleton-conflict', 'access-widened'],
    says: {
      'count-index-shift': [
        "'team/b' was inserted into the middle",
        'requires no repository to be destroyed',
      ],
    },
  },
  {
    folder: 'for-each-key-renamed',
    did: 'gave a repository another key in for_each, with the same name',
    found: [
      'repository-destroyed aws_ecr_repository.this["app"]',
      'singleton-conflict aws_ecr_lifecycle_policy.this["application"]',
    ],
    passes: ['count-index-shift', 'repository-replaced'],
    says: {
      'repository-destroyed': ['without a moved block', 'to   = aws_ecr_repository.this["application"]'],
      'singleton-conflict': ['to   = aws_ecr_lifecycle_policy.this["application"]'],
    },
  },
  {
    folder: 'repository-address-changed',
    did: 'took a plain repository into a module, and forgot the moved block',
    found: [
      'repository-destroyed aws_ecr_repository.app',
      // The new one may be put before the old one is deleted, and then there is none.
      'singleton-conflict module.ecr["app"].aws_ecr_lifecycle_policy.this[0]',
    ],
    passes: ['no-lifecycle-policy'],
    says: { 'repository-destroyed': ['moved', 'module.ecr["app"].aws_ecr_repository.this[0]'] },
  },
  {
    folder: 'repository-moved',
    did: 'took a plain repository into a module, with a moved block',
    found: [],
    passes: ['repository-destroyed', 'repository-replaced', 'access-removed'],
  },
  {
    folder: 'repository-forgotten',
    did: 'gave a repository out of hand, with a removed block that destroys nothing',
    found: [],
    passes: ['repository-destroyed', 'access-removed'],
  },
  {
    folder: 'repository-imported',
    did: 'took a repository over that was made by hand, with import blocks',
    found: [],
    passes: ['repository-destroyed', 'repository-replaced', 'mutable-tags', 'no-lifecycle-policy'],
  },
  {
    folder: 'repository-tagged',
    did: 'gave a repository a tag',
    found: [],
    passes: ['repository-replaced', 'force-delete-enabled', 'mutable-tags'],
  },
  {
    folder: 'encryption-changed',
    did: 'changed the encryption of a repository, which cannot be changed',
    found: ['repository-replaced module.ecr.aws_ecr_repository.name["shop/cart"]'],
    passes: ['repository-destroyed', 'unencrypted-with-cmk'],
    severities: { 'unencrypted-with-cmk': 'note' },
    says: {
      'repository-replaced': [
        'encryption_configuration',
        `What is attached to it goes too, and the plans do not put it again: its lifecycle policy ('module.ecr.aws_ecr_lifecycle_policy.name["shop/cart"]')`,
      ],
    },
  },
  {
    folder: 'repository-renamed',
    did: 'changed the name of a repository with force_delete',
    found: ['repository-replaced module.ecr.aws_ecr_repository.this[0]'],
    passes: ['repository-destroyed', 'no-lifecycle-policy'],
    says: { 'repository-replaced': ['name', 'stage/app', 'prod/app'] },
  },
  {
    folder: 'replacement-triggered',
    did: 'changed what a repository is replaced for, by replace_triggered_by',
    found: ['repository-replaced aws_ecr_repository.app'],
    passes: ['repository-destroyed'],
    says: { 'repository-replaced': ['replace_triggered_by'] },
  },
  {
    folder: 'force-delete-enabled',
    did: 'turned force_delete on for a repository that is there already',
    found: ['force-delete-enabled module.ecr.aws_ecr_repository.name["shop/cart"]'],
    passes: ['repository-destroyed'],
  },
  {
    folder: 'force-delete-disabled',
    did: 'turned force_delete off',
    found: [],
    passes: ['force-delete-enabled'],
  },
  {
    folder: 'created-with-force-delete',
    did: 'created a repository with force_delete',
    found: [],
    passes: ['force-delete-enabled'],
  },
];
