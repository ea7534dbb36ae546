import {
  EXAMPLE_ACCOUNTS,
  EXAMPLE_REGIONS,
  parseAccounts,
  parseBackendValues,
  registriesOf,
  registryNameFault,
} from '../../src/init/settings';

/** The registries of accounts and Regions, as `name account region`. */
function registries(accounts: readonly string[], regions: readonly string[]) {
  const settings = { accounts: accounts.map((name) => ({ name, id: '', profile: undefined })), regions };
  return registriesOf(settings);
}

const names = (accounts: readonly string[], regions: readonly string[]) =>
  registries(accounts, regions).map(({ name }) => name);

test('parses the name, the ID and the profile of an account', () => {
  expect(parseAccounts(['a=111111111111:sso-a', 'b=222222222222'])).toEqual({
    value: [
      { name: 'a', id: '111111111111', profile: 'sso-a' },
      { name: 'b', id: '222222222222', profile: 'b' },
    ],
  });
});

test('a single account has a profile only if the user names one', () => {
  expect(parseAccounts(['a=111111111111'])).toMatchObject({ value: [{ profile: undefined }] });
  expect(parseAccounts(['a=111111111111:p'])).toMatchObject({ value: [{ profile: 'p' }] });
});

test.each([
  [
    'develop',
    "'develop' is not an account. Write NAME=ID or NAME=ID:PROFILE, for example develop=111111111111.",
  ],
  [
    '=111111111111',
    "'=111111111111' is not an account. Write NAME=ID or NAME=ID:PROFILE, for example develop=111111111111.",
  ],
  [
    'a=111111111111:',
    "'a=111111111111:' is not an account. Write NAME=ID or NAME=ID:PROFILE, for example develop=111111111111.",
  ],
  ['a=1', "'1' is not a valid account ID: it has 1 digit, not 12. Write 12 digits."],
  ['a=1234', "'1234' is not a valid account ID: it has 4 digits, not 12. Write 12 digits."],
  ['a=1111-1111-1111', "'1111-1111-1111' is not a valid account ID: it contains hyphens. Write 12 digits."],
])('rejects the account %s', (text, fault) => {
  expect(parseAccounts([text])).toEqual({ fault });
});

test('parses backend values, which may contain an equals sign', () => {
  expect(parseBackendValues(['bucket=b', 'key=a=b'])).toEqual({
    value: new Map([
      ['bucket', 'b'],
      ['key', 'a=b'],
    ]),
  });
});

test('rejects a name of two accounts', () => {
  expect(parseAccounts(['a=111111111111', 'b=222222222222', 'a=333333333333'])).toEqual({
    fault: "Account 'a' is repeated. Give each AWS account its own name.",
  });
});

test.each([
  [['bucket'], "'bucket' is not a backend setting. Write KEY=VALUE, for example bucket=my-states."],
  [['bucket='], "'bucket=' is not a backend setting. Write KEY=VALUE, for example bucket=my-states."],
  [['key=a', 'key=b'], "Backend setting 'key' is repeated. Set it once."],
])('rejects the backend values %j', (texts, fault) => {
  expect(parseBackendValues(texts)).toEqual({ fault });
});

test('the registries of the example are those of the shipped topology.yaml', () => {
  const accounts = EXAMPLE_ACCOUNTS.map((text) => text.split('=')[0] ?? '');
  expect(registries(accounts, EXAMPLE_REGIONS)).toEqual([
    { name: 'develop', account: 'develop', region: 'ap-northeast-1' },
    { name: 'develop_us', account: 'develop', region: 'us-west-1' },
    { name: 'management', account: 'management', region: 'ap-northeast-1' },
  ]);
});

test('registry names contain the whole Region if two Regions start with the same area', () => {
  expect(names(['a'], ['us-east-1', 'us-west-2', 'eu-west-1'])).toEqual(['a', 'a_us_west_2', 'a_eu']);
});

test('registry names are account names in lowercase with underscores', () => {
  expect(names(['Team-A', 'B'], ['eu-west-1'])).toEqual(['team_a', 'b']);
});

test.each([
  [
    ['a-b', 'a_b'],
    ['eu-west-1'],
    "Accounts 'a-b' and 'a_b' would both have a registry 'a_b'. Rename one of them.",
  ],
  [
    ['a', 'a_us'],
    ['eu-west-1', 'us-east-1'],
    "Accounts 'a' and 'a_us' would both have a registry 'a_us'. Rename one of them.",
  ],
  [['a', 'b'], ['eu-west-1', 'us-east-1'], undefined],
])('accounts %j in Regions %j', (accounts, regions, fault) => {
  expect(registryNameFault(registries(accounts, regions))).toBe(fault);
});
