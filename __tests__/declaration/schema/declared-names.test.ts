import { readDeclaredNames } from '../../../src/declaration/schema/declared-names';
import { BASE } from '../declarations';

function namesOf(text: string) {
  return readDeclaredNames({ file: 'topology.yaml', text });
}

test('reads the names of accounts, registries and repositories', () => {
  expect(namesOf(BASE)).toEqual({
    kind: 'names',
    names: {
      accounts: ['develop', 'management'],
      registries: ['develop', 'develop_us', 'management'],
      repositories: ['my-repo'],
    },
  });
});

test('reads the valid names of a file with errors', () => {
  expect(namesOf('accounts: 5\nregistries: { develop: , Bad-Name: }\nunknown: {}\n')).toEqual({
    kind: 'names',
    names: { accounts: [], registries: ['develop'], repositories: [] },
  });
});

test('refuses a file that is not YAML', () => {
  expect(namesOf('accounts: [')).toMatchObject({ kind: 'refused' });
});
