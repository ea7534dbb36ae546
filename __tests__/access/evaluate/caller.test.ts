import { isServiceLinkedRole, parseCaller, replicationCaller } from '../../../src/access/evaluate/caller';
import { createRequestContext } from '../../../src/access/evaluate/request';
import { identityArn } from '../../../src/aws/arn';
import { unknownAccount, unknownRegion, type AccountId } from '../../../src/aws/names';
import type { Region } from '../../../src/aws/partitions';

const ID = '111111111111' as AccountId;
const REGISTRY = { accountId: '222222222222' as AccountId, region: 'eu-west-1' as Region };

describe('parseCaller', () => {
  test.each([
    [`arn:aws:iam::${ID}:role/ci`, { kind: 'role', path: '/', name: 'ci', session: undefined }],
    [`arn:aws:iam::${ID}:role/a/b/ci`, { kind: 'role', path: '/a/b/', name: 'ci', session: undefined }],
    [`arn:aws:iam::${ID}:user/ann`, { kind: 'user', path: '/', name: 'ann', session: undefined }],
    [`arn:aws:sts::${ID}:assumed-role/ci/s@x`, { kind: 'role', path: '/', name: 'ci', session: 's@x' }],
  ])('parses the identity %s', (text, { session, ...identity }) => {
    expect(parseCaller(text)).toEqual({
      kind: 'identity',
      identity: { partition: 'aws', accountId: ID, ...identity },
      session,
      isPathKnown: session === undefined,
    });
  });

  test.each([
    [`arn:aws-cn:iam::${ID}:root`, { kind: 'root', partition: 'aws-cn', accountId: ID }],
    [
      `arn:aws:sts::${ID}:federated-user/ann`,
      { kind: 'federated', partition: 'aws', accountId: ID, name: 'ann' },
    ],
    ['lambda.amazonaws.com', { kind: 'service', service: 'lambda.amazonaws.com' }],
    ['replication.ecr.amazonaws.com', { kind: 'service', service: 'replication.ecr.amazonaws.com' }],
    ['ec2.amazonaws.com.cn', { kind: 'service', service: 'ec2.amazonaws.com.cn' }],
  ])('parses %s', (text, caller) => {
    expect(parseCaller(text)).toEqual(caller);
  });

  test.each([
    '',
    '*',
    ID,
    'AROAEXAMPLEEXAMPLE123',
    `arn:aws:iam::${ID}:group/devs`,
    `arn:aws:iam::${ID}:role/`,
    `arn:aws:iam::${ID}:role/*`,
    `arn:aws:iam::11111:root`,
    `arn:nowhere:iam::${ID}:root`,
    `arn:aws:sts::${ID}:assumed-role/ci`,
    `arn:aws:sts::${ID}:federated-user/a`,
    `arn:aws:sts::${ID}:federated-user/ann/x`,
    `arn:aws:iam::${ID}:oidc-provider/token.actions.githubusercontent.com`,
    `arn:aws:iam::${ID}:instance-profile/node`,
    `arn:aws:iam::${ID}:root\n`,
    'example.com',
    '.amazonaws.com',
    'Lambda.amazonaws.com',
  ])('returns undefined for %j', (text) => {
    expect(parseCaller(text)).toBeUndefined();
  });

  test('parses texts of 100,000 characters without excessive backtracking', () => {
    const long = 'a'.repeat(100_000);
    for (const text of [
      `arn:aws:iam::${ID}:role/${long}!`,
      `arn:aws:iam::${ID}:role/${'a/'.repeat(50_000)}!`,
      `arn:aws:sts::${ID}:assumed-role/${long}`,
      `${'a.'.repeat(50_000)}!`,
    ]) {
      expect(parseCaller(text)).toBeUndefined();
    }
  });
});

test('recognizes a service-linked role by its path, and its session by its name', () => {
  const sessionOf = (role: string) => parseCaller(`arn:aws:sts::${ID}:assumed-role/${role}/s`)!;
  expect(isServiceLinkedRole(sessionOf('AWSServiceRoleForAmazonInspector2'))).toBe(true);
  expect(isServiceLinkedRole(sessionOf('ci'))).toBe(false);
  expect(isServiceLinkedRole(replicationCaller('aws', ID))).toBe(true);
  expect(
    isServiceLinkedRole(parseCaller(`arn:aws:iam::${ID}:role/aws-service-role/x.amazonaws.com/R`)!),
  ).toBe(true);
  expect(isServiceLinkedRole(parseCaller(`arn:aws:iam::${ID}:role/AWSServiceRoleForECRReplication`)!)).toBe(
    false,
  );
  expect(isServiceLinkedRole(parseCaller(`arn:aws:iam::${ID}:user/aws-service-role/ann`)!)).toBe(false);
  expect(isServiceLinkedRole(parseCaller('replication.ecr.amazonaws.com')!)).toBe(false);
});

