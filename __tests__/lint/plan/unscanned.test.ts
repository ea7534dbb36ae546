import { unscanned } from '../../../src/lint/plan/unscanned';
import { repository, type ResourceParts } from '../../plan/plans';
import { APP, importedRepository, newRepository, unchangedRepository } from './repository-resources';
import { testRule } from './rule-cases';

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
    resources: [newRepository(OFF)],
    finds: [[APP, 'scan_on_push is disabled', "add '111111111111/ap-northeast-1' to the option"]],
  },
  { name: 'on', resources: [newRepository({})], finds: [] },
  ...['*', '111111111111', '111111111111/ap-northeast-1'].map((entry) => ({
    name: `does not report a registry in scannedElsewhere: ${entry}`,
    resources: [newRepository(OFF)],
    options: { scannedElsewhere: [entry] },
    finds: [],
  })),
  {
    name: 'reports a registry if scannedElsewhere names another Region',
    resources: [newRepository(OFF)],
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
    resources: [newRepository(OFF), scanning(type, rulesOf(frequency, filter))],
    finds: [],
  })),
  {
    name: 'reports basic scanning without a matching filter',
    resources: [newRepository({}), scanning('BASIC', rulesOf('SCAN_ON_PUSH', 'prod'))],
    finds: [[APP, 'It can only be scanned manually. Its own scan_on_push has no effect.']],
  },
  {
    name: 'reports a repository with manual scanning only',
    resources: [newRepository(OFF), scanning('BASIC', rulesOf('MANUAL', '*'))],
    finds: [[APP, 'It can only be scanned manually.']],
  },
  {
    name: 'reports enhanced scanning without a matching filter',
    resources: [newRepository(OFF), scanning('ENHANCED', rulesOf('CONTINUOUS_SCAN', 'a*b'))],
    finds: [[APP, 'not scanned at all.']],
  },
  {
    name: 'reports enhanced scanning without a rule',
    resources: [newRepository({}), scanning('ENHANCED', [])],
    finds: [[APP, 'not scanned at all']],
  },
  {
    name: 'does not report basic scanning that uses scan_on_push of the repository',
    resources: [newRepository({}), scanning('BASIC', [])],
    finds: [],
  },
  {
    name: 'reports a repository if only another Region has a scanning configuration',
    resources: [
      newRepository(OFF),
      scanning('ENHANCED', rulesOf('CONTINUOUS_SCAN', '*'), { provider: 'develop_us' }),
    ],
    finds: [[APP, 'no scanning configuration in these plans scans it']],
  },
  { name: 'does not report an unchanged repository', resources: [unchangedRepository(OFF)], finds: [] },
  ...[[], [{ scan_on_push: null }]].flatMap((block) => [
    {
      name: `does not report a removed block that stays enabled: ${JSON.stringify(block)}`,
      resources: [
        { ...unchangedRepository({}), after: repository('app', { image_scanning_configuration: block }) },
      ],
      finds: [],
    },
    {
      name: `reports a removed block that was disabled: ${JSON.stringify(block)}`,
      resources: [
        { ...unchangedRepository(OFF), after: repository('app', { image_scanning_configuration: block }) },
      ],
      finds: [[APP, 'scan_on_push is disabled'] as const],
    },
    {
      name: `reports a new repository without scan_on_push: ${JSON.stringify(block)}`,
      resources: [newRepository({ image_scanning_configuration: block })],
      finds: [[APP, 'scan_on_push is disabled'] as const],
    },
    {
      name: `does not report a replacement that scanning-reduced reports: ${JSON.stringify(block)}`,
      resources: [
        {
          ...unchangedRepository({}),
          after: repository('app', { image_scanning_configuration: block }),
          change: { action: 'replace' as const },
        },
      ],
      finds: [],
    },
  ]),
  { name: 'does not report an import without changes', resources: [importedRepository(OFF)], finds: [] },
  {
    name: 'reports an unchanged repository if unchanged is set',
    resources: [unchangedRepository(OFF)],
    options: { unchanged: true },
    finds: [[APP]],
  },
  {
    name: 'does not report two configurations of one registry, which singleton-conflict reports',
    resources: [
      newRepository(OFF),
      scanning('BASIC', rulesOf('SCAN_ON_PUSH', 'app')),
      scanning('BASIC', rulesOf('SCAN_ON_PUSH', 'web'), { name: 'other' }),
    ],
    finds: [],
  },
  {
    name: 'does not report a narrowed filter that scanning-reduced reports',
    resources: [
      unchangedRepository(OFF),
      unchangedRepository(OFF, 'web'),
      scanning('BASIC', rulesOf('SCAN_ON_PUSH', 'app'), {
        before: { scan_type: 'BASIC', rule: rulesOf('SCAN_ON_PUSH', '*') },
      }),
    ],
    finds: [],
  },
  {
    name: 'does not report values that are known only after apply',
    resources: [
      newRepository(OFF),
      scanning('BASIC', undefined as unknown as object, { unknown: { rule: true } }),
    ],
    finds: [],
  },
  {
    name: 'does not repeat what scanning-reduced reports',
    resources: [{ ...unchangedRepository({}), after: repository('app', OFF) }],
    finds: [],
  },
]);
