import fc from 'fast-check';
import { findNewlyRemoved } from '../../../src/aws/lifecycle/newly-removed';
import type { LifecycleRule } from '../../../src/aws/lifecycle/policy';
import { runs } from '../../random-runs';
import { simulate, type Image, type Outcome } from './simulated-lifecycle';

const ANY = { tagStatus: 'any' } as const;
const UNTAGGED = { tagStatus: 'untagged' } as const;
const tagged = (...tagPatterns: readonly string[]) => ({ tagStatus: 'tagged', tagPatterns }) as const;
const newest = (number: number) => ({ count: { type: 'imageCountMoreThan', number } }) as const;
const days = (number: number) => ({ count: { type: 'sinceImagePushed', number } }) as const;
const unpulled = (number: number) =>
  ({ count: { type: 'sinceImagePulled', number }, action: 'transition' }) as const;
const ARCHIVE = { action: 'transition' } as const;

/** The priorities follow the order of the rules. */
function rules(...each: readonly Partial<LifecycleRule>[]): readonly LifecycleRule[] {
  return each.map((parts, index) => ({
    priority: index + 1,
    description: undefined,
    tagStatus: 'any',
    tagPrefixes: [],
    tagPatterns: [],
    storageClass: undefined,
    count: { type: 'imageCountMoreThan', number: 1 },
    action: 'expire',
    ...parts,
  }));
}

/** Returns the priority of each rule and the kind of images that it newly removes: `2 tagged untagged`. */
function removed(before: readonly LifecycleRule[], after: readonly LifecycleRule[]): readonly string[] {
  const found = new Map<number, Set<string>>();
  for (const { rule, isTagged } of findNewlyRemoved(before, after)) {
    found.set(rule.priority, (found.get(rule.priority) ?? new Set()).add(isTagged ? 'tagged' : 'untagged'));
  }
  return [...found].map(([priority, which]) => [priority, ...[...which].sort()].join(' '));
}

type Case = readonly [string, readonly LifecycleRule[], readonly LifecycleRule[], readonly string[]];

