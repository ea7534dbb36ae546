import { scanningReduced } from '../../../src/lint/plan/scanning-reduced';
import { repository, unchanged, type ResourceParts } from '../../plan/plans';
import { testRule } from './rule-cases';
import {
  ALWAYS,
  CONFIGURATION,
  ON_PUSH,
  scanningConfiguration,
  scanningValues,
} from './scanning-configurations';

const onPush = (value: boolean) => ({ image_scanning_configuration: [{ scan_on_push: value }] });
const existingRepository = (name: string, value = false): ResourceParts =>
  unchanged({
    type: 'aws_ecr_repository',
    name: 'app',
    provider: 'develop',
    before: repository(name, onPush(value)),
  });
const withScanOnPush = (before: boolean, after: boolean): ResourceParts => ({
  type: 'aws_ecr_repository',
  name: 'app',
  provider: 'develop',
  before: repository('app', onPush(before)),
  after: repository('app', onPush(after)),
});
const APP = 'aws_ecr_repository.app';
const REDUCED: readonly (readonly [string, readonly ResourceParts[], string, ...string[]])[] = [
  [
    'ENHANCED to BASIC',
    [scanningConfiguration(ALWAYS, ON_PUSH)],
    CONFIGURATION,
    'Reduces the scanning of 111111111111 in ap-northeast-1: the scan type changes from ENHANCED to BASIC.',
  ],
  [
    'a configuration that is destroyed',
    [scanningConfiguration(ALWAYS, undefined), existingRepository('app')],
    CONFIGURATION,
    'resets it to BASIC without rules',
    "Automatic scans after the apply: 'app' (never).",
  ],
  [
    'a filter that is narrowed',
    [
      scanningConfiguration(ALWAYS, scanningValues('ENHANCED', ['CONTINUOUS_SCAN', 'prod-*'])),
      existingRepository('legacy'),
    ],
    CONFIGURATION,
    'repositories that match * are scanned less often',
    "'legacy' (never)",
  ],
  [
    'a filter that is removed',
    [
      scanningConfiguration(
        scanningValues('BASIC', ['SCAN_ON_PUSH', 'a', 'b']),
        scanningValues('BASIC', ['SCAN_ON_PUSH', 'a']),
      ),
    ],
    CONFIGURATION,
    'repositories that match b are',
  ],
  [
    'continuous to on push',
    [
      scanningConfiguration(ALWAYS, scanningValues('ENHANCED', ['SCAN_ON_PUSH', '*'])),
      existingRepository('app'),
    ],
    CONFIGURATION,
    "'app' (on push)",
  ],
  [
    'a first configuration that excludes a scanned repository',
    [
      scanningConfiguration(undefined, scanningValues('ENHANCED', ['CONTINUOUS_SCAN', 'prod'])),
      existingRepository('app', true),
    ],
    CONFIGURATION,
    'the filters no longer match all repositories',
    "'app' (never)",
  ],
  [
    'scan_on_push that is disabled',
    [withScanOnPush(true, false)],
    APP,
    "The repository 'app' (111111111111 in ap-northeast-1) is no longer scanned on push",
  ],
];
const REPLACED: ResourceParts = { ...withScanOnPush(true, false), change: { action: 'replace' } };
const KEPT: readonly (readonly [string, readonly ResourceParts[]])[] = [
  ['BASIC to ENHANCED', [scanningConfiguration(ON_PUSH, ALWAYS), existingRepository('app')]],
  [
    'a filter that is widened',
    [scanningConfiguration(scanningValues('ENHANCED', ['CONTINUOUS_SCAN', 'prod-*']), ALWAYS)],
  ],
  [
    'a filter that is written differently',
    [
      scanningConfiguration(
        scanningValues('BASIC', ['SCAN_ON_PUSH', 'prod']),
        scanningValues('BASIC', ['SCAN_ON_PUSH', '*prod*']),
      ),
    ],
  ],
  ['a second filter', [scanningConfiguration(ON_PUSH, scanningValues('BASIC', ['SCAN_ON_PUSH', '*', 'x']))]],
  ['a first configuration', [scanningConfiguration(undefined, ALWAYS), existingRepository('app', true)]],
  [
    'scan_on_push that is disabled if the registry scans',
    [
      unchanged({ type: 'aws_ecr_registry_scanning_configuration', provider: 'develop', before: ALWAYS }),
      withScanOnPush(true, false),
    ],
  ],
  ['scan_on_push that is enabled', [withScanOnPush(false, true)]],
  [
    'a configuration that is known only after apply',
    [scanningConfiguration(ALWAYS, ON_PUSH, { unknown: { scan_type: true } })],
  ],
  [
    'a configuration that moves to another resource',
    [scanningConfiguration(ALWAYS, undefined), scanningConfiguration(undefined, ALWAYS, { name: 'new' })],
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
