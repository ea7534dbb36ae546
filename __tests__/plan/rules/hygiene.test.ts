import { mutableTags } from '../../../src/plan/rules/mutable-tags';
import { noLifecyclePolicy } from '../../../src/plan/rules/no-lifecycle-policy';
import { unencryptedWithCmk } from '../../../src/plan/rules/unencrypted-with-cmk';
import { unscanned } from '../../../src/plan/rules/unscanned';
import { repository, unchanged, type ResourceParts } from '../plans';
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
    name: 'not set, which is MUTABLE',
    resources: [created({ image_tag_mutability: undefined })],
    finds: [[APP, 'it is MUTABLE']],
  },
  {
    name: 'MUTABLE but for some',
    resources: [created(withFilter('MUTABLE_WITH_EXCLUSION'))],
    finds: [[APP, 'all but v*: it is MUTABLE_WITH_EXCLUSION']],
  },
  {
    name: 'MUTABLE but for some, which will do',
    resources: [created(withFilter('MUTABLE_WITH_EXCLUSION'))],
    options: { partly: true },
    finds: [],
  },
  { name: 'MUTABLE will not', resources: [created(MUTABLE)], options: { partly: true }, finds: [[APP]] },
  { name: 'IMMUTABLE', resources: [created({})], finds: [] },
  {
    name: 'IMMUTABLE but for some',
    resources: [created(withFilter('IMMUTABLE_WITH_EXCLUSION'))],
    finds: [],
  },
  { name: 'what nobody touches', resources: [there(MUTABLE)], finds: [] },
  {
    name: 'what nobody touches, where that is asked for',
    resources: [there(MUTABLE)],
    options: { unchanged: true },
    finds: [[APP]],
  },
  { name: 'what is imported as it is', resources: [imported(MUTABLE)], finds: [] },
  {
    name: 'what is imported as it is, where that is asked for',
    resources: [imported(MUTABLE)],
    options: { unchanged: true },
    finds: [[APP]],
  },
  {
    name: 'what is imported and changed',
    resources: [{ ...imported(MUTABLE), after: repository('app', { ...MUTABLE, force_delete: true }) }],
    finds: [[APP]],
  },
  { name: 'a replica', resources: [replication, source, created(MUTABLE)], finds: [] },
  {
    name: 'one of two that fill each other, to both of which images are pushed',
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
    name: 'a replica, where that is asked for',
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
    name: 'off, and no plan says how the registry scans',
    resources: [created(OFF)],
    finds: [[APP, 'its scan_on_push is off', "name '111111111111/ap-northeast-1' in the option"]],
  },
  { name: 'on', resources: [created({})], finds: [] },
  ...['*', '111111111111', '111111111111/ap-northeast-1'].map((place) => ({
    name: `scanned elsewhere: ${place}`,
    resources: [created(OFF)],
    options: { scannedElsewhere: [place] },
    finds: [],
  })),
  {
    name: 'scanned elsewhere, in another Region',
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
    name: `${type} ${frequency} ${filter} takes it`,
    resources: [created(OFF), scanning(type, rulesOf(frequency, filter))],
    finds: [],
  })),
  {
    name: 'basic scanning that does not take it',
    resources: [created({}), scanning('BASIC', rulesOf('SCAN_ON_PUSH', 'prod'))],
    finds: [[APP, 'scanned by hand only, and scan_on_push of the repository itself counts for nothing']],
  },
  {
    name: 'what is scanned by hand is not scanned when it is pushed',
    resources: [created(OFF), scanning('BASIC', rulesOf('MANUAL', '*'))],
    finds: [[APP, 'scanned by hand only']],
  },
  {
    name: 'enhanced scanning that does not take it',
    resources: [created(OFF), scanning('ENHANCED', rulesOf('CONTINUOUS_SCAN', 'a*b'))],
    finds: [[APP, 'not scanned at all.']],
  },
  {
    name: 'enhanced scanning without a rule',
    resources: [created({}), scanning('ENHANCED', [])],
    finds: [[APP, 'not scanned at all']],
  },
  {
    name: 'basic scanning that leaves it to the repository',
    resources: [created({}), scanning('BASIC', [])],
    finds: [],
  },
  {
    name: 'scanning of another Region',
    resources: [
      created(OFF),
      scanning('ENHANCED', rulesOf('CONTINUOUS_SCAN', '*'), { provider: 'develop_us' }),
    ],
    finds: [[APP, 'no plan has the registry scan it']],
  },
  { name: 'what nobody touches', resources: [there(OFF)], finds: [] },
  ...[[], [{ scan_on_push: null }]].flatMap((block) => [
    {
      name: `taken out, it stays on: ${JSON.stringify(block)}`,
      resources: [{ ...there({}), after: repository('app', { image_scanning_configuration: block }) }],
      finds: [],
    },
    {
      name: `off already, and not said any more: ${JSON.stringify(block)}`,
      resources: [{ ...there(OFF), after: repository('app', { image_scanning_configuration: block }) }],
      finds: [[APP, 'its scan_on_push is off'] as const],
    },
    {
      name: `created without: ${JSON.stringify(block)}`,
      resources: [created({ image_scanning_configuration: block })],
      finds: [[APP, 'its scan_on_push is off'] as const],
    },
    {
      name: `nothing of what scanning-reduced reports, replaced without: ${JSON.stringify(block)}`,
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
  { name: 'what is imported as it is', resources: [imported(OFF)], finds: [] },
  {
    name: 'what nobody touches, where that is asked for',
    resources: [there(OFF)],
    options: { unchanged: true },
    finds: [[APP]],
  },
  {
    name: 'two that manage one registry, which a rule of its own says',
    resources: [
      created(OFF),
      scanning('BASIC', rulesOf('SCAN_ON_PUSH', 'app')),
      scanning('BASIC', rulesOf('SCAN_ON_PUSH', 'web'), { name: 'other' }),
    ],
    finds: [],
  },
  {
    name: 'nothing of what scanning-reduced reports, of a filter that is narrowed',
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
    name: 'known only after apply',
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
  { name: 'one of its own', resources: [created({}), lifecycle({ after: EXPIRES })], finds: [] },
  {
    name: "another repository's",
    resources: [created({}), lifecycle({ after: { ...EXPIRES, repository: 'web' } })],
    finds: [[APP]],
  },
  {
    name: "another registry's",
    resources: [created({}), lifecycle({ provider: 'develop_us', after: EXPIRES })],
    finds: [[APP]],
  },
  {
    name: 'perhaps its own',
    resources: [created({}), lifecycle({ after: { policy: { rules: [] } }, unknown: { repository: true } })],
    finds: [],
  },
  { name: 'what nobody touches', resources: [there({})], finds: [] },
  { name: 'what is imported as it is', resources: [imported({})], finds: [] },
  {
    name: 'one that is destroyed',
    resources: [there({}), lifecycle({ before: EXPIRES })],
    finds: [[APP, 'loses its lifecycle policy']],
  },
  {
    name: 'a repository that is destroyed',
    resources: [{ ...created({}), before: repository('app'), after: undefined as unknown as object }],
    finds: [],
  },
]);

const encrypted = (values: object) => ({ encryption_configuration: [values] });

testRule(unencryptedWithCmk, [
  { name: 'AES256', resources: [created({})], finds: [[APP, '(AES256)', 'kms_key']] },
  {
    name: 'the key that AWS manages',
    resources: [created(encrypted({ encryption_type: 'KMS' }))],
    finds: [[APP, '(KMS without kms_key)']],
  },
  {
    name: 'a key of its own',
    resources: [
      created(encrypted({ encryption_type: 'KMS', kms_key: 'arn:aws:kms:eu-west-1:111111111111:key/1' })),
    ],
    finds: [],
  },
  {
    name: 'a key that is created with it',
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
    name: 'a new repository without a key, which the provider does not know yet',
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
    name: 'a block that hides whether there is a key',
    resources: [
      {
        ...created(encrypted({ encryption_type: 'KMS' })),
        unknown: { encryption_configuration: [{ kms_key: true }] },
      },
    ],
    finds: [['aws_ecr_repository.app', 'the plan does not tell']],
  },
  { name: 'what nobody touches', resources: [there({})], finds: [] },
  { name: 'what is imported as it is', resources: [imported({})], finds: [] },
  {
    name: 'what is there already cannot be changed',
    resources: [there({})],
    options: { unchanged: true },
    finds: [[APP, 'it would mean a replacement']],
  },
]);
