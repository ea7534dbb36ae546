import type { RepositorySettings } from '../../../src/model/settings';
import { withDefaults, withSettings } from '../changed-base';
import { base, diagnose, registryOf, topologyOf } from '../declarations';

const settingsIn = (text: string, registry: string, name = 'my-repo'): RepositorySettings =>
  registryOf(text, registry).repositories.find((repository) => repository.name === name)!.settings;

const KEYS = {
  develop: 'arn:aws:kms:ap-northeast-1:111111111111:key/a',
  develop_us: 'arn:aws:kms:us-west-1:111111111111:key/b',
  management: 'arn:aws:kms:ap-northeast-1:999999999999:key/c',
};

/** Every setting with a value that is not the default. */
const EVERYTHING = [
  'imageTagMutability: IMMUTABLE_WITH_EXCLUSION',
  'imageTagMutabilityExclusionFilters: [latest, "dev-*"]',
  'scanOnPush: true',
  `encryption: { type: KMS, kmsKey: ${JSON.stringify(KEYS)} }`,
  'lifecycle: [{ tagStatus: untagged, daysSincePushed: 14, action: expire }]',
  'tags: { team: platform, cost-centre: "7" }',
].join(', ');

const POLICY =
  '{"rules":[{"action":{"type":"expire"},"rulePriority":1,"selection":{"countNumber":14,"countType":"sinceImagePushed","countUnit":"days","tagStatus":"untagged"}}]}';

describe.each([
  ['its own', withSettings(EVERYTHING)],
  ['the default', withDefaults(EVERYTHING)],
])('a repository that has %s settings', (_, text) => {
  test.each(Object.entries(KEYS))(
    'has all of them in %s, as an original or a replica',
    (registry, kmsKey) => {
      expect(settingsIn(text, registry)).toEqual({
        imageTagMutability: { mode: 'IMMUTABLE_WITH_EXCLUSION', exclusionFilters: ['dev-*', 'latest'] },
        scanOnPush: true,
        encryption: { type: 'KMS', kmsKey },
        lifecyclePolicy: { text: POLICY },
        tags: { 'cost-centre': '7', team: 'platform' },
      });
    },
  );

  test('has replicas with equal settings except the key', () => {
    const [original, ...replicas] = Object.keys(KEYS).map((registry) => {
      const { settings, ...rest } = registryOf(text, registry).repositories[0]!;
      return { ...rest, ...settings, encryption: settings.encryption.type };
    });
    for (const replica of replicas) expect(replica).toEqual(original);
  });
});

test('a repository without settings has the defaults of ECR', () => {
  expect(settingsIn(base('my-repo', 'my-repo'), 'develop')).toEqual({
    imageTagMutability: { mode: 'MUTABLE', exclusionFilters: [] },
    scanOnPush: undefined,
    encryption: { type: 'AES256', kmsKey: undefined },
    lifecyclePolicy: undefined,
    tags: {},
  });
});

describe('a setting of a repository overrides the default for each key', () => {
  const both = (own: string) =>
    withDefaults(EVERYTHING).replace('{ registry: develop }', `{ registry: develop, ${own} }`);

  test.each<readonly [string, Partial<RepositorySettings>]>([
    ['imageTagMutability: MUTABLE', { imageTagMutability: { mode: 'MUTABLE', exclusionFilters: [] } }],
    [
      'imageTagMutability: MUTABLE_WITH_EXCLUSION',
      { imageTagMutability: { mode: 'MUTABLE_WITH_EXCLUSION', exclusionFilters: ['dev-*', 'latest'] } },
    ],
    [
      'imageTagMutabilityExclusionFilters: [v]',
      { imageTagMutability: { mode: 'IMMUTABLE_WITH_EXCLUSION', exclusionFilters: ['v'] } },
    ],
    ['scanOnPush: false', { scanOnPush: false }],
    ['encryption: { type: AES256 }', { encryption: { type: 'AES256', kmsKey: undefined } }],
    ['encryption: { type: KMS }', { encryption: { type: 'KMS', kmsKey: undefined } }],
    ['lifecycle: []', { lifecyclePolicy: undefined }],
    ['tags: {}', { tags: {} }],
    ['tags: { a: b }', { tags: { a: 'b' } }],
  ])('%s', (own, changed) => {
    const expected = { ...settingsIn(withDefaults(EVERYTHING), 'develop'), ...changed };
    expect(settingsIn(both(own), 'develop')).toEqual(expected);
  });
});

