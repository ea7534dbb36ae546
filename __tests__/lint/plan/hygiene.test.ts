import { mutableTags } from '../../../src/lint/plan/mutable-tags';
import { noLifecyclePolicy } from '../../../src/lint/plan/no-lifecycle-policy';
import { unencryptedWithCmk } from '../../../src/lint/plan/unencrypted-with-cmk';
import { unscanned } from '../../../src/lint/plan/unscanned';
import { repository, unchanged, type ResourceParts } from '../../plan/plans';
import { testRule } from './rule-cases';

const created = (values: object, name = 'app'): ResourceParts => ({
  type: 'aws_ecr_repository',
  name,
  provider: 'develop',
  after: repository(name, values),
});
const there = (values: object, name = 'app'): ResourceParts =>
  unchanged({
    type: 'aws_ecr_repository',
    name,
    provider: 'develop',
    before: repository(name, values),
  });
const imported = (values: object): ResourceParts => ({ ...there(values), change: { isImported: true } });
const APP = 'aws_ecr_repository.app';
const MUTABLE = { image_tag_mutability: 'MUTABLE' };
const withFilter = (mode: string) => ({
  image_tag_mutability: mode,
  image_tag_mutability_exclusion_filter: [{ filter: 'v*', filter_type: 'WILDCARD' }],
});
const replication: ResourceParts = {
  type: 'aws_ecr_replication_configuration',
  provider: 'develop_us',
  after: {
    replication_configuration: [
      { rule: [{ destination: [{ region: 'ap-northeast-1', registry_id: '111111111111' }] }] },
    ],
  },
};
const source: ResourceParts = { ...created({}), name: 'source', provider: 'develop_us' };

testRule(mutableTags, [
  {
    name: 'MUTABLE',
    resources: [created(MUTABLE)],
    finds: [[APP, "The repository 'app' (111111111111 in ap-northeast-1) lets tags be moved", 'IMMUTABLE']],
  },
  {
    name: 'reports a repository without the argument, which is MUTABLE',
    resources: [created({ image_tag_mutability: undefined })],
    finds: [[APP, 'it is MUTABLE']],
  },
  {
    name: 'reports MUTABLE_WITH_EXCLUSION',
    resources: [created(withFilter('MUTABLE_WITH_EXCLUSION'))],
    finds: [[APP, 'all but v*: it is MUTABLE_WITH_EXCLUSION']],
  },
  {
    name: 'does not report MUTABLE_WITH_EXCLUSION if partly is set',
    resources: [created(withFilter('MUTABLE_WITH_EXCLUSION'))],
    options: { partly: true },
    finds: [],
  },
  {
    name: 'reports MUTABLE if partly is set',
    resources: [created(MUTABLE)],
    options: { partly: true },
    finds: [[APP]],
  },
  { name: 'IMMUTABLE', resources: [created({})], finds: [] },
  {
    name: 'does not report IMMUTABLE_WITH_EXCLUSION',
    resources: [created(withFilter('IMMUTABLE_WITH_EXCLUSION'))],
    finds: [],
  },
  { name: 'does not report an unchanged repository', resources: [there(MUTABLE)], finds: [] },
  {
    name: 'reports an unchanged repository if unchanged is set',
    resources: [there(MUTABLE)],
    options: { unchanged: true },
    finds: [[APP]],
  },
  { name: 'does not report an import without changes', resources: [imported(MUTABLE)], finds: [] },
  {
    name: 'reports an import without changes if unchanged is set',
    resources: [imported(MUTABLE)],
    options: { unchanged: true },
    finds: [[APP]],
  },
  {
    name: 'reports an import with changes',
    resources: [{ ...imported(MUTABLE), after: repository('app', { ...MUTABLE, force_delete: true }) }],
    finds: [[APP]],
  },
  { name: 'does not report a replica', resources: [replication, source, created(MUTABLE)], finds: [] },
  {
    name: 'reports one of two repositories that replicate to each other',
    resources: [
      replication,
      {
        ...replication,
        provider: 'develop',
        name: 'back',
        after: {
          replication_configuration: [
            { rule: [{ destination: [{ region: 'us-west-1', registry_id: '111111111111' }] }] },
          ],
        },
      },
      source,
      created(MUTABLE),
    ],
    finds: [[APP]],
  },
  {
    name: 'reports a replica if replicas is set',
    resources: [replication, source, created(MUTABLE)],
    options: { replicas: true },
    finds: [[APP]],
  },
]);

