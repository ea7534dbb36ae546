import fc from 'fast-check';
import { SCANNING_FILTER, type RepositoryName } from '../../src/aws/names';
import { hasInspector, REGIONS, type Region } from '../../src/aws/partitions';
import { isScannedOnPush, scanningFilterMatches, type Scanning } from '../../src/model/scanning';
import { runs } from '../random-runs';

/** The pattern of botocore 1.43, too slow for long texts. */
const AWS_PATTERN = /^[a-z0-9*](?:[._\-/a-z0-9*]?[a-z0-9*]+)*$/;

const name = (text: string) => text as RepositoryName; // the function accepts any text

describe('a scanning filter', () => {
  test.each(['*', 'a', 'prod', '*prod*', 'prod/*', '*/api', 'a.b_c-d/e', '**', 'x'.repeat(255)])(
    'accepts %j',
    (text) => {
      expect([SCANNING_FILTER.fault(text), SCANNING_FILTER.pattern.test(text)]).toEqual([undefined, true]);
    },
  );

  test.each([
    ['', 'it is empty'],
    ['x'.repeat(256), 'it has 256 characters, and the maximum is 255'],
    ['prod/', "ends with '/'. Use 'prod/*'"],
    ['-prod', "starts with '-'"],
    ['a__b', "consecutive separators: '__'"],
    ['a.-b', "consecutive separators: '.-'"],
    ['Prod', "uppercase letter 'P'"],
    ['prod?', "character '?' is not allowed"],
    ['${x}', "character '$' is not allowed"],
    ['prod\n', "character '\\n' is not allowed"],
  ])('rejects %j: %s', (text, reason) => {
    expect(SCANNING_FILTER.fault(text)).toContain(reason);
  });

  test("accepts exactly what AWS's pattern accepts", () => {
    const characters = fc.constantFrom('a', '7', '*', '.', '_', '-', '/', 'A', ' ', '?');
    const texts = fc.string({ unit: characters, minLength: 1, maxLength: 10 });
    fc.assert(
      fc.property(texts, (text) => {
        const isAccepted = AWS_PATTERN.test(text);
        expect(SCANNING_FILTER.pattern.test(text)).toBe(isAccepted);
        expect(SCANNING_FILTER.fault(text) === undefined).toBe(isAccepted);
      }),
      runs(1_000),
    );
  });

  // AWS's own pattern takes ten seconds for 25 characters.
  test.each(['a'.repeat(200_000) + '!', 'a-'.repeat(100_000), '*'.repeat(200_000) + '/'])(
    'is checked in linear time',
    (text) => {
      expect([SCANNING_FILTER.pattern.test(text), SCANNING_FILTER.fault(text)]).toEqual([
        false,
        expect.stringContaining('the maximum is 255'),
      ]);
    },
  );
});

/** https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning-filters.html, "Filter wildcards". */
describe('a scanning filter of a rule', () => {
  const names = ['prod', 'repo-prod', 'prod-repo', 'repo-prod-repo', 'prodrepo'];
  test.each([
    ['prod', names],
    ['*prod', ['prod', 'repo-prod']],
    ['prod*', ['prod', 'prod-repo', 'prodrepo']],
    ['*prod*', names],
    ['prod*repo', ['prod-repo', 'prodrepo']],
  ])('%s matches %j', (filter, expected) => {
    expect(names.filter((each) => scanningFilterMatches(filter, name(each)))).toEqual(expected);
  });
});

test('a rule with MANUAL does not scan on push', () => {
  const scanning: Scanning = {
    type: 'BASIC',
    rules: [
      { frequency: 'MANUAL', filters: ['*'] },
      { frequency: 'SCAN_ON_PUSH', filters: ['prod'] },
    ],
  };
  expect(['prod', 'stage'].map((each) => isScannedOnPush(scanning, name(each)))).toEqual([true, false]);
});

test('nine Regions with ECR do not have Amazon Inspector', () => {
  const without = REGIONS.filter((region) => !hasInspector(region as Region)); // the table contains only Regions
  expect(without.filter((region) => !region.startsWith('us-iso'))).toEqual([
    'ap-southeast-6',
    'eusc-de-east-1',
    'eu-isoe-west-1',
  ]);
  expect(without).toHaveLength(9);
});
