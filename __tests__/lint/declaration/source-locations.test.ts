import type { RegistryId } from '../../../src/aws/arn';
import type { RepositoryName } from '../../../src/aws/names';
import { sourceLocator } from '../../../src/lint/declaration/source-locations';
import type { Subject } from '../../../src/plan/review/review';
import { base, load } from '../../declaration/declarations';

const TEXT = `accounts:
  develop: { id: "\${DEVELOP_ID:-111111111111}" }
  management: { id: "999999999999" }
registries:
  develop: { account: develop, region: ap-northeast-1 }
  develop_us: { account: develop, region: us-west-1 }
  management: { account: management, region: ap-northeast-1 }
repositories:
  app/web: { registry: develop }
  base: { registries: [develop, management] }
  tools: { registry: management }
replication:
  - { from: develop, to: [develop_us], repositories: [app/] }
  - from: [develop, management]
    to: [develop_us]
    repositories: [base, tools]
  - { from: develop, to: [management], repositories: [app/], createRepositories: true }
`;

/** `develop`, `develop_us` and `management` with their account IDs and Regions; the other two are not declared. */
const REGISTRIES = {
  develop: ['111111111111', 'ap-northeast-1'],
  develop_us: ['111111111111', 'us-west-1'],
  management: ['999999999999', 'ap-northeast-1'],
  elsewhere: ['999999999999', 'us-west-1'],
  unknown: ['the account of provider aws.eu', 'the Region of provider aws.eu'],
} as const;
type Name = keyof typeof REGISTRIES;

function id(name: Name): RegistryId {
  const [accountId, region] = REGISTRIES[name];
  return { accountId, region } as unknown as RegistryId; // branded
}

function subject(registry: Name, repository?: string, destination?: Name): Subject {
  return {
    registry: id(registry),
    repository: repository as RepositoryName | undefined,
    destination: destination === undefined ? undefined : id(destination),
  };
}

const locate = sourceLocator(load(TEXT));

test.each([
  // A registry: its key.
  [subject('develop'), '5:3'],
  [subject('management'), '7:3'],
  [subject('elsewhere'), undefined],
  [subject('unknown'), undefined],
  // A repository: its key, for an original or a replica.
  [subject('develop', 'app/web'), '9:3'],
  [subject('develop_us', 'app/web'), '9:3'],
  [subject('management', 'app/web'), '9:3'],
  [subject('management', 'base'), '10:3'],
  [subject('develop_us', 'tools'), '11:3'],
  [subject('develop', 'tools'), undefined],
  [subject('develop', 'app'), undefined],
  [subject('develop', 'constructor'), undefined],
  [subject('elsewhere', 'base'), undefined],
  // A replication: the entry that matches the repository, or the first between the two registries.
  [subject('develop', 'app/web', 'develop_us'), '13:5'],
  [subject('develop', 'app/other', 'develop_us'), '13:5'],
  [subject('develop', 'base', 'develop_us'), '14:5'],
  [subject('management', 'base', 'develop_us'), '14:5'],
  [subject('develop', 'app/web', 'management'), '17:5'],
  [subject('develop', undefined, 'develop_us'), '13:5'],
  [subject('management', undefined, 'develop_us'), '14:5'],
  [subject('develop', 'other', 'develop_us'), undefined],
  [subject('develop_us', undefined, 'develop'), undefined],
  [subject('develop', 'app/web', 'elsewhere'), undefined],
  [subject('elsewhere', 'app/web', 'develop'), undefined],
])('%j is declared at %s', (declaredSubject, expected) => {
  const location = locate(declaredSubject);
  expect(location && `${location.line}:${location.column}`).toBe(expected);
  expect(location?.file).toBe(expected && 'topology.yaml');
});

test('uses the account ID from the environment', () => {
  const elsewhere = sourceLocator(load(TEXT, { DEVELOP_ID: '222222222222' }));
  expect(elsewhere(subject('develop'))).toBeUndefined();
  expect(elsewhere(subject('management'))).toBeDefined();
});

test('finds nothing in a declaration with errors', () => {
  const refused = load(base('region: us-west-1', 'region: us-west-9'));
  expect(refused.kind).toBe('refused');
  expect(sourceLocator(refused)(subject('develop'))).toBeUndefined();
});
