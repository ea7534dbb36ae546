import { scanningRefused } from '../../../src/lint/plan/scanning-refused';
import { unchanged } from '../../plan/plans';
import { testRule } from './rule-cases';
import {
  ALWAYS,
  CONFIGURATION,
  ON_PUSH,
  scanningConfiguration,
  scanningValues,
} from './scanning-configurations';

const REFUSED: readonly (readonly [string, object, string])[] = [
  [
    'BASIC with CONTINUOUS_SCAN',
    scanningValues('BASIC', ['CONTINUOUS_SCAN', '*']),
    'scan_type BASIC does not allow scan_frequency CONTINUOUS_SCAN',
  ],
  [
    'ENHANCED with MANUAL',
    scanningValues('ENHANCED', ['MANUAL', '*']),
    'scan_type ENHANCED does not allow scan_frequency MANUAL',
  ],
  [
    'three rules',
    scanningValues('BASIC', ['SCAN_ON_PUSH', 'a'], ['MANUAL', 'b'], ['SCAN_ON_PUSH', 'c']),
    'It has 3 rules, but ECR allows 2',
  ],
  [
    'two rules with the same frequency',
    scanningValues('BASIC', ['SCAN_ON_PUSH', 'a'], ['SCAN_ON_PUSH', 'b']),
    'Several rules have scan_frequency SCAN_ON_PUSH',
  ],
  [
    'a filter that is not valid',
    scanningValues('BASIC', ['SCAN_ON_PUSH', 'Prod']),
    "The filter 'Prod' is not valid",
  ],
];

testRule(scanningRefused, [
  ...REFUSED.map(([name, after, expected]) => ({
    name: `reports ${name}`,
    resources: [scanningConfiguration(undefined, after)],
    finds: [
      [CONFIGURATION, 'ECR rejects the scanning configuration of 111111111111 in ap-northeast-1', expected],
    ] as const,
  })),
  ...[
    ALWAYS,
    ON_PUSH,
    scanningValues('BASIC'),
    scanningValues('ENHANCED', ['SCAN_ON_PUSH', 'a'], ['CONTINUOUS_SCAN', 'b']),
  ].map((after) => ({
    name: `accepts ${JSON.stringify(after)}`,
    resources: [scanningConfiguration(undefined, after)],
    finds: [],
  })),
  {
    name: 'does not report what exists',
    resources: [
      unchanged({
        type: 'aws_ecr_registry_scanning_configuration',
        provider: 'develop',
        before: scanningValues('BASIC', ['CONTINUOUS_SCAN', '*']),
      }),
    ],
    finds: [],
  },
]);
