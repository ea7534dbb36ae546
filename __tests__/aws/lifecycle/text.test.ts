import { lifecyclePolicyText } from '../../../src/aws/lifecycle/text';
import { settingChange } from '../../../src/change/setting-text';
import { DEFAULT_SETTINGS } from '../../../src/model/settings';
import { UNKNOWN } from '../../../src/model/unknown';

const KEEP = { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 10 };
const since = (countType: string, countNumber: number) => ({ countType, countUnit: 'days', countNumber });
const ARCHIVES = { type: 'transition', targetStorageClass: 'archive' };

const rule = (selection: object, parts: object = {}, rulePriority = 1) => ({
  rulePriority,
  selection,
  action: { type: 'expire' },
  ...parts,
});
const policy = (...rules: readonly unknown[]) => JSON.stringify({ rules });
/** Rules with these counts, in this order. */
const keeping = (...counts: readonly number[]) =>
  policy(...counts.map((countNumber, index) => rule({ ...KEEP, countNumber }, {}, index + 1)));

test.each([
  ['a number of images', policy(rule(KEEP)), 'expires any beyond 10 images'],
  ['one image', policy(rule({ ...KEEP, countNumber: 1 })), 'expires any beyond 1 image'],
  [
    'the age of untagged images',
    policy(rule({ tagStatus: 'untagged', ...since('sinceImagePushed', 14) })),
    'expires untagged after 14 days',
  ],
  [
    'two rules, in the order in which ECR applies them',
    policy(
      rule({ ...KEEP, countNumber: 1 }, {}, 20),
      rule({ tagStatus: 'untagged', ...since('sinceImagePushed', 1) }, {}, 3),
    ),
    'expires untagged after 1 day; any beyond 1 image',
  ],
  [
    'tags that are all required',
    policy(rule({ ...KEEP, tagStatus: 'tagged', tagPatternList: ['v*', '*-rc'] })),
    'expires tagged v* and *-rc beyond 10 images',
  ],
  [
    'tag prefixes',
    policy(rule({ ...KEEP, tagStatus: 'tagged', tagPrefixList: ['prod'] })),
    'expires tagged prod* beyond 10 images',
  ],
  [
    'many tags',
    policy(rule({ ...KEEP, tagStatus: 'tagged', tagPatternList: ['a', 'b', 'c', 'd', 'e', 'f'] })),
    'expires tagged a and b and c and d and 2 more beyond 10 images',
  ],
  [
    'images that are not pulled, archived and then expired',
    policy(
      rule({ tagStatus: 'any', ...since('sinceImagePulled', 90) }, { action: ARCHIVES }),
      rule({ tagStatus: 'any', storageClass: 'archive', ...since('sinceImageTransitioned', 365) }, {}, 2),
    ),
    'archives any 90 days after the last pull; expires archived any 365 days after they were archived',
  ],
  [
    'a description, which has no effect',
    policy(rule(KEEP, { description: 'Keep 500' })),
    'expires any beyond 10 images',
  ],
  ['three rules', keeping(9, 8, 7), 'expires any beyond 9 images; any beyond 8 images; any beyond 7 images'],
  [
    'more rules',
    keeping(9, 8, 7, 6),
    'expires any beyond 9 images; any beyond 8 images; any beyond 7 images and 1 more rule',
  ],
])('describes a policy: %s', (_, text, expected) => {
  expect(lifecyclePolicyText(text)).toBe(expected);
});