test.each<Case>([
  ['a first policy', [], rules({ ...ANY, ...newest(10) }), ['1 tagged untagged']],
  ['a first policy for untagged images', [], rules({ ...UNTAGGED, ...days(14) }), ['1 untagged']],
  ['a removed policy', rules({ ...ANY, ...newest(10) }), [], []],
  ['the same policy', rules({ ...ANY, ...newest(10) }), rules({ ...ANY, ...newest(10) }), []],
  ['fewer images', rules(newest(40)), rules(newest(1)), ['1 tagged untagged']],
  ['more images', rules(newest(1)), rules(newest(40)), []],
  ['fewer days', rules({ ...UNTAGGED, ...days(14) }), rules({ ...UNTAGGED, ...days(7) }), ['1 untagged']],
  ['more days', rules({ ...UNTAGGED, ...days(7) }), rules({ ...UNTAGGED, ...days(14) }), []],
  ['untagged to any', rules({ ...UNTAGGED, ...days(14) }), rules(days(14)), ['1 tagged']],
  ['any to untagged', rules(days(14)), rules({ ...UNTAGGED, ...days(14) }), []],
  ['any to untagged by number', rules(newest(9)), rules({ ...UNTAGGED, ...newest(9) }), []],
  ['a count to days', rules(newest(100)), rules(days(365)), ['1 tagged untagged']],
  ['days to a count', rules(days(1)), rules(newest(1000)), ['1 tagged untagged']],
  [
    'other priorities in the same order',
    rules({ ...tagged('v*'), ...newest(5) }, newest(50)),
    rules(
      { ...tagged('v*'), ...newest(5), priority: 10, description: 'versions' },
      { ...newest(50), priority: 20 },
    ),
    [],
  ],
  [
    'a prefix written as a pattern',
    rules({ tagStatus: 'tagged', tagPrefixes: ['v'], ...newest(5) }),
    rules({ ...tagged('v*'), ...newest(5) }),
    [],
  ],
  [
    'a rule removed that kept images from a later one',
    rules({ ...tagged('prod*'), ...newest(100) }, newest(10)),
    rules(newest(10)),
    ['1 tagged'],
  ],
  [
    'a rule removed that kept as many, counted among fewer images',
    rules({ ...tagged('prod*'), ...newest(10) }, newest(10)),
    rules(newest(10)),
    ['1 tagged'],
  ],
  [
    'a rule removed that a later one repeats',
    rules({ ...tagged('prod*'), ...newest(10) }, { ...tagged('*'), ...newest(10) }),
    rules({ ...tagged('prod*'), ...newest(10) }),
    [],
  ],
  [
    'a rule added that keeps images from a later one',
    rules(days(10)),
    rules({ ...tagged('prod*'), ...days(100) }, days(10)),
    [],
  ],
  [
    'a rule added that counts fewer of them',
    rules(newest(10)),
    rules({ ...tagged('prod*'), ...newest(3) }, newest(10)),
    ['1 tagged'],
  ],
  [
    'a rule added that counts as many, of fewer images',
    rules(newest(10)),
    rules({ ...tagged('prod*'), ...newest(10) }, newest(10)),
    [],
  ],
  [
    'more tags matched',
    rules({ ...tagged('v1*'), ...days(9) }),
    rules({ ...tagged('v*'), ...days(9) }),
    ['1 tagged'],
  ],
  ['fewer tags matched', rules({ ...tagged('v*'), ...days(9) }), rules({ ...tagged('v1*'), ...days(9) }), []],
  [
    'one of two required tags left out',
    rules({ ...tagged('v*', 'old'), ...days(9) }),
    rules({ ...tagged('v*'), ...days(9) }),
    ['1 tagged'],
  ],
  [
    'the order of two rules that can match one image',
    rules({ ...tagged('v*'), ...newest(9) }, { ...tagged('x*'), ...newest(1) }),
    rules({ ...tagged('x*'), ...newest(1) }, { ...tagged('v*'), ...newest(9) }),
    ['1 tagged'],
  ],
  [
    'the order of two rules that match no image both',
    rules({ ...tagged('v*'), ...newest(9) }, { ...UNTAGGED, ...newest(1) }),
    rules({ ...UNTAGGED, ...newest(1) }, { ...tagged('v*'), ...newest(9) }),
    [],
  ],
  ['archived to expired', rules({ ...days(9), ...ARCHIVE }), rules(days(9)), ['1 tagged untagged']],
  ['expired to archived', rules(days(9)), rules({ ...days(9), ...ARCHIVE }), []],
  [
    'archived sooner',
    rules({ ...days(9), ...ARCHIVE }),
    rules({ ...days(8), ...ARCHIVE }),
    ['1 tagged untagged'],
  ],
  ['archived by the last pull instead', rules({ ...days(9), ...ARCHIVE }), rules(unpulled(9)), []],
  [
    'archived by the push instead',
    rules(unpulled(9)),
    rules({ ...days(9), ...ARCHIVE }),
    ['1 tagged untagged'],
  ],
  [
    'archived images expire',
    rules({ ...days(9), ...ARCHIVE }),
    rules(
      { ...days(9), ...ARCHIVE },
      { storageClass: 'archive', count: { type: 'sinceImageTransitioned', number: 90 } },
    ),
    ['2 tagged untagged'],
  ],
])('finds what is newly removed: %s', (_, before, after, expected) => {
  expect(removed(before, after)).toEqual(expected);
});

const PATTERNS = ['a*', 'b*', '*', 'ab', '*b', 'a*b'];
/** For each pattern a tag that matches as few others as possible, and some tags that match several. */
const TAGS = ['az', 'bz', 'z', 'ab', 'zb', 'azb', 'a', 'b'];

