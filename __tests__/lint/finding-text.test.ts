import { registryKey, registryText as accountAndRegion, type RegistryId } from '../../src/aws/arn';
import type { AccountId, RepositoryName } from '../../src/aws/names';
import type { Region } from '../../src/aws/partitions';
import { registryMark, replaceRegistryMarks, repositoryMark } from '../../src/lint/finding-text';
import { UNKNOWN } from '../../src/model/unknown';

const DEVELOP = registry('111111111111', 'ap-northeast-1');
const OTHER = registry('222222222222', 'eu-west-1');
const PLACEHOLDER = registry("account of the provider 'aws.x' in a.json", 'region of it');
const NAME = 'my-repo' as RepositoryName;

function registry(account: string, region: string): RegistryId {
  return { accountId: account as AccountId, region: region as Region };
}

function nameOf(id: RegistryId): string {
  return registryKey(id) === registryKey(DEVELOP) ? 'develop' : accountAndRegion(id);
}

test.each([
  ['names a registry', registryMark(DEVELOP), 'develop'],
  ['shows account and Region of a registry without a name', registryMark(OTHER), '222222222222 in eu-west-1'],
  ['names the registry of a repository', repositoryMark(DEVELOP, NAME), "'my-repo' in develop"],
  [
    'puts account and Region into parentheses after a repository',
    repositoryMark(OTHER, NAME),
    "'my-repo' (222222222222 in eu-west-1)",
  ],
  [
    'names the registry of a repository with an unknown name',
    `The repository ${repositoryMark(DEVELOP, UNKNOWN)} cannot be checked`,
    'The repository whose name is known only after apply in develop cannot be checked',
  ],
  [
    'names several registries in one text',
    `${registryMark(DEVELOP)} to ${registryMark(OTHER)}`,
    'develop to 222222222222 in eu-west-1',
  ],
  [
    'keeps the placeholder of an unknown account',
    registryMark(PLACEHOLDER),
    "account of the provider 'aws.x' in a.json in region of it",
  ],
  ['does not change other texts', 'the registry policy', 'the registry policy'],
])('%s', (_, text, expected) => {
  expect(replaceRegistryMarks(text, nameOf)).toBe(expected);
});
