import { nameRegistries, registryText, repositoryText } from '../../src/plan/words/place-text';
import {
  registryKey,
  registryText as accountAndRegion,
  type AccountId,
  type Region,
  type RegistryId,
  type RepositoryName,
} from '../../src/registry';

const DEVELOP = registry('111111111111', 'ap-northeast-1');
const OTHER = registry('222222222222', 'eu-west-1');
const STAND_IN = registry("account of the provider 'aws.x' in a.json", 'region of it');
const NAME = 'my-repo' as RepositoryName;

function registry(account: string, region: string): RegistryId {
  return { accountId: account as AccountId, region: region as Region };
}

function nameOf(id: RegistryId): string {
  return registryKey(id) === registryKey(DEVELOP) ? 'develop' : accountAndRegion(id);
}

test.each([
  ['names a registry', registryText(DEVELOP), 'develop'],
  ['shows account and Region of a registry without a name', registryText(OTHER), '222222222222 in eu-west-1'],
  ['names the registry of a repository', repositoryText(DEVELOP, NAME), "'my-repo' in develop"],
  [
    'puts account and Region into parentheses after a repository',
    repositoryText(OTHER, NAME),
    "'my-repo' (222222222222 in eu-west-1)",
  ],
  [
    'names the registry of a repository with an unknown name',
    `The repository ${repositoryText(DEVELOP, 'notKnown')} cannot be checked`,
    'The repository whose name is known only after apply in develop cannot be checked',
  ],
  [
    'names several registries in one text',
    `${registryText(DEVELOP)} to ${registryText(OTHER)}`,
    'develop to 222222222222 in eu-west-1',
  ],
  [
    'keeps the placeholder of an unknown account',
    registryText(STAND_IN),
    "account of the provider 'aws.x' in a.json in region of it",
  ],
  ['does not change other texts', 'the registry policy', 'the registry policy'],
])('%s', (_, text, expected) => {
  expect(nameRegistries(text, nameOf)).toBe(expected);
});