describe('a lifecycle policy', () => {
  const policyOf = (text: string) =>
    settingsIn(withSettings(`lifecycle: ${text}`), 'develop').lifecyclePolicy?.text;

  test('in JSON is the same as in a list of rules', () => {
    const json =
      '{"rules":[{"rulePriority":1,"selection":{"tagStatus":"untagged","countType":"sinceImagePushed","countUnit":"days","countNumber":14},"action":{"type":"expire"}}]}';
    expect(policyOf(`{ json: '${json}' }`)).toBe(POLICY);
  });

  test('in JSON keeps its priorities', () => {
    const json =
      '{"rules":[{"rulePriority":30,"selection":{"tagStatus":"any","countType":"imageCountMoreThan","countNumber":14},"action":{"type":"expire"}}]}';
    expect(policyOf(`{ json: '${json}' }`)).toContain('"rulePriority":30');
  });

  test.each([
    ['the order of tags', 'tagPrefixes: [a, b]', 'tagPrefixes: [b, a]'],
    ['a duplicate tag', 'tagPrefixes: [a, b]', 'tagPrefixes: [a, b, a]'],
    ['an explicit default storage class', 'tagPrefixes: [a]', 'tagPrefixes: [a], storageClass: standard'],
  ])('does not depend on %s', (_, one, other) => {
    const rule = (text: string) =>
      policyOf(`[{ tagStatus: tagged, ${text}, countMoreThan: 5, action: expire }]`);
    expect(rule(other)).toBe(rule(one));
  });

  test('sets the storage class archive for a count of days since archived', () => {
    expect(policyOf('[{ tagStatus: any, daysSinceArchived: 365, action: expire }]')).toContain(
      '"storageClass":"archive"',
    );
  });
});

test('the default settings are one object for all repositories', () => {
  const text = withDefaults(EVERYTHING).replace(
    'repositories:\n',
    'repositories:\n  other: { registry: develop }\n  third: { registry: develop, forceDelete: true }\n',
  );
  const { repositories } = topologyOf(text).registries[0]!;
  expect(new Set(repositories.map(({ settings }) => settings)).size).toBe(1);
});

test('reports a fault in the defaults once', () => {
  const text = withDefaults(
    'imageTagMutability: IMMUTABLE_WITH_EXCLUSION, imageTagMutabilityExclusionFilters: ["***"], encryption: { type: AES256, kmsKey: "arn:aws:kms:ap-northeast-1:111111111111:key/a" }, lifecycle: [{ tagStatus: any, action: expire }], tags: { "aws:x": y }',
  ).replace(
    'repositories:\n',
    'repositories:\n  other: { registry: develop, imageTagMutability: MUTABLE_WITH_EXCLUSION }\n  third: { registry: develop, scanOnPush: true }\n',
  );
  expect(
    diagnose(text)
      .map(({ code }) => code)
      .sort(),
  ).toEqual(['encryption/key-without-kms', 'lifecycle/count', 'mutability/wildcards', 'tag/key']);
});

