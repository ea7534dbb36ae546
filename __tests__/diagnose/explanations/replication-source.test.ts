import { DECLARATION, diagnoseText, stepsText } from '../diagnose-text';

const notFound = (account: string, region: string, repository = 'my-repo') =>
  `Error response from daemon: manifest for ${account}.dkr.ecr.${region}.amazonaws.com/${repository}:v1 not found: manifest unknown: Requested image not found`;

const BACKFILL = (region: string, account: string) =>
  `aws ecr start-replication-backfill --region ap-northeast-1 --destination region=${region},registryId=${account} --profile develop`;

describe('a missing image in a replica', () => {
  test.each([
    ['of the same account', '111111111111', 'us-west-1', 'the replication rule existed'],
    [
      'of another account',
      '999999999999',
      'ap-northeast-1',
      'the replication rule and the registry policy existed',
    ],
  ])('%s has to be replicated from the source', (_, account, region, condition) => {
    const diagnosis = diagnoseText(notFound(account, region), DECLARATION);
    expect(diagnosis.kind).toBe('image-not-found');
    expect(diagnosis.cause).toContain(
      `The repository is a replica of develop. Images that were pushed before ${condition} are not replicated`,
    );
    expect(stepsText(diagnosis)).toContain(BACKFILL(region, account));
    expect(stepsText(diagnosis)).toContain('push the missing image to develop');
  });

  test('names every source of the replica', () => {
    const declaration = `${DECLARATION.replace('my-repo: { registry: develop }', 'my-repo: { registries: [develop, central] }')}  - { from: central, to: [develop_us], repositories: [my-repo] }\n`;
    const diagnosis = diagnoseText(notFound('111111111111', 'us-west-1'), declaration);
    expect(stepsText(diagnosis)).toContain('push the missing image to central or develop.');
    expect(diagnosis.cause).toContain(
      'The repository is a replica of central and develop. Images that were pushed before the replication rule and the registry policy existed',
    );
  });
});

test.each([
  ['the source of a rule', DECLARATION, 'my-repo', 'ap-northeast-1'],
  [
    'a destination of a rule for all repositories, if the source does not declare the repository',
    DECLARATION.replace('repositories: [my-repo]', 'repositories: all').replace(
      'replication:',
      '  own: { registry: develop_us }\nreplication:',
    ),
    'own',
    'us-west-1',
  ],
])('a missing image has to be pushed to %s', (_, declaration, repository, region) => {
  const diagnosis = diagnoseText(notFound('111111111111', region, repository), declaration);
  expect(diagnosis.cause).not.toContain('replica');
  expect(stepsText(diagnosis)).toContain('push the missing image.');
  expect(stepsText(diagnosis)).not.toContain('backfill');
});

test('a failed replication within one account is repeated from the source', () => {
  const text =
    '{ "repositoryName": "my-repo", "region": "us-west-1", "registryId": "111111111111", "failureCode": "UNKNOWN_FAILURE" }';
  const diagnosis = diagnoseText(text, DECLARATION);
  expect(diagnosis.kind).toBe('replication-failed');
  expect(stepsText(diagnosis)).toContain(BACKFILL('us-west-1', '111111111111'));
});

test('a replica within one account needs no registry policy', () => {
  const text =
    "InvalidParameterException: Invalid parameter at 'PolicyText' failed to satisfy constraint: 'Invalid repository policy provided'";
  const declaration = DECLARATION.replace('[develop_us, management]', '[develop_us]');
  expect(diagnoseText(text, declaration).policies.map(({ layer }) => layer)).not.toContain('registry policy');
  expect(diagnoseText(text, DECLARATION).policies.map(({ layer }) => layer)).toContain('registry policy');
});
