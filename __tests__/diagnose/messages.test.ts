import { readFileSync } from 'node:fs';
import { matchMessage } from '../../src/diagnose/diagnose';
import {
  DECLARATION,
  diagnoseText,
  MESSAGE_NAMES,
  policyTexts,
  readMessage,
  stepsText,
} from './diagnose-text';
import { DENIALS } from './expected-denials';
import { FAILURES } from './expected-failures';

const EXPECTED = { ...DENIALS, ...FAILURES };

test('has an expectation and a source for every message', () => {
  expect(Object.keys(EXPECTED).sort()).toEqual([...MESSAGE_NAMES].sort());
  const sources = readFileSync('__tests__/fixtures/messages/sources.md', 'utf8');
  for (const name of MESSAGE_NAMES) expect(sources).toContain(`| \`${name}.txt\` |`);
});

test.each(Object.entries(EXPECTED))('explains %s with a topology', (name, { fix, ...expected }) => {
  const diagnosis = diagnoseText(readMessage(name), DECLARATION);
  const { principal, action, repository, registry } = diagnosis.found;
  const registryText = [registry.name, registry.accountId, registry.region]
    .map((each) => each ?? '?')
    .join(' ');
  expect({
    kind: diagnosis.kind,
    principal,
    action,
    repository,
    registry: registryText === '? ? ?' ? undefined : registryText,
    policies: policyTexts(diagnosis),
  }).toEqual({
    principal: undefined,
    action: undefined,
    repository: undefined,
    registry: undefined,
    policies: [],
    ...expected,
  });
  expect(stepsText(diagnosis)).toContain(fix);
});

test.each(MESSAGE_NAMES)('explains %s without a topology', (name) => {
  const diagnosis = diagnoseText(readMessage(name), undefined);
  expect(diagnosis.found.registry.name).toBeUndefined();
  expect(diagnosis.steps).not.toEqual([]);
  expect(JSON.stringify(diagnosis)).not.toMatch(/undefined|\[object/);
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