/** A rejected value may have been consistent with the others, so there is no second diagnostic. */
test.each([
  [
    'mode',
    'imageTagMutability: IMUTABLE, imageTagMutabilityExclusionFilters: [latest]',
    ['shape/wrong-value'],
  ],
  [
    'filters',
    'imageTagMutability: IMMUTABLE_WITH_EXCLUSION, imageTagMutabilityExclusionFilters: []',
    ['shape/wrong-value'],
  ],
  [
    'encryption type',
    'encryption: { type: KSM, kmsKey: { develop: "arn:aws:kms:ap-northeast-1:111111111111:key/a", develop_us: "arn:aws:kms:us-west-1:111111111111:key/a", management: "arn:aws:kms:ap-northeast-1:999999999999:key/a" } }',
    ['shape/wrong-value'],
  ],
  [
    'key',
    'encryption: { type: KMS, kmsKey: { develop: key/a, develop_us: "arn:aws:kms:us-west-1:111111111111:key/a", management: "arn:aws:kms:ap-northeast-1:999999999999:key/a" } }',
    ['shape/wrong-value'],
  ],
  ['count', 'lifecycle: [{ tagStatus: any, countMoreThan: 0, action: expire }]', ['shape/wrong-value']],
  [
    'tag status',
    'lifecycle: [{ tagStatus: none, tagPrefixes: [a], countMoreThan: 5, action: expire }]',
    ['shape/wrong-value'],
  ],
  [
    'prefixes',
    'lifecycle: [{ tagStatus: tagged, tagPrefixes: ["a*"], countMoreThan: 5, action: expire }]',
    ['shape/wrong-value'],
  ],
  ['action', 'lifecycle: [{ tagStatus: any, daysSincePulled: 5, action: delete }]', ['shape/wrong-value']],
  [
    'description',
    'lifecycle: [{ tagStatus: any, daysSincePushed: 5, action: expire, description: \'a "b"\' }]',
    ['shape/wrong-value'],
  ],
  [
    'JSON with escapes that CDKTF writes incorrectly',
    'lifecycle: { json: \'{"rules":[{"description":"a \\"b\\""}]}\' }',
    ['shape/wrong-value'],
  ],
])('reports the rejected %s once', (_, settings, codes) => {
  expect(diagnose(withSettings(settings)).map(({ code }) => code)).toEqual(codes);
});

describe('a fault in multi-line JSON', () => {
  const RULES = [
    '{ "rules": [',
    '  { "rulePriority": 1, "selection": { "tagStatus": "untagged", "countType": "imageCountMoreThan", "countNumber": 5 }, "action": { "type": "expire" } },',
    '',
    '  { "rulePriority": 2,',
    '    "selection": { "tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": 5 },',
    '    "action": { "type": "expire" } }',
    '] }',
  ];
  const written = (lines: readonly string[]) =>
    base(
      '{ registry: develop }',
      `\n    registry: develop\n    lifecycle:\n      json: |\n${lines.map((line) => `        ${line}\n`).join('')}`,
    );
  const firstLine =
    written(RULES)
      .split('\n')
      .findIndex((line) => line.includes('"rules"')) + 1;
  const positions = (...edit: readonly [string, string]) =>
    diagnose(written(RULES.map((line) => line.replace(...edit)))).map(
      ({ code, span }) => `${span.line - firstLine}:${span.column} ${code}`,
    );

  test('is not reported for valid JSON', () => {
    expect(positions('', '')).toEqual([]);
  });

  test.each<readonly [string, string, readonly string[]]>([
    ['"untagged"', '"none"', ['1:11 lifecycle/json']],
    ['"rulePriority": 2', '"rulePriority": 1', ['3:11 lifecycle/priority']],
    ['"tagStatus": "any"', '"tagStatus": "tagged"', ['3:11 lifecycle/tags']],
    ['"selection": { "tagStatus": "any",', '"selection": { "tagStatus": "any"', ['4:13 lifecycle/json']],
    ['] }', ']', ['6:9 lifecycle/json']],
    ['] }', '] } ]', ['6:9 lifecycle/json']],
  ])('%s → %s is reported on its line', (from, to, expected) => {
    expect(positions(from, to)).toEqual(expected);
  });
});
