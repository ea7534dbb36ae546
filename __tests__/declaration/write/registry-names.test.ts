import { ACCOUNT_NAME, REGISTRY_NAME, type AccountId } from '../../../src/aws/names';
import type { Region } from '../../../src/aws/partitions';
import { nameRegistries } from '../../../src/declaration/write/registry-names';

function namesOf(...accounts: readonly (readonly [string | undefined, ...string[]])[]) {
  const named = nameRegistries(
    accounts.map(([label, ...regions], index) => ({
      id: String(index + 1).repeat(12) as AccountId,
      label,
      registries: regions.map((region) => ({ region: region as Region })),
    })),
  );
  for (const { name, registries } of named) {
    expect(name).toMatch(ACCOUNT_NAME.pattern);
    for (const each of registries) expect(each.name).toMatch(REGISTRY_NAME.pattern);
  }
  return named.map(({ name, registries }) => [name, ...registries.map((each) => each.name)]);
}

describe('nameRegistries', () => {
  test('names the first registry like the account, and the others with the start of their Region', () => {
    expect(namesOf(['develop', 'ap-northeast-1', 'us-west-1'], ['management', 'ap-northeast-1'])).toEqual([
      ['develop', 'develop', 'develop_us'],
      ['management', 'management'],
    ]);
  });

  test('adds the whole Region if two registries would have the same name', () => {
    expect(namesOf(['a', 'eu-west-1', 'us-west-1', 'us-west-2'])).toEqual([
      ['a', 'a', 'a_us', 'a_us_west_2'],
    ]);
    expect(namesOf(['a', 'eu-west-1', 'us-west-1'], ['a_us', 'eu-west-1'])).toEqual([
      ['a', 'a', 'a_us_west_1'],
      ['a_us', 'a_us'],
    ]);
  });

  test('keeps a profile that is a valid account name, and changes it for the registry', () => {
    expect(namesOf(['My-Prod', 'eu-west-1'])).toEqual([['My-Prod', 'my_prod']]);
  });

  test.each([
    [undefined, 'account_111111111111'],
    ['', 'account_111111111111'],
    ['プロファイル', 'account_111111111111'],
    ['222222222222_Admin.Access', 'account_222222222222_admin_access'],
    ['x'.repeat(80), 'x'.repeat(40)],
  ])('makes the profile %j a valid name', (label, name) => {
    expect(namesOf([label, 'eu-west-1'])).toEqual([[name, name]]);
  });

  test('numbers names that are the same', () => {
    expect(namesOf(['a.b', 'eu-west-1'], ['a:b', 'eu-west-1'], ['a b', 'eu-west-1'])).toEqual([
      ['a_b', 'a_b'],
      ['a_b_2', 'a_b_2'],
      ['a_b_3', 'a_b_3'],
    ]);
  });

  test('uses the alias of a provider', () => {
    const registries = [
      { region: 'eu-west-1' as Region, label: 'tokyo' },
      { region: 'us-west-1' as Region, label: 'california' },
    ];
    expect(nameRegistries([{ id: '111111111111' as AccountId, label: undefined, registries }])).toEqual([
      {
        name: 'tokyo',
        id: '111111111111',
        registries: [
          { name: 'tokyo', region: 'eu-west-1' },
          { name: 'california', region: 'us-west-1' },
        ],
      },
    ]);
  });
});