// https://docs.aws.amazon.com/AmazonECR/latest/userguide/slr-replication.html
test('replicates images with the service-linked role of the source account', () => {
  const caller = replicationCaller('aws-cn', ID);
  expect(caller.kind === 'identity' && identityArn(caller.identity)).toBe(
    `arn:aws-cn:iam::${ID}:role/aws-service-role/replication.ecr.amazonaws.com/AWSServiceRoleForECRReplication`,
  );
});

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
describe('createRequestContext', () => {
  const ROLE = `arn:aws:iam::${ID}:role/build/ci`;
  const contextOf = (caller: string) => createRequestContext(parseCaller(caller)!, REGISTRY);
  const known = (...values: string[]) => ({ kind: 'known', values });
  const ABSENT = { kind: 'absent' };
  const NOT_KNOWN = { kind: 'notKnown' };

  test.each([
    [ROLE, 'aws:PrincipalArn', known(ROLE)],
    [`arn:aws:sts::${ID}:assumed-role/ci/s`, 'aws:PrincipalArn', NOT_KNOWN],
    [`arn:aws:iam::${ID}:root`, 'aws:PrincipalArn', known(`arn:aws:iam::${ID}:root`)],
    ['lambda.amazonaws.com', 'aws:PrincipalArn', NOT_KNOWN],
    [ROLE, 'aws:PrincipalAccount', known(ID)],
    ['lambda.amazonaws.com', 'aws:PrincipalAccount', NOT_KNOWN],
    [ROLE, 'aws:PrincipalType', known('AssumedRole')],
    [`arn:aws:iam::${ID}:user/ann`, 'aws:PrincipalType', known('User')],
    [`arn:aws:iam::${ID}:root`, 'aws:PrincipalType', known('Account')],
    [`arn:aws:iam::${ID}:root`, 'aws:userid', known(ID)],
    [ROLE, 'aws:userid', NOT_KNOWN],
    [ROLE, 'aws:username', ABSENT],
    [`arn:aws:iam::${ID}:user/x/ann`, 'aws:username', known('ann')],
    [ROLE, 'aws:PrincipalIsAWSService', known('false')],
    ['lambda.amazonaws.com', 'aws:PrincipalIsAWSService', known('true')],
    ['lambda.amazonaws.com', 'aws:PrincipalServiceName', known('lambda.amazonaws.com')],
    [ROLE, 'aws:PrincipalServiceName', ABSENT],
    [ROLE, 'aws:SourceArn', ABSENT],
    ['lambda.amazonaws.com', 'aws:SourceArn', NOT_KNOWN],
    [ROLE, 'aws:SourceAccount', ABSENT],
    [ROLE, 'AWS:requestedREGION', known('eu-west-1')],
    [ROLE, 'aws:ResourceAccount', known('222222222222')],
    [ROLE, 'aws:SecureTransport', known('true')],
    [ROLE, 'aws:PrincipalOrgID', NOT_KNOWN],
    ['lambda.amazonaws.com', 'aws:PrincipalOrgID', ABSENT],
    [ROLE, 'aws:SourceIp', NOT_KNOWN],
    [ROLE, '__proto__', NOT_KNOWN],
  ])('derives the keys of %s: %s', (caller, key, state) => {
    expect(contextOf(caller).get(key)).toEqual(state);
  });

  test.each(['aws:PrincipalAccount', 'aws:PrincipalArn', 'aws:ResourceAccount', 'aws:RequestedRegion'])(
    'does not know %s of an unknown account or Region',
    (key) => {
      const registry = { accountId: unknownAccount('account of a'), region: unknownRegion('region of a') };
      const context = createRequestContext(replicationCaller('aws', registry.accountId), registry, {}, true);
      expect(context.get(key)).toEqual(NOT_KNOWN);
    },
  );

  test('prefers provided values, with keys in any case', () => {
    const context = createRequestContext(parseCaller(ROLE)!, REGISTRY, {
      'AWS:securetransport': 'false',
      'aws:RequestedRegion': [],
      'aws:TagKeys': ['a', 'b'],
    });
    expect(context.get('aws:SecureTransport')).toEqual(known('false'));
    expect(context.get('aws:RequestedRegion')).toEqual(ABSENT);
    expect(context.get('aws:TagKeys')).toEqual(known('a', 'b'));
  });

  test('treats other keys as absent if the context is complete', () => {
    const context = createRequestContext(parseCaller(ROLE)!, REGISTRY, {}, true);
    expect(context.get('aws:PrincipalOrgID')).toEqual(ABSENT);
    expect(context.get('aws:PrincipalAccount')).toEqual(known(ID));
  });
});
