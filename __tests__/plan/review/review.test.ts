import { describeChange } from '../../../src/change/text';
import { reviewPlans } from '../../../src/plan/review/review';
import { planOf, policy, repository, unchanged } from '../plans';

const pull = (account: string) =>
  policy({
    Effect: 'Allow',
    Principal: { AWS: `arn:aws:iam::${account}:root` },
    Action: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
  });

test('lists the changes, and the access that principals gain and lose', () => {
  const reviewed = reviewPlans([
    planOf([
      unchanged({ type: 'aws_ecr_repository', name: 'app', provider: 'develop', before: repository('app') }),
      {
        type: 'aws_ecr_repository',
        name: 'old',
        provider: 'develop',
        before: repository('old', { force_delete: true }),
      },
      {
        type: 'aws_ecr_repository_policy',
        name: 'app',
        provider: 'develop',
        before: { repository: 'app', policy: pull('222222222222') },
        after: { repository: 'app', policy: pull('333333333333') },
      },
    ]),
  ]);
  expect(reviewed.changes.map(describeChange)).toEqual([
    'develop: repository old removed with all its images (forceDelete is enabled)',
    'develop: account 222222222222 can no longer pull app',
    'develop: account 333333333333 can now pull app',
  ]);
  expect(
    reviewed.access.map(({ kind, caller, operations, repositories, withRepository }) => [
      kind,
      caller.kind === 'grantee' && caller.grantee.who.kind === 'account' && caller.grantee.who.accountId,
      operations,
      repositories,
      withRepository,
    ]),
  ).toEqual([
    ['lost', '222222222222', ['pull'], ['app'], []],
    ['gained', '333333333333', ['pull'], ['app'], []],
  ]);
});

test('resolves a destination account that is known only after apply', () => {
  const reviewed = reviewPlans([
    planOf([
      { type: 'aws_ecr_repository', name: 'app', provider: 'develop', after: repository('app') },
      {
        type: 'aws_ecr_repository',
        name: 'copy',
        provider: 'management',
        after: repository('app'),
        unknown: { registry_id: true },
      },
      {
        type: 'aws_ecr_replication_configuration',
        provider: 'develop',
        after: {
          replication_configuration: [
            {
              rule: [
                {
                  destination: [{ region: 'ap-northeast-1' }],
                  repository_filter: [{ filter: 'app', filter_type: 'PREFIX_MATCH' }],
                },
              ],
            },
          ],
        },
        unknown: { replication_configuration: [{ rule: [{ destination: [{ registry_id: true }] }] }] },
        expressions: {
          replication_configuration: [
            {
              rule: [
                {
                  destination: [
                    {
                      region: { constant_value: 'ap-northeast-1' },
                      registry_id: {
                        references: ['aws_ecr_repository.copy.registry_id', 'aws_ecr_repository.copy'],
                      },
                    },
                  ],
                },
              ],
            },
          ],
        },
      },
    ]),
  ]);
  const [source] = reviewed.after.registries;
  expect(source?.replication).toEqual([
    { filters: ['app'], destinations: [{ accountId: '999999999999', region: 'ap-northeast-1' }] },
  ]);
});
