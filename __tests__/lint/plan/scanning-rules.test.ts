import { scanningReduced } from '../../../src/lint/plan/scanning-reduced';
import { scanningRefused } from '../../../src/lint/plan/scanning-refused';
import { unscanned } from '../../../src/lint/plan/unscanned';
import { repository, unchanged, type ResourceParts } from '../../plan/plans';
import { testRule } from './rule-cases';

type ScanRule = readonly [frequency: string, ...filters: readonly string[]];

const scanning = (type: string, ...rules: readonly ScanRule[]): object => ({
  scan_type: type,
  rule: rules.map(([frequency, ...filters]) => ({
    scan_frequency: frequency,
    repository_filter: filters.map((filter) => ({ filter, filter_type: 'WILDCARD' })),
  })),
});
const registry = (
  before: object | undefined,
  after: object | undefined,
  parts: Partial<ResourceParts> = {},
): ResourceParts => ({
  type: 'aws_ecr_registry_scanning_configuration',
  provider: 'develop',
  ...(before === undefined ? {} : { before }),
  ...(after === undefined ? {} : { after }),
  ...parts,
});
const onPush = (value: boolean) => ({ image_scanning_configuration: [{ scan_on_push: value }] });
const there = (name: string, value = false): ResourceParts =>
  unchanged({
    type: 'aws_ecr_repository',
    name: 'app',
    provider: 'develop',
    before: repository(name, onPush(value)),
  });
const switched = (before: boolean, after: boolean): ResourceParts => ({
  type: 'aws_ecr_repository',
  name: 'app',
  provider: 'develop',
  before: repository('app', onPush(before)),
  after: repository('app', onPush(after)),
});
const APP = 'aws_ecr_repository.app';
const CONFIGURATION = 'aws_ecr_registry_scanning_configuration.this';
const ALWAYS = scanning('ENHANCED', ['CONTINUOUS_SCAN', '*']);
const ON_PUSH = scanning('BASIC', ['SCAN_ON_PUSH', '*']);

const REDUCED: readonly (readonly [string, readonly ResourceParts[], string, ...string[]])[] = [
  [
    'ENHANCED to BASIC',
    [registry(ALWAYS, ON_PUSH)],
    CONFIGURATION,
    'The scanning configuration of 111111111111 in ap-northeast-1 scans less than before: the scan type changes from ENHANCED to BASIC.',
  ],
  [
    'a configuration that is destroyed',
    [registry(ALWAYS, undefined), there('app')],
    CONFIGURATION,
    'resets it to BASIC without rules',
    "Scanned less from now on: 'app' (never).",
  ],
  [
    'a filter that is narrowed',
    [registry(ALWAYS, scanning('ENHANCED', ['CONTINUOUS_SCAN', 'prod-*'])), there('legacy')],
    CONFIGURATION,
    'names that match * are no longer',
    "'legacy' (never)",
  ],
  [
    'a filter that is removed',
    [registry(scanning('BASIC', ['SCAN_ON_PUSH', 'a', 'b']), scanning('BASIC', ['SCAN_ON_PUSH', 'a']))],
    CONFIGURATION,
    'names that match b are',
  ],
  [
    'continuous to on push',
    [registry(ALWAYS, scanning('ENHANCED', ['SCAN_ON_PUSH', '*'])), there('app')],
    CONFIGURATION,
    "'app' (on push)",
  ],
  [
    'a first configuration that excludes a scanned repository',
    [registry(undefined, scanning('ENHANCED', ['CONTINUOUS_SCAN', 'prod'])), there('app', true)],
    CONFIGURATION,
    'its filters do not match all repositories',
    "'app' (never)",
  ],
  [
    'scan_on_push that is disabled',
    [switched(true, false)],
    APP,
    "The repository 'app' (111111111111 in ap-northeast-1) is no longer scanned when images are pushed",
  ],
];
const REPLACED: ResourceParts = { ...switched(true, false), change: { action: 'replace' } };
const KEPT: readonly (readonly [string, readonly ResourceParts[]])[] = [
  ['BASIC to ENHANCED', [registry(ON_PUSH, ALWAYS), there('app')]],
  ['a filter that is widened', [registry(scanning('ENHANCED', ['CONTINUOUS_SCAN', 'prod-*']), ALWAYS)]],
  [
    'a filter that is written differently',
    [registry(scanning('BASIC', ['SCAN_ON_PUSH', 'prod']), scanning('BASIC', ['SCAN_ON_PUSH', '*prod*']))],
  ],
  ['a second filter', [registry(ON_PUSH, scanning('BASIC', ['SCAN_ON_PUSH', '*', 'x']))]],
  ['a first configuration', [registry(undefined, ALWAYS), there('app', true)]],
  [
    'scan_on_push that is disabled if the registry scans',
    [
      unchanged({ type: 'aws_ecr_registry_scanning_configuration', provider: 'develop', before: ALWAYS }),
      switched(true, false),
    ],
  ],
  ['scan_on_push that is enabled', [switched(false, true)]],
  [
    'a configuration that is known only after apply',
    [registry(ALWAYS, ON_PUSH, { unknown: { scan_type: true } })],
  ],
  [
    'a configuration that moves to another resource',
    [registry(ALWAYS, undefined), registry(undefined, ALWAYS, { name: 'new' })],
  ],
];