const OFF = { image_scanning_configuration: [{ scan_on_push: false }] };
const rulesOf = (frequency: string, ...filters: readonly string[]) => [
  {
    scan_frequency: frequency,
    repository_filter: filters.map((filter) => ({ filter, filter_type: 'WILDCARD' })),
  },
];
const scanning = (type: string, rule: object, parts: Partial<ResourceParts> = {}): ResourceParts => ({
  type: 'aws_ecr_registry_scanning_configuration',
  provider: 'develop',
  after: { scan_type: type, rule },
  ...parts,
});

testRule(unscanned, [
  {
    name: 'reports scan_on_push that is disabled if no plan contains the scanning configuration',
    resources: [created(OFF)],
    finds: [[APP, 'its scan_on_push is off', "name '111111111111/ap-northeast-1' in the option"]],
  },
  { name: 'on', resources: [created({})], finds: [] },
  ...['*', '111111111111', '111111111111/ap-northeast-1'].map((entry) => ({
    name: `does not report a registry in scannedElsewhere: ${entry}`,
    resources: [created(OFF)],
    options: { scannedElsewhere: [entry] },
    finds: [],
  })),
  {
    name: 'reports a registry if scannedElsewhere names another Region',
    resources: [created(OFF)],
    options: { scannedElsewhere: ['111111111111/us-west-1'] },
    finds: [[APP]],
  },
  ...[
    ['BASIC', 'SCAN_ON_PUSH', '*'],
    ['BASIC', 'SCAN_ON_PUSH', 'pp'],
    ['ENHANCED', 'SCAN_ON_PUSH', 'a*p'],
    ['ENHANCED', 'CONTINUOUS_SCAN', 'app'],
  ].map(([type = '', frequency = '', filter = '']) => ({
    name: `does not report ${type} ${frequency} with the matching filter ${filter}`,
    resources: [created(OFF), scanning(type, rulesOf(frequency, filter))],
    finds: [],
  })),
  {
    name: 'reports basic scanning without a matching filter',
    resources: [created({}), scanning('BASIC', rulesOf('SCAN_ON_PUSH', 'prod'))],
    finds: [[APP, 'scanned by hand only, and scan_on_push of the repository itself counts for nothing']],
  },
  {
    name: 'reports a repository with manual scanning only',
    resources: [created(OFF), scanning('BASIC', rulesOf('MANUAL', '*'))],
    finds: [[APP, 'scanned by hand only']],
  },
  {
    name: 'reports enhanced scanning without a matching filter',
    resources: [created(OFF), scanning('ENHANCED', rulesOf('CONTINUOUS_SCAN', 'a*b'))],
    finds: [[APP, 'not scanned at all.']],
  },
  {
    name: 'reports enhanced scanning without a rule',
    resources: [created({}), scanning('ENHANCED', [])],
    finds: [[APP, 'not scanned at all']],
  },
  {
    name: 'does not report basic scanning that uses scan_on_push of the repository',
    resources: [created({}), scanning('BASIC', [])],
    finds: [],
  },
  {
    name: 'reports a repository if only another Region has a scanning configuration',
    resources: [
      created(OFF),
      scanning('ENHANCED', rulesOf('CONTINUOUS_SCAN', '*'), { provider: 'develop_us' }),
    ],
    finds: [[APP, 'no plan has the registry scan it']],
  },
  { name: 'does not report an unchanged repository', resources: [there(OFF)], finds: [] },
  ...[[], [{ scan_on_push: null }]].flatMap((block) => [
    {
      name: `does not report a removed block that stays enabled: ${JSON.stringify(block)}`,
      resources: [{ ...there({}), after: repository('app', { image_scanning_configuration: block }) }],
      finds: [],
    },
    {
      name: `reports a removed block that was disabled: ${JSON.stringify(block)}`,
      resources: [{ ...there(OFF), after: repository('app', { image_scanning_configuration: block }) }],
      finds: [[APP, 'its scan_on_push is off'] as const],
    },
    {
      name: `reports a new repository without scan_on_push: ${JSON.stringify(block)}`,
      resources: [created({ image_scanning_configuration: block })],
      finds: [[APP, 'its scan_on_push is off'] as const],
    },
    {
      name: `does not report a replacement that scanning-reduced reports: ${JSON.stringify(block)}`,
      resources: [
        {
          ...there({}),
          after: repository('app', { image_scanning_configuration: block }),
          change: { action: 'replace' as const },
        },
      ],
      finds: [],
    },
  ]),
  { name: 'does not report an import without changes', resources: [imported(OFF)], finds: [] },
  {
    name: 'reports an unchanged repository if unchanged is set',
    resources: [there(OFF)],
    options: { unchanged: true },
    finds: [[APP]],
  },
  {
    name: 'does not report two configurations of one registry, which singleton-conflict reports',
    resources: [
      created(OFF),
      scanning('BASIC', rulesOf('SCAN_ON_PUSH', 'app')),
      scanning('BASIC', rulesOf('SCAN_ON_PUSH', 'web'), { name: 'other' }),
    ],
    finds: [],
  },
  {
    name: 'does not report a narrowed filter that scanning-reduced reports',
    resources: [
      there(OFF),
      there(OFF, 'web'),
      scanning('BASIC', rulesOf('SCAN_ON_PUSH', 'app'), {
        before: { scan_type: 'BASIC', rule: rulesOf('SCAN_ON_PUSH', '*') },
      }),
    ],
    finds: [],
  },
  {
    name: 'does not report values that are known only after apply',
    resources: [created(OFF), scanning('BASIC', undefined as unknown as object, { unknown: { rule: true } })],
    finds: [],
  },
]);

