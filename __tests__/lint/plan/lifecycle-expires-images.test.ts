import { lifecycleExpiresImages } from '../../../src/lint/plan/lifecycle-expires-images';
import { planOf, repository, unchanged, type ResourceParts } from '../../plan/plans';
import { ANY, days, lifecycle, newest, tagged, UNTAGGED } from './lifecycle-policies';
import { problemsIn, testRule } from './rule-cases';

const of = (
  before: string | undefined,
  after: string | undefined,
  parts: Partial<ResourceParts> = {},
): ResourceParts => ({
  type: 'aws_ecr_lifecycle_policy',
  name: 'app',
  provider: 'develop',
  ...(before === undefined ? {} : { before: { repository: 'app', policy: before } }),
  ...(after === undefined ? {} : { after: { repository: 'app', policy: after } }),
  ...parts,
});
const there = unchanged({ type: 'aws_ecr_repository', provider: 'develop', before: repository('app') });
const created: ResourceParts = { type: 'aws_ecr_repository', provider: 'develop', after: repository('app') };
const APP = 'aws_ecr_lifecycle_policy.app';
const KEEP_40 = lifecycle({ ...ANY, ...newest(40) });
const KEEP_10 = lifecycle({ ...ANY, ...newest(10) });

testRule(lifecycleExpiresImages, [
  {
    name: 'reports a policy that keeps fewer images',
    resources: [there, of(KEEP_40, KEEP_10)],
    finds: [
      [
        APP,
        "Newly expires images of the repository 'app' (111111111111 in ap-northeast-1)",
        'within 24 hours, even if they are deployed',
        'Before: expires any beyond 40 images. After: expires any beyond 10 images.',
        'Affected: tagged and untagged images.',
        'start-lifecycle-policy-preview',
      ],
    ],
  },
  {
    name: 'reports a first policy',
    resources: [there, of(undefined, KEEP_10)],
    finds: [[APP, 'Before: no lifecycle policy in these plans.']],
  },
  {
    name: 'reports the policy of a repository that is in no plan',
    resources: [of(undefined, KEEP_10)],
    finds: [[APP, "repository 'app'"]],
  },
  {
    name: 'reports untagged to any',
    resources: [there, of(lifecycle({ ...UNTAGGED, ...days(90) }), lifecycle({ ...ANY, ...days(90) }))],
    finds: [[APP, 'Affected: tagged images.']],
  },
  {
    name: 'reports a rule removed that protected tags from a later rule',
    resources: [
      there,
      of(
        lifecycle({ ...tagged('prod'), ...newest(100) }, { ...ANY, ...days(60) }),
        lifecycle({ ...ANY, ...days(60) }),
      ),
    ],
    finds: [[APP, 'Affected: tagged images.']],
  },
  {
    name: 'names the rule of several that removes them',
    resources: [
      there,
      of(
        KEEP_10,
        lifecycle({ ...UNTAGGED, ...newest(10) }, { ...tagged('v'), ...days(60) }, { ...ANY, ...newest(10) }),
      ),
    ],
    finds: [[APP, 'Affected: tagged images (rulePriority 2: expires tagged v* after 60 days).']],
  },
  {
    name: 'reports images that are archived, as archived',
    resources: [
      there,
      of(
        undefined,
        lifecycle({ ...ANY, ...days(60), action: { type: 'transition', targetStorageClass: 'archive' } }),
      ),
    ],
    finds: [[APP, 'Newly archives images', 'until you restore them']],
    lacks: ['deletes'],
  },
  {
    name: 'compares with the policy that another resource had',
    resources: [there, { ...of(KEEP_10, undefined), name: 'old' }, of(undefined, KEEP_10)],
    finds: [],
  },
  {
    name: 'compares with nothing if the policy was that of another repository',
    resources: [
      there,
      {
        ...of(undefined, KEEP_10),
        before: { repository: 'web', policy: KEEP_10 },
        replacedFor: ['repository'],
      },
    ],
    finds: [[APP, 'no lifecycle policy in these plans']],
  },
  {
    name: 'reports a policy that is known only after apply',
    resources: [
      there,
      { ...of(KEEP_10, undefined), after: { repository: 'app' }, unknown: { policy: true } },
    ],
    finds: [[APP, 'The plan does not show the new policy', 'After: not shown in the plan.']],
  },
  {
    name: 'reports the change of a policy that was sensitive',
    resources: [there, { ...of(KEEP_10, KEEP_40), change: { beforeSensitive: { policy: true } } }],
    finds: [[APP, 'Before: not shown in the plan.']],
  },
  ...[
    ['more images', KEEP_10, KEEP_40],
    [
      'the same images by other rules',
      lifecycle({ ...tagged('v'), ...newest(9) }, { ...UNTAGGED, ...days(3) }),
      lifecycle({ ...UNTAGGED, ...days(3) }, { tagStatus: 'tagged', tagPatternList: ['v*'], ...newest(9) }),
    ],
    [
      'other priorities in the same order',
      lifecycle({ ...tagged('v'), ...newest(9) }, { ...ANY, ...days(3) }),
      lifecycle({ ...tagged('v'), ...newest(9), rulePriority: 10 }, { ...ANY, ...days(3), rulePriority: 20 }),
    ],
    ['fewer tags', lifecycle({ ...tagged('v'), ...days(9) }), lifecycle({ ...tagged('v1'), ...days(9) })],
    ['a policy that is removed', KEEP_10, undefined],
    ['a policy that ECR refuses', KEEP_10, JSON.stringify({ rules: [] })],
  ].map(([name = '', before, after]) => ({
    name: `does not report ${name}`,
    resources: [there, of(before, after)],
    finds: [],
  })),
  {
    name: 'does not report a policy that does not change',
    resources: [there, of(KEEP_10, KEEP_10)],
    finds: [],
  },
  {
    name: 'does not report a repository that is created',
    resources: [created, of(undefined, KEEP_10)],
    finds: [],
  },
  {
    name: 'does not report a repository that is replaced',
    resources: [
      { ...created, before: repository('web'), replacedFor: ['name'] },
      {
        ...of(undefined, KEEP_10),
        before: { repository: 'web', policy: KEEP_40 },
        replacedFor: ['repository'],
      },
    ],
    finds: [],
  },
  {
    name: 'leaves a repository that is known only after apply to undecidable',
    resources: [{ ...of(undefined, KEEP_10), after: { policy: KEEP_10 }, unknown: { repository: true } }],
    finds: [],
  },
]);

test.each<[string, string, object, 'error' | undefined]>([
  ['6 tagged images', lifecycle({ ...ANY, ...newest(6) }), {}, undefined],
  ['5 tagged images', lifecycle({ ...ANY, ...newest(5) }), {}, 'error'],
  ['5 untagged images', lifecycle({ ...UNTAGGED, ...newest(5) }), {}, undefined],
  ['tagged images for 31 days', lifecycle({ ...tagged('v'), ...days(31) }), {}, undefined],
  ['tagged images for 30 days', lifecycle({ ...tagged('v'), ...days(30) }), {}, 'error'],
  ['5 tagged images if fewImages is lower', lifecycle({ ...ANY, ...newest(5) }), { fewImages: 4 }, undefined],
  [
    'tagged images for 30 days if fewDays is lower',
    lifecycle({ ...ANY, ...days(30) }),
    { fewDays: 7 },
    undefined,
  ],
])('sets the severity for a policy that keeps %s', (_, policy, options, severity) => {
  const [problem] = problemsIn(
    lifecycleExpiresImages,
    [planOf([there, of(undefined, policy)])],
    options as never,
  );
  expect(problem?.severity).toBe(severity);
});