testRule(scanningReduced, [
  {
    name: 'reports a repository that is replaced without scan_on_push',
    resources: [REPLACED],
    finds: [[APP, 'no longer scanned']],
  },
  ...REDUCED.map(([name, resources, ...expected]) => ({
    name: `reports ${name}`,
    resources,
    finds: [expected] as const,
  })),
  ...KEPT.map(([name, resources]) => ({ name: `does not report ${name}`, resources, finds: [] })),
]);

testRule(unscanned, [
  { name: 'does not repeat what scanning-reduced reports', resources: [switched(true, false)], finds: [] },
]);

const REFUSED: readonly (readonly [string, object, string])[] = [
  [
    'BASIC with CONTINUOUS_SCAN',
    scanning('BASIC', ['CONTINUOUS_SCAN', '*']),
    'scan_type BASIC does not allow scan_frequency CONTINUOUS_SCAN',
  ],
  [
    'ENHANCED with MANUAL',
    scanning('ENHANCED', ['MANUAL', '*']),
    'scan_type ENHANCED does not allow scan_frequency MANUAL',
  ],
  [
    'three rules',
    scanning('BASIC', ['SCAN_ON_PUSH', 'a'], ['MANUAL', 'b'], ['SCAN_ON_PUSH', 'c']),
    'it has 3 rules, and ECR allows 2',
  ],
  [
    'two rules with the same frequency',
    scanning('BASIC', ['SCAN_ON_PUSH', 'a'], ['SCAN_ON_PUSH', 'b']),
    'several rules have scan_frequency SCAN_ON_PUSH',
  ],
  [
    'a filter that is not valid',
    scanning('BASIC', ['SCAN_ON_PUSH', 'Prod']),
    "the filter 'Prod' is not valid",
  ],
];

testRule(scanningRefused, [
  ...REFUSED.map(([name, after, expected]) => ({
    name: `reports ${name}`,
    resources: [registry(undefined, after)],
    finds: [
      [CONFIGURATION, 'ECR refuses the scanning configuration of 111111111111 in ap-northeast-1', expected],
    ] as const,
  })),
  ...[
    ALWAYS,
    ON_PUSH,
    scanning('BASIC'),
    scanning('ENHANCED', ['SCAN_ON_PUSH', 'a'], ['CONTINUOUS_SCAN', 'b']),
  ].map((after) => ({
    name: `accepts ${JSON.stringify(after)}`,
    resources: [registry(undefined, after)],
    finds: [],
  })),
  {
    name: 'does not report what exists',
    resources: [
      unchanged({
        type: 'aws_ecr_registry_scanning_configuration',
        provider: 'develop',
        before: scanning('BASIC', ['CONTINUOUS_SCAN', '*']),
      }),
    ],
    finds: [],
  },
]);
