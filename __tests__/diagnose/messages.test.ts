import { readdirSync, readFileSync } from 'node:fs';
import { matchMessage } from '../../src/diagnose/diagnose';
import { MESSAGE_FOLDERS, messageNames, readMessage } from './diagnose-text';

const ENTRY_TESTS = '__tests__/diagnose/entries';

/** Files in __tests__/fixtures/public-messages that are not messages of ECR. */
const MESSAGES_OF_OTHERS: readonly string[] = [
  '069-notecr-codebuild-dockerhub',
  '071-notecr-jetbrains-kms',
  '072-notecr-quay',
  '073-notecr-ssm',
  '074-notecr-elb-slr',
  '075-notecr-waf-scp',
  '095-pulumi-dockerhub-tag',
  '127-notecr-s3-kms',
  '260-notecr-trivy-dockerhub-library',
  '261-notecr-azdo-dockerhub-push',
  '262-notecr-acr-403-json',
  '263-notecr-ecs-service-linked-role',
  '341-notecr-lambda-update-function-code',
  '342-notecr-beanstalk-dockerhub-pull',
  '343-notecr-ecs-secret-no-value',
  '344-notecr-ansible-docker-socket',
  '437-harbor-pull-replication-destination-400',
  '441-notecr-fargate-registry-auth-from-asm',
  '443-notecr-codebuild-dockerhub-denied',
  '444-notecr-kaniko-harbor-unauthorized',
];

test('every message has one expectation, in the test of its entry', () => {
  const expected = [...MESSAGES_OF_OTHERS, ...readdirSync(ENTRY_TESTS).flatMap(expectedIn)];
  const files = MESSAGE_FOLDERS.flatMap((folder) => messageNames(folder));
  expect(expected.sort()).toEqual(files.sort());
});

/** Returns the names of the messages in the call of `describeMessages` in a test file. */
function expectedIn(file: string): readonly string[] {
  const [, call = ''] = readFileSync(`${ENTRY_TESTS}/${file}`, 'utf8').split('describeMessages(ENTRIES, {');
  const [table = ''] = call.split('\n});\n');
  return [...table.matchAll(/^ {4}'?([a-z0-9-]+)'?: \{/gm)].map(([, name = '']) => name);
}

test('every message has a source', () => {
  const sources = readFileSync('__tests__/fixtures/messages/sources.md', 'utf8');
  for (const name of messageNames()) expect(sources).toContain(`| \`${name}.txt\` |`);
});

test.each(MESSAGES_OF_OTHERS)('does not match %s from a public report', (name) => {
  expect(matchMessage(readMessage(name, 'public-messages'))).toBeUndefined();
});

test.each([
  ['an empty text', ''],
  ['a word', 'error'],
  [
    'a denial of S3',
    'User: arn:aws:iam::111111111111:user/ci is not authorized to perform: s3:GetObject on resource: x',
  ],
  [
    'a denial of another registry',
    'Error response from daemon: pull access denied for app, repository does not exist or may require docker login',
  ],
  [
    'a login at another registry',
    'Head "https://ghcr.io/v2/acme/app/manifests/1": no basic auth credentials',
  ],
  ['rate limiting of another service', 'ThrottlingException: Rate exceeded (Service: Lambda)'],
  [
    'expired credentials for another service',
    'An error occurred (ExpiredToken) when calling the ListBuckets operation: The provided token has expired.',
  ],
  [
    'a denied role without a relation to ECR',
    'An error occurred (AccessDenied) when calling the AssumeRole operation: User: arn:aws:iam::111111111111:user/ci is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::111111111111:role/x',
  ],
  [
    'a denied key without a relation to ECR',
    'User: arn:aws:iam::111111111111:user/ci is not authorized to perform: kms:Decrypt on resource: arn:aws:kms:us-west-2:111111111111:key/x',
  ],
  [
    'an IAM action that attaches no policy',
    'User: arn:aws:iam::111111111111:user/ci is not authorized to perform: iam:CreateRole on resource: role x',
  ],
  [
    'an invalid token for another service',
    'An error occurred (InvalidClientTokenId) when calling the ListUsers operation: x',
  ],
  [
    'a login to another registry with status 400',
    'login attempt to https://ghcr.io/v2/ failed with status: 400 Bad Request',
  ],
  ['a host of another service', 'Could not connect to the endpoint URL: "https://s3.us-west.amazonaws.com/"'],
  ['a timeout of another host', 'dial tcp 10.0.0.1:5432: i/o timeout'],
  [
    'a CloudTrail record of another service',
    '{"eventSource":"s3.amazonaws.com","errorCode":"AccessDenied","errorMessage":"Access Denied"}',
  ],
])('does not match %s', (_, text) => {
  expect(matchMessage(text)).toBeUndefined();
});