const RULES = fc
  .array(
    fc.record({
      tagStatus: fc.constantFrom('any', 'tagged', 'tagged', 'untagged'),
      patterns: fc.uniqueArray(fc.constantFrom(...PATTERNS), { minLength: 1, maxLength: 2 }),
      storageClass: fc.constantFrom(undefined, undefined, 'standard', 'archive'),
      type: fc.constantFrom(
        'imageCountMoreThan',
        'imageCountMoreThan',
        'sinceImagePushed',
        'sinceImagePulled',
      ),
      number: fc.integer({ min: 1, max: 3 }),
      action: fc.constantFrom('expire', 'expire', 'transition'),
    }),
    { maxLength: 3 },
  )
  .map((parts) =>
    rules(
      ...parts.map(({ tagStatus, patterns, storageClass, type, number, action }): Partial<LifecycleRule> => {
        const isArchive = storageClass === 'archive';
        return {
          tagStatus,
          tagPatterns: tagStatus === 'tagged' ? patterns : [],
          storageClass,
          count: { type: isArchive ? 'sinceImageTransitioned' : type, number },
          action: isArchive ? 'expire' : action,
        };
      }),
    ),
  );

const RANKS: Readonly<Record<Outcome, number>> = { kept: 0, archived: 1, expired: 2 };

/**
 * Returns the images with a worse outcome after the change: archived or expired instead of kept, or expired
 * instead of archived.
 */
function newlyRemovedImages(
  before: readonly LifecycleRule[],
  after: readonly LifecycleRule[],
  images: readonly Image[],
): readonly Image[] {
  const previous = simulate(before, images);
  const current = simulate(after, images);
  return images.filter((image) => RANKS[current.get(image)!] > RANKS[previous.get(image)!]);
}

const IMAGES = fc.array(
  fc
    .record({
      tags: fc.uniqueArray(fc.constantFrom(...TAGS), { maxLength: 3 }),
      isArchived: fc.boolean(),
      pushed: fc.integer({ min: 0, max: 5 }),
      pulledAfter: fc.integer({ min: 0, max: 5 }),
      archived: fc.integer({ min: 0, max: 5 }),
    })
    .map(({ pulledAfter, ...image }) => ({ ...image, pulled: Math.max(0, image.pushed - pulledAfter) })),
  { maxLength: 8 },
);

test('finds a difference for every set of images of which a simulated ECR keeps fewer', () => {
  fc.assert(
    fc.property(RULES, RULES, IMAGES, (before, after, images) => {
      const found = findNewlyRemoved(before, after);
      for (const image of newlyRemovedImages(before, after, images)) {
        expect(found.map(({ isTagged }) => isTagged)).toContain(image.tags.length > 0);
      }
    }),
    runs(1_000),
  );
});

function subsetsOf(items: readonly string[], most: number): readonly (readonly string[])[] {
  return items.reduce<readonly (readonly string[])[]>(
    (all, item) => [...all, ...all.filter(({ length }) => length < most).map((each) => [...each, item])],
    [[]],
  );
}

/** For each number of days in rules, an image that is older than that and not older than the next. */
const AGES = [0, 2, 3, 4];

/** A single image, alone or with images of one kind that were pushed after it. */
function setsOfTwoKinds(): readonly (readonly Image[])[] {
  const tagsOfPatterns = TAGS.slice(0, PATTERNS.length);
  const newer = [[], ...subsetsOf(tagsOfPatterns, 2).map((tags) => [tags, tags, tags])];
  const targets = subsetsOf(tagsOfPatterns, 4).flatMap((tags): readonly Image[] => [
    ...AGES.flatMap((pushed) =>
      AGES.filter((pulled) => pulled <= pushed).map((pulled) => ({
        tags,
        isArchived: false,
        pushed,
        pulled,
        archived: 0,
      })),
    ),
    ...AGES.map((archived) => ({ tags, isArchived: true, pushed: 9, pulled: 9, archived })),
  ]);
  return newer.flatMap((others) =>
    targets.map((target) => [
      ...others.map((tags): Image => ({ ...target, tags, pushed: 0, pulled: 0, archived: 0 })),
      target,
    ]),
  );
}

test('finds no difference if a simulated ECR keeps as many of every set of images', () => {
  const sets = setsOfTwoKinds();
  fc.assert(
    fc.property(RULES, RULES, (before, after) => {
      if (findNewlyRemoved(before, after).length === 0) return;
      expect(sets.some((images) => newlyRemovedImages(before, after, images).length > 0)).toBe(true);
    }),
    runs(100),
  );
});
