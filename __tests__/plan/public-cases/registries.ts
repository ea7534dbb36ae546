import {
  ERROR_OR_WARNING,
  HARMLESS,
  NO_ERROR,
  NO_WARNING,
  NOT_PUBLIC,
  NOTHING_CHANGES,
  type PublicCase,
} from './expectation';

/** Registry policies, replication, pull-through caches, templates and settings of a registry. */
export const REGISTRIES: readonly PublicCase[] = [
  {
    folder: 'registry-policy-without-resource',
    must: [{ severity: 'error', text: /Resource/ }],
    mustNot: [],
  },
  {
    folder: 'registry-policy-arn-without-service',
    must: [{ severity: 'error', text: /arn:aws:eu-west-1:111111111111:repository\/\*/ }],
    mustNot: [],
  },
  {
    folder: 'registry-policy-opens-all-actions',
    must: [
      { severity: ERROR_OR_WARNING, text: /222222222222/ },
      { text: /222222222222.*gains.*push/ },
      { text: /Delete/ },
    ],
    mustNot: [HARMLESS],
  },
  {
    folder: 'registry-policy-cache-for-one-role',
    must: [{ text: /eks-node/ }, { text: /BatchImportUpstreamImage/ }, { text: /ecr-public/ }],
    mustNot: [NO_ERROR, HARMLESS],
  },
  {
    folder: 'registry-policy-narrowed-to-a-prefix',
    must: [{ severity: 'warning', text: /222222222222/ }, { text: /prod-/ }],
    mustNot: [NO_ERROR, HARMLESS],
  },
  {
    folder: 'registry-policy-source-account-dropped',
    must: [{ severity: 'warning', text: /333333333333/ }, { text: /333333333333.*replicat/ }],
    mustNot: [HARMLESS, { severity: ERROR_OR_WARNING, text: /account 222222222222/ }],
  },
  {
    folder: 'registry-policy-pull-for-the-organisation',
    must: [{ severity: 'warning', text: /o-a1b2c3d4e5/ }, { text: /o-a1b2c3d4e5.*gains? pull/ }],
    mustNot: [NOT_PUBLIC, HARMLESS],
  },
  {
    folder: 'registry-policy-keeps-deletion-for-admins',
    must: [{ text: /loses?\b.*(BatchDeleteImage|DeleteRepository)/ }],
    mustNot: [NO_ERROR, HARMLESS, { text: /loses? (pull|push)/ }],
  },
  {
    folder: 'replication-region-added',
    must: [{ text: /us-west-1/ }, { text: /already|existing|pushed again|backfill/i }],
    mustNot: [NO_ERROR, { rule: 'replication-destination-removed' }],
  },
  {
    folder: 'replication-filter-added',
    must: [{ severity: 'warning', text: /tools\/ci|eu-central-1/ }, { text: /prod\// }],
    mustNot: [NO_ERROR, { text: /images? (is|are) deleted/ }, HARMLESS],
  },
  {
    folder: 'cache-of-unsupported-registry',
    must: [{ severity: 'error', text: /harbor\.example\.com/ }],
    mustNot: [],
  },
  {
    folder: 'cache-prefix-renamed',
    must: [{ severity: 'warning', text: /dockerhub/ }],
    mustNot: [HARMLESS, { text: /images? (is|are) deleted/ }],
  },
  {
    folder: 'cache-of-another-account-without-role',
    must: [{ severity: 'error', text: /custom_role_arn/ }],
    mustNot: [
      { severity: ERROR_OR_WARNING, text: /credential_arn/ },
      { severity: ERROR_OR_WARNING, text: /aws_ecr_pull_through_cache_rule\.own/ },
    ],
  },
  {
    folder: 'template-open-to-all-accounts',
    must: [{ severity: 'error', text: /ROOT|\broot\b/ }],
    mustNot: [],
  },
  {
    folder: 'template-with-lifecycle-only',
    must: [{ text: /template.*ROOT|ROOT.*template/i }],
    mustNot: [NO_ERROR, { severity: ERROR_OR_WARNING, text: /custom_role_arn/ }, NOTHING_CHANGES],
  },
  {
    folder: 'template-policy-gains-account',
    must: [{ severity: ['warning', 'note'], text: /222222222222/ }, { text: /team\// }],
    mustNot: [NOTHING_CHANGES],
  },
  {
    folder: 'scanning-enhanced-to-basic',
    must: [{ severity: 'warning', text: /BASIC/ }],
    mustNot: [HARMLESS],
  },
  {
    folder: 'scanning-filter-narrowed',
    must: [{ severity: 'warning', text: /legacy|prod-\*/ }],
    mustNot: [{ severity: ERROR_OR_WARNING, text: /prod-api'? is (not|no longer) scanned/ }, HARMLESS],
  },
  {
    folder: 'scanning-configuration-destroyed',
    must: [{ severity: 'warning', text: /BASIC|scan/i }],
    mustNot: [HARMLESS],
  },
  {
    folder: 'registry-policy-scope-back-to-v1',
    must: [{ text: /REGISTRY_POLICY_SCOPE/ }],
    mustNot: [NOTHING_CHANGES],
  },
  {
    folder: 'public-gallery-policy',
    must: [
      { text: /not (reviewed|looked at).*aws_ecrpublic_repository|aws_ecrpublic_repository.*not reviewed/ },
    ],
    mustNot: [NO_WARNING, NOTHING_CHANGES],
  },
  {
    folder: 'only-a-queue-changes',
    must: [{ text: /not reviewed/ }, { text: /aws_sqs_queue/ }],
    mustNot: [NO_WARNING, NOTHING_CHANGES],
  },
];
