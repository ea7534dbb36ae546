import { identityArn, parseIdentityArn } from '../../../src/aws/arn';
import type { Region } from '../../../src/aws/partitions';
import { readAllPolicies } from '../../../src/live/identity/live-identities';
import { isKnown } from '../../../src/model/unknown';
import { MemoryAws, type MemoryWorld } from './memory-aws';

const REGION = 'eu-west-1' as Region;
const CI = 'arn:aws:iam::111111111111:role/ci';
const RELEASE = 'arn:aws:iam::111111111111:user/release';
const ELSEWHERE = 'arn:aws:iam::222222222222:role/ci';

const allowing = (Action: string) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action, Resource: '*' }],
});

const WORLD: MemoryWorld = {
  accounts: {
    '111111111111': {
      roles: {
        ci: { arn: CI, inline: { push: allowing('ecr:PutImage'), pull: allowing('ecr:BatchGetImage') } },
      },
      users: { release: { arn: RELEASE } },
    },
  },
};

const ids = (...arns: readonly string[]) => arns.map((arn) => parseIdentityArn(arn)!);

function read(aws: MemoryAws, ...arns: readonly string[]) {
  return readAllPolicies(
    ids(...arns),
    (accountId) => Promise.resolve(accountId === aws.accountId ? aws : undefined),
    REGION,
  );
}

test('merges the policies of each role and user into one', async () => {
  const { identities, unread } = await read(new MemoryAws(WORLD, '111111111111'), RELEASE, CI, RELEASE);

  expect(
    identities.map(({ policy, ...identity }) => [
      identityArn(identity),
      policy !== undefined && isKnown(policy)
        ? policy.statements.flatMap(({ actions }) => actions.values)
        : policy,
    ]),
  ).toEqual([
    [CI, ['ecr:BatchGetImage', 'ecr:PutImage']],
    [RELEASE, []],
  ]);
  expect(unread).toEqual([]);
});

test('leaves out roles of accounts without credentials', async () => {
  const { identities, unread } = await read(new MemoryAws(WORLD, '111111111111'), ELSEWHERE);

  expect([identities, unread]).toEqual([[], []]);
});

test('makes the policy of a role unknown if one of its policies could not be read', async () => {
  const aws = new MemoryAws(WORLD, '111111111111').fail('iam:GetRolePolicy');
  const { identities, unread } = await read(aws, CI, RELEASE);

  expect(identities.map(({ policy }) => policy !== undefined && isKnown(policy))).toEqual([false, true]);
  expect(unread).toMatchObject([{ layer: 'identity', reason: { kind: 'failed' } }]);
});
