import { identityArn, parseIdentityArn } from '../../../src/aws/arn';
import type { Region } from '../../../src/aws/partitions';
import { namedIdentities, readIdentities } from '../../../src/live/identity/live-identities';
import { isKnown } from '../../../src/model/unknown';
import { topologyOf } from '../../declaration/declarations';
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
  return readIdentities(
    ids(...arns),
    (accountId) => Promise.resolve(accountId === aws.accountId ? aws : undefined),
    REGION,
  );
}

test('merges the policies of each role and user into one', async () => {
  const { identities, unread } = await read(new MemoryAws(WORLD, '111111111111'), RELEASE, CI);

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

test('returns the roles and users that policies name, once each', () => {
  const topology = topologyOf(`accounts:
  owner: { id: "999999999999", profile: owner }
registries:
  hub: { account: owner, region: eu-west-1 }
repositories:
  aa: { registry: hub }
  bb: { registry: hub }
access:
  - { allow: pull, repositories: '*', principals: ['${RELEASE}', '${CI}', '333333333333'] }
`);

  expect(namedIdentities(topology).map(identityArn)).toEqual([CI, RELEASE]);
});
