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
      ['', 'it is empty'],
      ['11111111111', '11 digits'],
      ['1111111111111', '13 digits'],
      ['1111-1111-1111', 'hyphens'],
      ['11111111111a', 'it contains a character that is not a digit'],
      ['111111111111\n', 'it contains a character that is not a digit'],
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
      ['develop-us', "contains '-'"],
      ['Develop', "uppercase letter 'D'"],
      ['1st', 'digit'],
      ['_x', 'start with a lowercase letter'],
      ['a.b', 'contain only lowercase letters'],
      ['x'.repeat(65), '64 characters'],
    ],
  ],
  [
    'repository name',
    REPOSITORY_NAME,
    ['my-repo', 'a1', 'a--b', 'a__b', 'a_b', 'a.b', 'team/service.x/y-z', '0ad', 'x'.repeat(256)],
    [
      ['a', 'it has 1 character, and the minimum is 2'],
      ['x'.repeat(257), '257 characters'],
      ['a___b', "consecutive separators: '___'"],
      ['a..b', "consecutive separators: '..'"],
      ['a._b', "consecutive separators: '._'"],
      ['ab-', "ends with '-'"],
      ['-ab', "starts with '-'"],
      ['a//b', 'it contains an empty namespace'],
      ['/ab', "starts with '/'"],
      ['prod/', "ends with '/'"],
      ['team/-x', "'-x' starts with '-'"],
      ['My-repo', "uppercase letter 'M'"],
      ['a b', "character ' ' is not allowed"],
      ['a:b', "character ':' is not allowed"],
      ['café', "character 'é' is not allowed"],
    ],
  ],
  [
    'replication filter',
    REPOSITORY_FILTER,
    ['prod', 'prod-', 'prod/', 'prod_', 'team/x', 'a.b', 'team/prod-x.'],
    [
      ['p', 'it has 1 character, and the minimum is 2'],
      ['prod*', "it contains '*', but ECR matches the filter as a literal prefix. Use 'prod'"],
      ['/x', "starts with '/'"],
      ['prod//', 'it contains an empty namespace'],
      ['Prod', "uppercase letter 'P'"],
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
