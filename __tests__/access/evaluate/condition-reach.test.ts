import { acceptsAtLeast } from '../../../src/access/evaluate/condition-reach';

const allowIf = (operator: string, key: string, ...values: readonly string[]) => ({
  effect: 'Allow' as const,
  conditions: [{ operator, key, values }],
  resources: undefined,
});
const denyIf = (operator: string, key: string, ...values: readonly string[]) => ({
  ...allowIf(operator, key, ...values),
  effect: 'Deny' as const,
});

type Statement = Parameters<typeof acceptsAtLeast>[0][number];

/** The second statement accepts everything that the first accepts, and more. */
const WIDER: readonly (readonly [string, Statement, Statement])[] = [
  ['a list', allowIf('StringEquals', 'k', 'a'), allowIf('StringEquals', 'k', 'a', 'b')],
  [
    'a key in another case',
    allowIf('StringEquals', 'aws:k', 'a'),
    allowIf('StringEquals', 'AWS:K', 'a', 'b'),
  ],
  ['a wildcard', allowIf('StringLike', 'k', 'a'), allowIf('StringLike', 'k', 'a*')],
  ['a shorter prefix', allowIf('StringLike', 'k', 'ab*'), allowIf('StringLike', 'k', 'a*')],
  ['one character, then any', allowIf('StringLike', 'k', 'a?'), allowIf('StringLike', 'k', 'a*')],
  [
    'an ARN',
    allowIf('ArnLike', 'k', 'arn:aws:iam::1:role/a*'),
    allowIf('ArnLike', 'k', 'arn:aws:iam::1:role/*'),
  ],
  ['a range of addresses', allowIf('IpAddress', 'k', '10.1.0.0/16'), allowIf('IpAddress', 'k', '10.0.0.0/8')],
  [
    'an address and its range',
    allowIf('IpAddress', 'k', '10.1.2.3'),
    allowIf('IpAddress', 'k', '10.1.2.0/24'),
  ],
  ['a limit', allowIf('NumericLessThan', 'k', '60'), allowIf('NumericLessThan', 'k', '3600')],
  ['a date', allowIf('DateLessThan', 'k', '2026-01-01'), allowIf('DateLessThan', 'k', '2027-01-01')],
  ['fewer excluded values', allowIf('StringNotEquals', 'k', 'a', 'b'), allowIf('StringNotEquals', 'k', 'a')],
  ['a denial of fewer values', denyIf('StringEquals', 'k', 'a', 'b'), denyIf('StringEquals', 'k', 'a')],
  [
    'a denial that exempts more values',
    denyIf('StringNotEquals', 'k', 'a'),
    denyIf('StringNotEquals', 'k', 'a', 'b'),
  ],
  [
    'a denial outside a range',
    denyIf('NotIpAddress', 'k', '10.1.0.0/16'),
    denyIf('NotIpAddress', 'k', '10.0.0.0/8'),
  ],
  [
    'one condition less',
    {
      ...allowIf('Bool', 'm', 'true'),
      conditions: [
        ...allowIf('Bool', 'm', 'true').conditions,
        ...allowIf('StringEquals', 'k', 'a').conditions,
      ],
    },
    allowIf('StringEquals', 'k', 'a'),
  ],
];

test.each(WIDER)('detects the wider of two statements: %s', (_, narrow, wide) => {
  expect(acceptsAtLeast([wide], [narrow])).toBe(true);
  expect(acceptsAtLeast([narrow], [wide])).toBe(false);
  expect(acceptsAtLeast([narrow], [narrow])).toBe(true);
  expect(acceptsAtLeast([wide], [wide])).toBe(true);
});

test.each<readonly [string, Statement, Statement]>([
  ['other values', allowIf('StringEquals', 'k', 'a'), allowIf('StringEquals', 'k', 'b')],
  ['another operator', allowIf('StringEquals', 'k', 'a'), allowIf('StringLike', 'k', 'a')],
  ['another key', allowIf('StringEquals', 'k', 'a'), allowIf('StringEquals', 'l', 'a')],
  ['a key that is present or absent', allowIf('Null', 'k', 'true'), allowIf('Null', 'k', 'false')],
  ['an operator that IAM does not have', allowIf('Like', 'k', 'a'), allowIf('Like', 'k', 'b')],
  ['a variable', allowIf('StringEquals', 'k', '${aws:username}'), allowIf('StringEquals', 'k', 'a')],
])('returns false if the wider statement is unknown: %s', (_, one, other) => {
  expect(acceptsAtLeast([one], [other])).toBe(false);
  expect(acceptsAtLeast([other], [one])).toBe(false);
});

test('compares all statements together', () => {
  const [a, b] = [allowIf('StringEquals', 'k', 'a'), allowIf('StringEquals', 'k', 'b')];
  expect(acceptsAtLeast([a, b], [b])).toBe(true);
  expect(acceptsAtLeast([b], [a, b])).toBe(false);
  const denial = denyIf('StringEquals', 'k', 'a');
  expect(acceptsAtLeast([a], [a, denial])).toBe(true);
  expect(acceptsAtLeast([a, denial], [a])).toBe(false);
});
