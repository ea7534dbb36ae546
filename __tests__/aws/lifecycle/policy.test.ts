import fc from 'fast-check';
import {
  normaliseLifecyclePolicy,
  renderLifecyclePolicy,
  type LifecycleRule,
} from '../../../src/aws/lifecycle/policy';
import { readLifecyclePolicy } from '../../../src/aws/lifecycle/read';
import { runs } from '../../random-runs';

const RULE: LifecycleRule = {
  priority: 1,
  description: undefined,
  tagStatus: 'any',
  tagPrefixes: [],
  tagPatterns: [],
  storageClass: undefined,
  count: { type: 'imageCountMoreThan', number: 1 },
  action: 'expire',
};

const textOf = (...rules: readonly Partial<LifecycleRule>[]) =>
  renderLifecyclePolicy(rules.map((rule) => ({ ...RULE, ...rule }))).text;

test('a policy equals the example in the AWS documentation', () => {
  const text = textOf(
    {
      description: 'Archive what nobody pulls',
      tagStatus: 'tagged',
      tagPatterns: ['prod*', 'beta*'],
      count: { type: 'sinceImagePulled', number: 90 },
      action: 'transition',
    },
    { priority: 2, storageClass: 'archive', count: { type: 'sinceImageTransitioned', number: 365 } },
  );
  expect(JSON.parse(text)).toEqual({
    rules: [
      {
        rulePriority: 1,
        description: 'Archive what nobody pulls',
        selection: {
          tagStatus: 'tagged',
          tagPatternList: ['beta*', 'prod*'],
          countType: 'sinceImagePulled',
          countUnit: 'days',
          countNumber: 90,
        },
        action: { type: 'transition', targetStorageClass: 'archive' },
      },
      {
        rulePriority: 2,
        selection: {
          tagStatus: 'any',
          storageClass: 'archive',
          countType: 'sinceImageTransitioned',
          countUnit: 'days',
          countNumber: 365,
        },
        action: { type: 'expire' },
      },
    ],
  });
});

test('the shortest policy has the 100 characters that ECR requires', () => {
  expect(textOf({}).length).toBeGreaterThanOrEqual(100);
});

test('a number of images has no unit, because ECR rejects it', () => {
  expect(textOf({})).not.toContain('countUnit');
});

test.each([
  [
    'the order of keys, and white space',
    '{ "rules": [ {"b": 1, "a": {"d": 1, "c": 2}} ] }',
    '{"rules":[{"a":{"c":2,"d":1},"b":1}]}',
  ],
  [
    'the order of rules with priorities',
    '{"rules":[{"rulePriority":20},{"rulePriority":3}]}',
    '{"rules":[{"rulePriority":3},{"rulePriority":20}]}',
  ],
  [
    'the order of tags',
    '{"tagPrefixList":["b","a"],"tagPatternList":["d*","c*"]}',
    '{"tagPatternList":["c*","d*"],"tagPrefixList":["a","b"]}',
  ],
  ['text that is not JSON', '{"rules":', '{"rules":'],
  ['JSON that is not a policy', '[3,1,{"rules":5}]', '[3,1,{"rules":5}]'],
  ['tags that are not texts', '{"tagPrefixList":[2,"a",1]}', '{"tagPrefixList":[2,"a",1]}'],
])('normalizes %s, or leaves it unchanged', (_, text, normal) => {
  expect(normaliseLifecyclePolicy(text).text).toBe(normal);
});

const tags = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,4}\*?$/), { minLength: 1, maxLength: 4 });
const count = fc.record({
  type: fc.constantFrom(
    'imageCountMoreThan',
    'sinceImagePulled',
    'sinceImagePushed',
    'sinceImageTransitioned',
  ),
  number: fc.integer({ min: 1, max: 1000 }),
});
const rule: fc.Arbitrary<Omit<LifecycleRule, 'priority'>> = fc.record({
  description: fc.option(fc.stringMatching(/^[a-z ]{0,10}$/), { nil: undefined }),
  tagStatus: fc.constantFrom('any', 'tagged', 'untagged'),
  tagPrefixes: fc.oneof(fc.constant([]), tags),
  tagPatterns: fc.oneof(fc.constant([]), tags),
  storageClass: fc.constantFrom('archive', undefined),
  count,
  action: fc.constantFrom('expire', 'transition'),
});

test('a policy that was written is read back unchanged', () => {
  fc.assert(
    fc.property(fc.array(rule, { minLength: 1, maxLength: 5 }), (rules) => {
      const written = rules.map((each, index) => ({
        ...each,
        tagPrefixes: [...each.tagPrefixes].sort(),
        tagPatterns: [...each.tagPatterns].sort(),
        priority: index + 1,
      }));
      const policy = renderLifecyclePolicy(written);
      expect(normaliseLifecyclePolicy(policy.text)).toEqual(policy);
      expect(readLifecyclePolicy(policy.text)).toEqual({
        rules: written,
        faults: [],
        unknown: [],
      });
    }),
    runs(100),
  );
});

test('normalizing twice has the same result', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      const once = normaliseLifecyclePolicy(text);
      expect(normaliseLifecyclePolicy(once.text)).toEqual(once);
    }),
    runs(100),
  );
});

test('reads any JSON without an exception', () => {
  fc.assert(
    fc.property(fc.oneof(fc.json(), fc.string()), (text) => {
      const { rules, faults } = readLifecyclePolicy(text);
      if (rules.length === 0) expect(faults).not.toEqual([]);
    }),
    runs(100),
  );
});
