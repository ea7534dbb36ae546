import {
  rangeContains,
  readDate,
  readIpRange,
  readNumber,
} from '../../../src/access/evaluate/condition-operators';

// https://www.rfc-editor.org/rfc/rfc4291#section-2.2
describe('IP addresses and ranges', () => {
  test.each([
    ['203.0.113.7', [203, 0, 113, 7], 32],
    ['10.0.0.0/8', [10, 0, 0, 0], 8],
    ['0.0.0.0/0', [0, 0, 0, 0], 0],
    ['::', [0, 0, 0, 0, 0, 0, 0, 0], 128],
    ['::1', [0, 0, 0, 0, 0, 0, 0, 1], 128],
    ['2001:DB8::/32', [0x2001, 0xdb8, 0, 0, 0, 0, 0, 0], 32],
    ['1:2:3:4:5:6:7:8', [1, 2, 3, 4, 5, 6, 7, 8], 128],
    ['::ffff:192.0.2.1', [0, 0, 0, 0, 0, 0xffff, 0xc000, 0x201], 128],
  ])('reads %s', (text, address, bits) => {
    expect(readIpRange(text)).toEqual({ address, bits });
  });

  test.each([
    '',
    '203.0.113',
    '203.0.113.256',
    '203.0.113.1.1',
    '203.0.113.0/33',
    '203.0.113.0/',
    '203.0.113.0/-1',
    '203.0.113.0/24/24',
    '::/129',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1:2:3:4::5:6:7:8',
    '1::2::3',
    ':::',
    '12345::',
    'g::',
    `${'0'.repeat(1_000)}::`,
  ])('returns undefined for %j', (text) => {
    expect(readIpRange(text)).toBeUndefined();
  });

  test.each([
    ['10.0.0.0/8', '10.1.2.3', true],
    ['10.0.0.0/8', '10.0.0.0/9', true],
    ['10.0.0.0/9', '10.0.0.0/8', false],
    ['0.0.0.0/0', '::1', false],
    ['2001:db8::/33', '2001:db8:7fff::1', true],
    ['2001:db8::/33', '2001:db8:8000::1', false],
  ])('checks whether %s contains %s: %s', (range, address, holds) => {
    expect(rangeContains(readIpRange(range)!, readIpRange(address)!)).toBe(holds);
  });
});

// https://www.w3.org/TR/NOTE-datetime
describe('dates', () => {
  test.each([
    ['2020', Date.UTC(2020, 0)],
    ['2020-02', Date.UTC(2020, 1)],
    ['2020-02-03', Date.UTC(2020, 1, 3)],
    ['2020-02-03T04:05Z', Date.UTC(2020, 1, 3, 4, 5)],
    ['2020-02-03T04:05:06+01:00', Date.UTC(2020, 1, 3, 3, 5, 6)],
    ['2020-02-03T04:05:06.5Z', Date.UTC(2020, 1, 3, 4, 5, 6, 500)],
    ['1580702706', Date.UTC(2020, 1, 3, 4, 5, 6)],
  ])('reads %s', (text, time) => {
    expect(readDate(text)).toBe(time);
  });

  test.each(['', 'now', '2020-13-01', '2020-02-03T04:05', '2020-02-03 04:05Z', '20-02-03', '-1'])(
    'returns undefined for %j',
    (text) => {
      expect(readDate(text)).toBeUndefined();
    },
  );
});

test.each([
  ['10', 10],
  ['-1.5', -1.5],
  ['+.5', 0.5],
  ['', undefined],
  ['ten', undefined],
  ['1e3', undefined],
  ['0x10', undefined],
  ['.', undefined],
])('reads the number %j as %s', (text, number) => {
  expect(readNumber(text)).toBe(number);
});
