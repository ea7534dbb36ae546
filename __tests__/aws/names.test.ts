import {
  ACCOUNT_ID,
  ACCOUNT_NAME,
  REGISTRY_NAME,
  REPOSITORY_FILTER,
  REPOSITORY_NAME,
  type NameRule,
} from '../../src/aws/names';

// Accepted and rejected names. The rejected ones with a part of the message. The names that AWS accepts are
// from reference/ecr-facts.
const TABLE: readonly (readonly [
  string,
  NameRule,
  readonly string[],
  readonly (readonly [string, string])[],
])[] = [
  [
    'account ID',
    ACCOUNT_ID,
    ['111111111111', '012345678901'],
    [
      ['', 'exactly 12 digits'],
      ['11111111111', '11 digits'],
      ['1111111111111', '13 digits'],
      ['1111-1111-1111', 'hyphens'],
      ['11111111111a', 'exactly 12 digits'],
      ['111111111111\n', 'exactly 12 digits'],
    ],
  ],
  [
    'account name',
    ACCOUNT_NAME,
    ['develop', 'Dev-1_x'],
    [
      ['', 'start with a letter'],
      ['1dev', 'start with a letter'],
      ['__proto__', 'start with a letter'],
      ['a b', 'start with a letter'],
    ],
  ],
  [
    'registry name',
    REGISTRY_NAME,
    ['develop', 'develop_us', 'a1'],
    [
      ['develop-us', "holds '-'"],
      ['Develop', 'capital'],
      ['1st', 'digit'],
      ['_x', 'start with a small letter'],
      ['a.b', 'small letters'],
      ['x'.repeat(65), '64 characters'],
    ],
  ],
  [
    'repository name',
    REPOSITORY_NAME,
    ['my-repo', 'a1', 'a--b', 'a__b', 'a_b', 'a.b', 'team/service.x/y-z', '0ad', 'x'.repeat(256)],
    [
      ['a', 'shorter than 2'],
      ['x'.repeat(257), '257 characters'],
      ['a___b', "'___' between"],
      ['a..b', "'..' between"],
      ['a._b', "'._' between"],
      ['ab-', "ends with '-'"],
      ['-ab', "starts with '-'"],
      ['a//b', 'a namespace is empty'],
      ['/ab', "starts with '/'"],
      ['prod/', "ends with '/'"],
      ['team/-x', "'-x' starts with '-'"],
      ['My-repo', "capital letter 'M'"],
      ['a b', "it holds ' '"],
      ['a:b', "it holds ':'"],
      ['café', "it holds 'é'"],
    ],
  ],
  [
    'replication filter',
    REPOSITORY_FILTER,
    ['prod', 'prod-', 'prod/', 'prod_', 'team/x', 'a.b', 'team/prod-x.'],
    [
      ['p', 'shorter than 2'],
      ['prod*', "without '*'; write 'prod'"],
      ['/x', "starts with '/'"],
      ['prod//', 'a namespace is empty'],
      ['Prod', "capital letter 'P'"],
      ['x'.repeat(257), '257 characters'],
    ],
  ],
];

describe.each(TABLE)('%s', (_, rule, accepted, refused) => {
  test.each(accepted)('accepts %j', (text) => {
    expect(rule.fault(text)).toBeUndefined();
  });

  test.each(refused)('rejects %j: %s', (text, reason) => {
    expect(rule.fault(text)).toContain(reason);
  });

  test('the fault agrees with the pattern of the JSON Schema for every text of valid length', () => {
    for (const text of accepted) expect(rule.pattern.test(text)).toBe(true);
    for (const [text] of refused) {
      if (text.length >= 2 && text.length <= 256 && !text.endsWith('\n')) {
        expect(rule.pattern.test(text)).toBe(false);
      }
    }
  });

  test('the pattern matches a hundred thousand characters without backtracking', () => {
    for (const text of [
      'a'.repeat(100_000),
      `${'a-'.repeat(50_000)}!`,
      `${'a/'.repeat(50_000)}!`,
      `${'a_'.repeat(50_000)}/!`,
    ]) {
      rule.pattern.test(text);
    }
  });
});