test.each([
  ['text that is not JSON', 'x'],
  ['JSON that is not an object', '[]'],
  ['no rules', '{"rules":[]}'],
  ['rules that are not a list', '{"rules":"x"}'],
  ['a rule that is not an object', policy(rule(KEEP), null)],
  ['a rule without a priority', policy({ ...rule(KEEP), rulePriority: undefined })],
  ['a key of the policy', JSON.stringify({ rules: [rule(KEEP)], dryRun: true })],
  ['a key of a rule', policy(rule(KEEP, { except: 'latest' }))],
  ['a key of a selection', policy(rule({ ...KEEP, except: 'latest' }))],
  ['a tag status', policy(rule({ ...KEEP, tagStatus: 'signed' }))],
  ['tags of untagged images', policy(rule({ ...KEEP, tagStatus: 'untagged', tagPrefixList: ['v'] }))],
  ['tagged without tags', policy(rule({ ...KEEP, tagStatus: 'tagged' }))],
  ['tags that are not texts', policy(rule({ ...KEEP, tagStatus: 'tagged', tagPatternList: [1] }))],
  ['a way to count', policy(rule({ tagStatus: 'any', ...since('sinceImageSigned', 1) }))],
  ['a unit', policy(rule({ tagStatus: 'any', ...since('sinceImagePushed', 1), countUnit: 'hours' }))],
  ['half an image', policy(rule({ ...KEEP, countNumber: 0.5 }))],
  ['a storage class', policy(rule({ ...KEEP, storageClass: 'deep' }))],
  ['an action', policy(rule(KEEP, { action: { type: 'quarantine' } }))],
  ['a target', policy(rule(KEEP, { action: { type: 'transition', targetStorageClass: 'deep' } }))],
])('does not describe a policy with an unknown or invalid part: %s', (_, text) => {
  expect(lifecyclePolicyText(text)).toBeUndefined();
});

const settings = (text: string | undefined) => ({
  ...DEFAULT_SETTINGS,
  lifecyclePolicy: text === undefined ? undefined : { text },
});
const change = (before: string | undefined, after: string | undefined) =>
  settingChange('lifecyclePolicy', settings(before), settings(after));

test.each([
  [
    'fewer images are kept',
    keeping(500),
    keeping(1),
    'expires any beyond 500 images',
    'expires any beyond 1 image',
  ],
  ['the first policy', undefined, keeping(5), 'none', 'expires any beyond 5 images'],
  ['a removed policy', keeping(5), undefined, 'expires any beyond 5 images', 'none'],
  [
    'policies that are not readable',
    '{"a":1}',
    '{"a":12}',
    'a policy that this version cannot read (7 characters)',
    'a policy that this version cannot read (8 characters)',
  ],
  [
    'another description',
    policy(rule(KEEP)),
    policy(rule(KEEP, { description: 'x' })),
    'expires any beyond 10 images (139 characters)',
    'expires any beyond 10 images (157 characters)',
  ],
  [
    'another description of the same length',
    policy(rule(KEEP, { description: 'Keep a lot' })),
    policy(rule(KEEP, { description: 'Keep a bit' })),
    'expires any beyond 10 images ("lot"}]}")',
    'expires any beyond 10 images ("bit"}]}")',
  ],
  [
    'a rule that is not shown',
    keeping(9, 8, 7, 6),
    keeping(9, 8, 7, 5),
    'expires any beyond 9 images; any beyond 8 images; any beyond 7 images and 1 more rule ("6},"action":{"type":"expire"}}]}")',
    'expires any beyond 9 images; any beyond 8 images; any beyond 7 images and 1 more rule ("5},"action":{"type":"expire"}}]}")',
  ],
  [
    'the same length, not readable',
    '{"a":"\u{1f600}"}',
    '{"a":"\u{1f601}"}',
    'a policy that this version cannot read (10 characters) ("\u{1f600}"}")',
    'a policy that this version cannot read (10 characters) ("\u{1f601}"}")',
  ],
])('describes a change: %s', (_, previous, current, before, after) => {
  expect(change(previous, current)).toEqual({ before, after });
});

test('an equal policy is not a change', () => {
  expect(change(keeping(5), keeping(5))).toBeUndefined();
  expect(change(undefined, undefined)).toBeUndefined();
});

test('an unknown new policy is not a change, and a policy after an unknown one is set', () => {
  const unknown = { ...DEFAULT_SETTINGS, lifecyclePolicy: UNKNOWN } as const;
  expect(settingChange('lifecyclePolicy', unknown, settings(keeping(5)))).toEqual({
    before: undefined,
    after: 'expires any beyond 5 images',
  });
  expect(settingChange('lifecyclePolicy', unknown, settings(undefined))).toBeUndefined();
  expect(settingChange('lifecyclePolicy', settings(undefined), unknown)).toBeUndefined();
});