const lifecycle = (parts: Partial<ResourceParts>): ResourceParts => ({
  type: 'aws_ecr_lifecycle_policy',
  name: 'app',
  provider: 'develop',
  ...parts,
});
const EXPIRES = { repository: 'app', policy: { rules: [] } };

testRule(noLifecyclePolicy, [
  { name: 'none', resources: [created({})], finds: [[APP, 'has no lifecycle policy']] },
  {
    name: 'does not report a repository with its own policy',
    resources: [created({}), lifecycle({ after: EXPIRES })],
    finds: [],
  },
  {
    name: 'reports the policy of another repository',
    resources: [created({}), lifecycle({ after: { ...EXPIRES, repository: 'web' } })],
    finds: [[APP]],
  },
  {
    name: 'reports the policy of another registry',
    resources: [created({}), lifecycle({ provider: 'develop_us', after: EXPIRES })],
    finds: [[APP]],
  },
  {
    name: 'does not report a policy that may belong to the repository',
    resources: [created({}), lifecycle({ after: { policy: { rules: [] } }, unknown: { repository: true } })],
    finds: [],
  },
  { name: 'does not report an unchanged repository', resources: [there({})], finds: [] },
  { name: 'does not report an import without changes', resources: [imported({})], finds: [] },
  {
    name: 'reports a policy that is destroyed',
    resources: [there({}), lifecycle({ before: EXPIRES })],
    finds: [[APP, 'loses its lifecycle policy']],
  },
  {
    name: 'does not report a repository that is destroyed',
    resources: [{ ...created({}), before: repository('app'), after: undefined as unknown as object }],
    finds: [],
  },
]);

const encrypted = (values: object) => ({ encryption_configuration: [values] });

testRule(unencryptedWithCmk, [
  { name: 'reports encryption with AES256', resources: [created({})], finds: [[APP, '(AES256)', 'kms_key']] },
  {
    name: 'reports the AWS managed key',
    resources: [created(encrypted({ encryption_type: 'KMS' }))],
    finds: [[APP, '(KMS without kms_key)']],
  },
  {
    name: 'does not report a customer managed key',
    resources: [
      created(encrypted({ encryption_type: 'KMS', kms_key: 'arn:aws:kms:eu-west-1:111111111111:key/1' })),
    ],
    finds: [],
  },
  {
    name: 'does not report a key that the same plan creates',
    resources: [
      {
        ...created(encrypted({ encryption_type: 'KMS' })),
        unknown: { encryption_configuration: [{ kms_key: true }] },
        expressions: { encryption_configuration: [{ kms_key: { references: ['aws_kms_key.app.arn'] } }] },
      },
    ],
    finds: [],
  },
  {
    name: 'reports a new repository whose encryption is unknown',
    resources: [
      {
        ...created(encrypted({ encryption_type: 'KMS' })),
        unknown: { encryption_configuration: [{ kms_key: true }] },
        expressions: { encryption_configuration: [{ encryption_type: { constant_value: 'KMS' } }] },
      },
    ],
    finds: [['aws_ecr_repository.app', 'the key that AWS manages for ECR']],
  },
  {
    name: 'reports a block that is unknown as a whole',
    resources: [
      {
        ...created(encrypted({ encryption_type: 'KMS' })),
        unknown: { encryption_configuration: [{ kms_key: true }] },
      },
    ],
    finds: [['aws_ecr_repository.app', 'the plan does not tell']],
  },
  { name: 'does not report an unchanged repository', resources: [there({})], finds: [] },
  { name: 'does not report an import without changes', resources: [imported({})], finds: [] },
  {
    name: 'reports an existing repository, whose encryption cannot change',
    resources: [there({})],
    options: { unchanged: true },
    finds: [[APP, 'it would mean a replacement']],
  },
]);
