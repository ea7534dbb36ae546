import { policyJson } from '../../src/aws/policy/document';
import { permissionsOf } from '../../src/live/permissions';

test('limits each action to the resources that it supports', () => {
  expect(policyJson(permissionsOf('backfill'))).toEqual({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'ChangeRegistries',
        Effect: 'Allow',
        Action: ['ecr:StartReplicationBackfill', 'ecr:StopReplicationBackfill'],
        Resource: '*',
      },
      {
        Sid: 'ReadRegistries',
        Effect: 'Allow',
        Action: [
          'ecr:DescribeRegistry',
          'ecr:DescribeReplicationBackfillResults',
          'ecr:ListReplicationBackfills',
        ],
        Resource: '*',
      },
      {
        Sid: 'ReadRepositories',
        Effect: 'Allow',
        Action: ['ecr:DescribeImageReplicationStatus', 'ecr:DescribeImages', 'ecr:DescribeRepositories'],
        Resource: ['arn:aws:ecr:*:*:repository/*'],
      },
    ],
  });
});

test('groups actions by what they read', () => {
  const sids = permissionsOf('live').statements.map(({ sid }) => sid);

  expect(sids).toEqual([
    'ReadGroups',
    'ReadOrganization',
    'ReadPolicies',
    'ReadRegistries',
    'ReadRepositories',
    'ReadRoles',
    'ReadUsers',
  ]);
});

test('contains no action for which AWS requires no permission', () => {
  const actions = permissionsOf('adopt').statements.flatMap(({ actions: { values } }) => values);

  expect(actions.filter((action) => action.startsWith('sts:'))).toEqual([]);
});
