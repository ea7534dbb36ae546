import { lifecyclePolicyRefused } from '../../../src/lint/plan/lifecycle-policy-refused';
import { planOf, unchanged, type ResourceParts } from '../../plan/plans';
import { ANY, days, lifecycle, newest, tagged, UNTAGGED } from './lifecycle-policies';
import { problemsIn, testRule } from './rule-cases';

const put = (policy: string | undefined, parts: Partial<ResourceParts> = {}): ResourceParts => ({
  type: 'aws_ecr_lifecycle_policy',
  name: 'app',
  provider: 'develop',
  after: { repository: 'app', ...(policy === undefined ? {} : { policy }) },
  ...parts,
});
const APP = 'aws_ecr_lifecycle_policy.app';
const EMPTY = JSON.stringify({ rules: [] });
const patterns = (...tagPatternList: readonly string[]) => ({ tagStatus: 'tagged', tagPatternList });
const ARCHIVE = { type: 'transition', targetStorageClass: 'archive' };

testRule(lifecyclePolicyRefused, [
  {
    name: 'reports tagStatus any in a rule that is not the last',
    resources: [put(lifecycle({ ...ANY, ...newest(10) }, { ...UNTAGGED, ...days(7) }))],
    finds: [
      [
        APP,
        "ECR rejects the lifecycle policy of the repository 'app' (111111111111 in ap-northeast-1): 'Lifecycle policy validation failure'. rules[0]: ",
        'highest rulePriority',
      ],
    ],
  },
  ...[
    ['no rules', EMPTY, "'rules' must be a list of 1 to 50 rules"],
    ['a text that is not JSON', '{"rules": [', 'It is not valid JSON'],
    ['an empty text', '', 'It is not valid JSON'],
    ['a text that is not an object', '[]', 'must be an object, but is a list'],
    [
      'tagged without a list',
      lifecycle({ tagStatus: 'tagged', ...newest(5) }),
      'neither tagPrefixList nor tagPatternList',
    ],
    [
      'tagged with an empty list',
      lifecycle({ ...tagged(), ...newest(5) }),
      'neither tagPrefixList nor tagPatternList',
    ],
    ['both lists', lifecycle({ ...tagged('v'), tagPatternList: ['v*'], ...newest(5) }), 'has both'],
    [
      'untagged with a list',
      lifecycle({ ...UNTAGGED, tagPrefixList: ['v'], ...newest(5) }),
      "its tagStatus is 'untagged'",
    ],
    ['a count of 0', lifecycle({ ...ANY, ...newest(0) }), 'a whole number of at least 1, but is 0'],
    [
      'days without a unit',
      lifecycle({ ...ANY, ...days(3), countUnit: undefined }),
      "must be 'days', but is missing",
    ],
    ['a count with a unit', lifecycle({ ...ANY, ...newest(3), countUnit: 'days' }), 'countUnit'],
    ['another action', lifecycle({ ...ANY, ...newest(3), action: { type: 'delete' } }), "but is 'delete'"],
    [
      'two rules about untagged images',
      lifecycle({ ...UNTAGGED, ...days(3) }, { ...UNTAGGED, ...newest(3) }),
      'Only one rule can select Untagged',
    ],
    [
      'two rules about any image',
      lifecycle({ ...ANY, ...days(3) }, { ...ANY, ...newest(3) }),
      "tagStatus 'any' is not the last",
    ],
    [
      'two rules with the same rulePriority',
      lifecycle({ ...tagged('v'), ...days(3) }, { ...ANY, ...newest(3), rulePriority: 1 }),
      'rulePriority 1 is used by another rule',
    ],
    [
      'the same tags twice',
      lifecycle({ ...tagged('a', 'b'), ...days(3) }, { ...tagged('b', 'a'), ...newest(3) }),
      'Another rule has the same tagPrefixList',
    ],
    [
      'more than four wildcards',
      lifecycle({ ...patterns('a*b*c*d*e*'), ...newest(3) }),
      'ECR allows at most 4',
    ],
    [
      'a wildcard in a prefix',
      lifecycle({ ...tagged('v*'), ...newest(3) }),
      "'v*' is not valid in rules[0].selection.tagPrefixList[0]",
    ],
    [
      '51 rules',
      lifecycle(...Array.from({ length: 51 }, (_, index) => ({ ...tagged(`v${index}`), ...newest(3) }))),
      'but has 51',
    ],
    [
      'a rule that expires images by the last pull',
      lifecycle({ ...ANY, ...days(3), countType: 'sinceImagePulled' }),
      'cannot expire images by sinceImagePulled, only archive them',
    ],
  ].map(([name = '', policy, text = '']) => ({
    name: `reports ${name}`,
    resources: [put(policy)],
    finds: [[APP, text]] as const,
  })),
  {
    name: 'counts additional faults',
    resources: [put(lifecycle(...[1, 2, 3, 4].map(() => ({ ...ANY, ...newest(0), rulePriority: 'x' }))))],
    finds: [[APP, 'And 5 more.']],
  },
  {
    name: 'reports a policy that is changed',
    resources: [put(EMPTY, { before: { repository: 'app', policy: lifecycle({ ...ANY, ...newest(3) }) } })],
    finds: [[APP]],
  },
  {
    name: 'reports the lifecycle policy of a creation template',
    resources: [
      {
        type: 'aws_ecr_repository_creation_template',
        provider: 'develop',
        after: { prefix: 'team', applied_for: ['REPLICATION'], lifecycle_policy: EMPTY },
      },
    ],
    finds: [
      [
        'aws_ecr_repository_creation_template.this',
        "the lifecycle policy of the creation template 'team' (111111111111 in ap-northeast-1)",
      ],
    ],
  },
  {
    name: 'does not report a policy that AWS has accepted',
    resources: [
      unchanged({
        type: 'aws_ecr_lifecycle_policy',
        provider: 'develop',
        before: { repository: 'app', policy: EMPTY },
      }),
    ],
    finds: [],
  },
  {
    name: 'does not report a policy that is removed',
    resources: [{ ...put(EMPTY), after: undefined as never, before: { repository: 'app', policy: EMPTY } }],
    finds: [],
  },
  {
    name: 'does not report a policy that is known only after apply',
    resources: [put(undefined, { unknown: { policy: true } })],
    finds: [],
  },
  ...[
    [
      'a description with quotes',
      JSON.stringify({
        rules: [
          {
            rulePriority: 1,
            description: 'keep "100%"',
            selection: { ...ANY, ...newest(3) },
            action: { type: 'expire' },
          },
        ],
      }),
    ],
    [
      'rules in any order',
      lifecycle({ ...ANY, ...newest(9), rulePriority: 20 }, { ...UNTAGGED, ...days(3), rulePriority: 3 }),
    ],
    [
      'any in both storage classes',
      lifecycle(
        { ...ANY, ...days(3), action: ARCHIVE },
        { ...ANY, ...days(100), countType: 'sinceImageTransitioned', storageClass: 'archive' },
      ),
    ],
  ].map(([name = '', policy]) => ({ name: `accepts ${name}`, resources: [put(policy)], finds: [] })),
]);

test.each([
  [
    'a property that this version does not know',
    lifecycle({ ...ANY, ...newest(3), repositories: ['x'] }),
    "'rules[0].selection.repositories'",
  ],
  [
    'fewer days in the archive than ECR keeps',
    lifecycle({ ...ANY, ...days(3), countType: 'sinceImageTransitioned', storageClass: 'archive' }),
    'at least 90 days',
  ],
])('warns of %s', (_, policy, text) => {
  const [problem] = problemsIn(lifecyclePolicyRefused, [planOf([put(policy)])]);
  expect(problem).toMatchObject({ severity: 'warning', message: expect.stringContaining(text) as string });
});
