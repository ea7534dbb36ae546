import type { GenuineCase } from './case';

const PAIR = ['source', 'destination'] as const;
const SOURCE = 'source: module.registry.aws_ecr_replication_configuration.this[0]';

/** Replication rules, and missing permissions and repositories. */
export const REPLICATION: readonly GenuineCase[] = [
  {
    folder: 'replication-region-added',
    title: 'added a Region to the replication of existing repositories',
    found: [
      'delete-replication-reset aws_ecr_replication_configuration.this',
      'images-before-replication aws_ecr_replication_configuration.this',
    ],
    passes: ['replication-destination-removed', 'creation-template-widened'],
    mentions: {
      'images-before-replication': ["'prod/api'", '--destination region=us-west-1,registryId=111111111111'],
    },
  },
  {
    folder: 'replication-destination-removed',
    title: 'removed a destination from a replication rule',
    found: [
      'delete-replication-reset aws_ecr_replication_configuration.develop',
      'replication-destination-removed aws_ecr_replication_configuration.develop',
    ],
    passes: [
      'replication-not-permitted',
      'repository-destroyed',
      'access-removed',
      'images-before-replication',
    ],
    mentions: {
      'delete-replication-reset': ['aws ecr put-replication-configuration --region ap-northeast-1'],
      'replication-destination-removed': ['my-repo', 'management'],
    },
  },
  {
    folder: 'replication-dropped',
    title: 'removed the replication configuration',
    found: ['replication-destination-removed aws_ecr_replication_configuration.develop'],
    passes: ['repository-destroyed', 'undecidable', 'delete-replication-reset'],
    mentions: { 'replication-destination-removed': ['my-repo', 'develop_us'] },
  },
  {
    folder: 'filters-joined',
    title: 'replaced two filters by one that matches the same repositories',
    found: ['delete-replication-reset aws_ecr_replication_configuration.tokyo'],
    passes: ['replication-destination-removed', 'replication-overmatch', 'access-widened', 'access-removed'],
  },
  {
    folder: 'replication-filter-narrowed',
    title: 'narrowed a filter to the repositories that the destination allowed before',
    found: ['delete-replication-reset aws_ecr_replication_configuration.source'],
    passes: ['replication-destination-removed', 'replication-not-permitted', 'replica-missing'],
  },
  {
    folder: 'replication-to-no-plan-removed',
    title: 'removed a destination that is in no plan',
    found: [
      'delete-replication-reset aws_ecr_replication_configuration.this',
      'replication-destination-removed aws_ecr_replication_configuration.this',
      'undecidable aws_ecr_replication_configuration.this',
    ],
    passes: ['replication-not-permitted', 'access-removed'],
    mentions: { 'replication-destination-removed': ["'app'", '999999999999 in us-west-1'] },
  },
  {
    folder: 'replication-permitted',
    title: 'replicated to another account, with a plan and an assumed role for each',
    plans: PAIR,
    found: [],
    passes: [
      'replication-not-permitted',
      'replica-missing',
      'replication-limits',
      'replication-chain',
      'registry-policy-too-broad',
      'wrong-arn-in-registry-policy',
      'singleton-conflict',
      'undecidable',
    ],
  },
  {
    folder: 'source-alone',
    title: 'reviewed the plan of the source without that of the other account',
    found: ['undecidable module.registry.aws_ecr_replication_configuration.this[0]'],
    passes: ['replication-not-permitted', 'replica-missing'],
    mentions: { undecidable: ['999999999999', 'us-west-1'] },
  },
  {
    folder: 'replication-without-registry-policy',
    title: 'replicated to another account without a registry policy, in two plans',
    plans: PAIR,
    found: [`replication-not-permitted ${SOURCE}`],
    passes: ['replica-missing'],
    mentions: { 'replication-not-permitted': ['aws_ecr_registry_policy', '999999999999', 'us-west-1'] },
  },
  {
    folder: 'replication-permitted-to-another-account',
    title: 'allowed an account that is not the source to replicate',
    plans: PAIR,
    found: [`replication-not-permitted ${SOURCE}`],
    passes: ['wrong-arn-in-registry-policy', 'replica-missing'],
    mentions: { 'replication-not-permitted': ['arn:aws:iam::111111111111:root'] },
  },
  {
    folder: 'replication-permitted-for-another-repository',
    title: 'allowed the source to replicate another repository than the replicated one',
    plans: PAIR,
    found: [`replication-not-permitted ${SOURCE}`],
    passes: ['wrong-arn-in-registry-policy', 'replica-missing'],
    mentions: { 'replication-not-permitted': ['my-repo'] },
  },
  {
    folder: 'aliases-handed-into-modules',
    title: 'replicated with nested modules that get both providers',
    found: [],
    passes: ['replication-not-permitted', 'replica-missing', 'singleton-conflict', 'undecidable'],
  },
  {
    folder: 'registry-policy-in-the-source',
    title: 'created the registry policy of the destination in the source, with the wrong provider',
    found: [
      'replication-not-permitted aws_ecr_replication_configuration.develop',
      'wrong-arn-in-registry-policy aws_ecr_registry_policy.replication',
    ],
    passes: ['replica-missing'],
  },
  {
    folder: 'replica-missing',
    title: 'replicated a repository that is missing in the destination, without permission to create it',
    found: ['replica-missing aws_ecr_replication_configuration.develop'],
    passes: ['replication-not-permitted'],
    mentions: { 'replica-missing': ['my-repo', 'ecr:CreateRepository'] },
  },
  {
    folder: 'replica-created-by-ecr',
    title: 'let ECR create the replica from a template',
    found: [],
    passes: ['replica-missing', 'replication-not-permitted', 'registry-policy-too-broad'],
  },
  {
    folder: 'replication-to-itself',
    title: 'listed the source as a destination',
    found: ['replication-limits aws_ecr_replication_configuration.tokyo'],
    passes: ['replication-not-permitted', 'replica-missing', 'replication-chain'],
  },
  {
    folder: 'replication-to-27-regions',
    title: 'replicated to 27 Regions, while ECR accepts 25',
    found: ['replication-limits aws_ecr_replication_configuration.everywhere'],
    // Within one account, replication needs no permission, and ECR creates missing repositories.
    passes: ['replication-not-permitted', 'replica-missing', 'undecidable'],
    mentions: { 'replication-limits': ['25', '27'] },
  },
  {
    folder: 'replication-overmatch',
    title: 'replicated app, and unintentionally application',
    found: ['replication-overmatch aws_ecr_replication_configuration.tokyo'],
    passes: ['replica-missing', 'replication-chain'],
    mentions: { 'replication-overmatch': ['application'] },
  },
  {
    folder: 'replication-chain',
    title: 'replicated from a replica',
    found: ['replication-chain aws_ecr_replication_configuration.california'],
    passes: ['replication-limits', 'replication-overmatch'],
  },
  {
    folder: 'replication-fan-out',
    title: 'replicated to two Regions from the registry that images are pushed to',
    found: [],
    passes: ['replication-chain', 'replication-limits', 'replica-missing', 'replication-overmatch'],
  },
  {
    folder: 'two-registry-policies',
    title: 'gave one registry two registry policies',
    found: [
      'singleton-conflict aws_ecr_registry_policy.app',
      'singleton-conflict aws_ecr_registry_policy.web',
    ],
    passes: ['registry-policy-too-broad', 'wrong-arn-in-registry-policy'],
  },
  {
    folder: 'two-teams-one-registry',
    title: 'configured the scanning of one registry in two plans',
    plans: ['app', 'web'],
    found: [
      'singleton-conflict app: module.registry.aws_ecr_registry_scanning_configuration.this[0]',
      'singleton-conflict web: module.registry.aws_ecr_registry_scanning_configuration.this[0]',
    ],
    passes: ['no-lifecycle-policy'],
  },
  {
    folder: 'two-teams-two-registries',
    title: 'configured the scanning of two Regions in two plans',
    plans: ['app', 'web'],
    found: [],
    passes: ['singleton-conflict', 'unscanned'],
  },
];
