import { reachesAsFar } from '../../src/access/reach';

const when = (operator: string, key: string, ...values: readonly string[]) => ({
  effect: 'Allow' as const,
  conditions: [{ operator, key, values }],
  resources: undefined,
});
const unless = (operator: string, key: string, ...values: readonly string[]) => ({
  ...when(operator, key, ...values),
  effect: 'Deny' as const,
});

type Statement = Parameters<typeof reachesAsFar>[0][number];

/** The second statement accepts everything that the first accepts, and more. */
const WIDER: readonly (readonly [string, Statement, Statement])[] = [
  ['a list', when('StringEquals', 'k', 'a'), when('StringEquals', 'k', 'a', 'b')],
  ['a key in another case', when('StringEquals', 'aws:k', 'a'), when('StringEquals', 'AWS:K', 'a', 'b')],
  ['a wildcard', when('StringLike', 'k', 'a'), when('StringLike', 'k', 'a*')],
  ['a shorter prefix', when('StringLike', 'k', 'ab*'), when('StringLike', 'k', 'a*')],
  ['one character, then any', when('StringLike', 'k', 'a?'), when('StringLike', 'k', 'a*')],
  ['an ARN', when('ArnLike', 'k', 'arn:aws:iam::1:role/a*'), when('ArnLike', 'k', 'arn:aws:iam::1:role/*')],
  ['a range of addresses', when('IpAddress', 'k', '10.1.0.0/16'), when('IpAddress', 'k', '10.0.0.0/8')],
  ['an address and its range', when('IpAddress', 'k', '10.1.2.3'), when('IpAddress', 'k', '10.1.2.0/24')],
  ['a limit', when('NumericLessThan', 'k', '60'), when('NumericLessThan', 'k', '3600')],
  ['a date', when('DateLessThan', 'k', '2026-01-01'), when('DateLessThan', 'k', '2027-01-01')],
  ['fewer excluded values', when('StringNotEquals', 'k', 'a', 'b'), when('StringNotEquals', 'k', 'a')],
  ['a denial of fewer values', unless('StringEquals', 'k', 'a', 'b'), unless('StringEquals', 'k', 'a')],
  [
    'a denial that exempts more values',
    unless('StringNotEquals', 'k', 'a'),
    unless('StringNotEquals', 'k', 'a', 'b'),
  ],
  [
    'a denial outside a range',
    unless('NotIpAddress', 'k', '10.1.0.0/16'),
    unless('NotIpAddress', 'k', '10.0.0.0/8'),
  ],
  [
    'one condition less',
    {
      ...when('Bool', 'm', 'true'),
      conditions: [...when('Bool', 'm', 'true').conditions, ...when('StringEquals', 'k', 'a').conditions],
    },
    when('StringEquals', 'k', 'a'),
  ],
];

test.each(WIDER)('detects the wider of two statements: %s', (_, narrow, wide) => {
  expect(reachesAsFar([wide], [narrow])).toBe(true);
  expect(reachesAsFar([narrow], [wide])).toBe(false);
  expect(reachesAsFar([narrow], [narrow])).toBe(true);
  expect(reachesAsFar([wide], [wide])).toBe(true);
});

test.each<readonly [string, Statement, Statement]>([
  ['other values', when('StringEquals', 'k', 'a'), when('StringEquals', 'k', 'b')],
  ['another operator', when('StringEquals', 'k', 'a'), when('StringLike', 'k', 'a')],
  ['another key', when('StringEquals', 'k', 'a'), when('StringEquals', 'l', 'a')],
  ['a key that is present or absent', when('Null', 'k', 'true'), when('Null', 'k', 'false')],
  ['an operator that IAM does not have', when('Like', 'k', 'a'), when('Like', 'k', 'b')],
  ['a variable', when('StringEquals', 'k', '${aws:username}'), when('StringEquals', 'k', 'a')],
])('returns false if the wider statement is unknown: %s', (_, one, other) => {
  expect(reachesAsFar([one], [other])).toBe(false);
  expect(reachesAsFar([other], [one])).toBe(false);
});

test('compares all statements together', () => {
  const [a, b] = [when('StringEquals', 'k', 'a'), when('StringEquals', 'k', 'b')];
  expect(reachesAsFar([a, b], [b])).toBe(true);
  expect(reachesAsFar([b], [a, b])).toBe(false);
  const denial = unless('StringEquals', 'k', 'a');
  expect(reachesAsFar([a], [a, denial])).toBe(true);
  expect(reachesAsFar([a, denial], [a])).toBe(false);
});
