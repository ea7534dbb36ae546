import { uncheckedAccountId, uncheckedRegion } from '../../../src/aws/names';
import { actionsOutside } from '../../../src/change/access/principal-changes';
import { describeChange } from '../../../src/change/text';
import { UNKNOWN } from '../../../src/model/unknown';
import { reviewPlans } from '../../../src/plan/review/review';
import { planOf, policy, repository, unchanged, type ResourceParts } from '../plans';

/** Describes the changes of a plan, then the access changes. */
function describeChanges(...resources: readonly ResourceParts[]): readonly string[] {
  const { changes, access } = reviewPlans([planOf(resources)]);
  return [
    ...changes.map(describeChange),
    ...access.map(
      ({ kind, operations, actions, registry, repositories, withRepository, otherKeys }) =>
        `${kind}: ${[...operations, ...actionsOutside(operations, actions)].join(' ')} ${repositories.join(', ')} in ${registry.name ?? registry.region}` +
        (withRepository.length > 0 ? ' with the repository' : '') +
        (otherKeys.length > 0 ? `, formerly by ${otherKeys.join(', ')}` : ''),
    ),
  ];
}

const PULL = ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];
const pull = (condition: object = {}) =>
  policy({
    Effect: 'Allow',
    Principal: { AWS: 'arn:aws:iam::222222222222:root' },
    Action: PULL,
    ...condition,
  });
const app = (values: object = {}): ResourceParts => ({
  type: 'aws_ecr_repository',
  name: 'app',
  provider: 'develop',
  before: repository('app'),
  after: repository('app', values),
});
const appPolicy = (
  before: object | undefined,
  after: object | undefined,
  parts: Partial<ResourceParts> = {},
) => ({
  type: 'aws_ecr_repository_policy' as const,
  name: 'app',
  provider: 'develop',
  ...(before === undefined ? {} : { before: { repository: 'app', policy: before } }),
  ...(after === undefined ? {} : { after: { repository: 'app', policy: after } }),
  ...parts,
});
const rule = (filter: string, registry_id: string, region: string) => ({
  rule: [{ repository_filter: [{ filter }], destination: [{ registry_id, region }] }],
});

test.each<[string, readonly ResourceParts[], readonly string[]]>([
  [
    'nothing',
    [unchanged({ type: 'aws_ecr_repository', provider: 'develop', before: repository('app') })],
    [],
  ],
  [
    'settings of a repository',
    [
      app({
        force_delete: true,
        image_tag_mutability: 'IMMUTABLE_WITH_EXCLUSION',
        image_tag_mutability_exclusion_filter: [{ filter: 'latest*', filter_type: 'WILDCARD' }],
        image_scanning_configuration: [{ scan_on_push: false }],
        encryption_configuration: [{ encryption_type: 'KMS', kms_key: 'arn:aws:kms:x' }],
      }),
    ],
    [
      'develop: forceDelete of repository app enabled',
      'develop: scanOnPush of repository app disabled',
      'develop: imageTagMutability of repository app changed from IMMUTABLE to IMMUTABLE_WITH_EXCLUSION (latest*)',
      'develop: encryption of repository app changed from AES256 to KMS with arn:aws:kms:x',
    ],
  ],
  ...[undefined, [], [{ scan_on_push: null }]].map(
    (image_scanning_configuration): [string, readonly ResourceParts[], readonly string[]] => [
      `scanning on push that is removed: ${JSON.stringify(image_scanning_configuration)}`,
      [app({ image_scanning_configuration })],
      [
        'develop: scanOnPush of repository app no longer set: it stays enabled, and each later plan shows this change again until you set it to false',
      ],
    ],
  ),
  [
    'scanning on push that is not set for a replaced repository',
    [{ ...app({ image_scanning_configuration: [] }), change: { action: 'replace' } }],
    ['develop: scanOnPush of repository app disabled'],
  ],
  [
    'a setting that is known only after apply',
    [{ ...app(), unknown: { force_delete: true }, change: { action: 'update' } }],
    ['develop: settings of repository app is unknown in the plan'],
  ],
  [
    'a lifecycle policy of a repository that is managed elsewhere',
    [
      {
        type: 'aws_ecr_lifecycle_policy',
        provider: 'develop',
        before: { repository: 'app', policy: '{"rules":[]}' },
        after: { repository: 'app', policy: '{ "rules": [1] }' },
      },
    ],
    [
      'develop: lifecyclePolicy of repository app changed from a policy that this version cannot read (12 characters) to a policy that this version cannot read (13 characters)',
    ],
  ],
  [
    'a policy written in another order',
    [
      app(),
      appPolicy(pull(), {
        Statement: [
          {
            Action: [...PULL].reverse(),
            Principal: { AWS: ['arn:aws:iam::222222222222:root'] },
            Effect: 'Allow',
          },
        ],
        Version: '2012-10-17',
      }),
    ],
    [],
  ],
  [
    'a policy that is known only after apply, without access changes',
    [app(), appPolicy(pull(), {}, { unknown: { policy: true }, after: { repository: 'app' } })],
    ['develop: policy of repository app is unknown in the plan'],
  ],
  [
    'a sensitive policy, without its contents and without access changes',
    [
      app(),
      appPolicy(pull(), pull({ Condition: {} }), { change: { afterSensitive: { policy: true } } }),
      {
        ...appPolicy(policy(), pull(), { change: { beforeSensitive: { policy: true } } }),
        provider: 'management',
        name: 'other',
      },
    ],
    ['develop: policy of repository app is unknown in the plan'],
  ],
  [
    'a condition that is removed',
    [
      app(),
      appPolicy(pull({ Condition: { StringEquals: { 'aws:SourceVpc': 'vpc-1' } } }), pull({ Condition: {} })),
    ],
    [
      'develop: account 222222222222 (if aws:SourceVpc StringEquals vpc-1) can no longer pull app',
      'develop: account 222222222222 can now pull app',
      'gained: pull app in develop, formerly by aws:SourceVpc',
    ],
  ],
  [
    'a repository that is created with its policy',
    [
      { type: 'aws_ecr_repository', provider: 'develop', after: repository('app') },
      appPolicy(undefined, pull()),
    ],
    [
      'develop: repository app added',
      'develop: account 222222222222 can now pull app',
      'gained: pull app in develop with the repository',
    ],
  ],
  [
    'nothing if a repository and its policy are forgotten',
    [
      { ...app(), change: { action: 'forget', after: undefined } },
      { ...appPolicy(pull(), undefined), change: { action: 'forget' } },
    ],
    [],
  ],
  [
    'nothing if a deposed repository is deleted',
    [app(), { ...app(), change: { action: 'delete', after: undefined, isDeposed: true } }],
    [],
  ],
  [
    'the removal of a policy if a second policy of the same repository is destroyed',
    [app(), appPolicy(pull(), pull()), { ...appPolicy(pull(), undefined), name: 'second' }],
    ['develop: account 222222222222 can no longer pull app', 'lost: pull app in develop'],
  ],
  [
    'an unknown policy if one is destroyed and another is written',
    [app(), appPolicy(pull(), undefined), { ...appPolicy(undefined, pull()), name: 'second' }],
    ['develop: policy of repository app is unknown in the plan'],
  ],
  [
    'nothing if two policies are equal',
    [app(), appPolicy(pull(), pull()), { ...appPolicy(pull(), pull()), name: 'second' }],
    [],
  ],
  [
    'an unknown policy if two are written and differ',
    [app(), appPolicy(undefined, pull()), { ...appPolicy(undefined, policy()), name: 'second' }],
    ['develop: policy of repository app is unknown in the plan'],
  ],
  [
    'the removal of replication if a second configuration of the same registry is destroyed',
    [
      app(),
      ...['develop', 'second'].map((name, index): ResourceParts => {
        const values = { replication_configuration: [rule('app', '111111111111', 'us-west-1')] };
        return {
          type: 'aws_ecr_replication_configuration',
          name,
          provider: 'develop',
          before: values,
          ...(index === 0 ? { after: values } : {}),
        };
      }),
      unchanged({
        type: 'aws_ecr_repository',
        name: 'us',
        provider: 'develop_us',
        before: repository('app'),
      }),
    ],
    ['develop: replication of app to develop_us removed', 'lost: replicate app in develop_us'],
  ],
  [
    'the removal of a policy if a deposed policy is destroyed',
    [
      app(),
      appPolicy(pull(), pull()),
      appPolicy(pull(), undefined, { change: { action: 'delete', isDeposed: true } }),
    ],
    ['develop: account 222222222222 can no longer pull app', 'lost: pull app in develop'],
  ],
  [
    'the deletion of unchanged policies if their repository is replaced',
    [
      { ...app(), replacedFor: ['encryption_configuration'] },
      appPolicy(pull(), pull()),
      unchanged({
        type: 'aws_ecr_lifecycle_policy',
        provider: 'develop',
        before: { repository: 'app', policy: '{"rules":[]}' },
      }),
    ],
    [
      'develop: lifecyclePolicy of repository app changed from a policy that this version cannot read (12 characters) to none',
      'develop: account 222222222222 can no longer pull app',
      'lost: pull app in develop',
    ],
  ],
  [
    'the deletion of unchanged policies if their repository is destroyed and created at another address',
    [
      { type: 'aws_ecr_repository', name: 'old', provider: 'develop', before: repository('app') },
      { type: 'aws_ecr_repository', name: 'new', provider: 'develop', after: repository('app') },
      appPolicy(pull(), pull()),
    ],
    ['develop: account 222222222222 can no longer pull app', 'lost: pull app in develop'],
  ],
  [
    'only the new policy if a repository is replaced and its policy is updated',
    [{ ...app(), replacedFor: ['encryption_configuration'] }, appPolicy(policy(), pull())],
    ['develop: account 222222222222 can now pull app', 'gained: pull app in develop'],
  ],
  [
    'the removal of a repository that two resources manage if one of them is destroyed',
    [app(), { ...app(), name: 'twin', change: { action: 'delete', after: undefined } }],
    ['develop: repository app removed (fails while it contains images)'],
  ],
  [
    'the written policy if it is forgotten at other addresses, in any order',
    [
      app(),
      ...['a', 'z'].map((name): ResourceParts => ({
        ...appPolicy(policy(), undefined, { change: { action: 'forget' } }),
        name,
      })),
      { ...appPolicy(undefined, pull()), name: 'm' },
    ],
    ['develop: account 222222222222 can now pull app', 'gained: pull app in develop'],
  ],
  [
    'a destination that is removed',
    [
      app(),
      unchanged({
        type: 'aws_ecr_repository',
        name: 'us',
        provider: 'develop_us',
        before: repository('app'),
      }),
      {
        type: 'aws_ecr_replication_configuration',
        provider: 'develop',
        before: { replication_configuration: [rule('app', '111111111111', 'us-west-1')] },
        after: { replication_configuration: [{ rule: [] }] },
      },
    ],
    ['develop: replication of app to develop_us removed', 'lost: replicate app in develop_us'],
  ],
  [
    'replication that is known only after apply',
    [
      app(),
      {
        type: 'aws_ecr_replication_configuration',
        provider: 'develop',
        before: { replication_configuration: [rule('app', '111111111111', 'us-west-1')] },
        after: {},
        unknown: { replication_configuration: true },
      },
    ],
    ['develop: replication is unknown in the plan'],
  ],
  [
    'an identity policy of a role',
    [
      app(),
      {
        type: 'aws_iam_role_policy',
        provider: 'develop',
        before: {
          role: 'ci',
          policy: { Statement: { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' } },
        },
        after: {
          role: 'ci',
          policy: {
            Statement: {
              Effect: 'Allow',
              Action: 'ecr:DescribeImages',
              Resource: 'arn:aws:ecr:ap-northeast-1:111111111111:repository/app',
            },
          },
        },
      },
    ],
    [
      'arn:aws:iam::111111111111:role/ci: its identity policy now allows it to use ecr:DescribeImages on app (111111111111 in ap-northeast-1)',
      'gained: ecr:DescribeImages app in develop',
    ],
  ],
  [
    'a scanning configuration that is created, with an unknown value before',
    [
      {
        type: 'aws_ecr_registry_scanning_configuration',
        provider: 'develop',
        after: { scan_type: 'BASIC', rule: [] },
      },
    ],
    ['develop: scanning set to BASIC'],
  ],
  [
    'a scanning configuration that is destroyed, which resets the registry to its default',
    [
      {
        type: 'aws_ecr_registry_scanning_configuration',
        provider: 'develop',
        before: { scan_type: 'ENHANCED', rule: [] },
      },
    ],
    ['develop: scanning changed from ENHANCED to BASIC'],
  ],
  [
    'a scanning configuration that is updated',
    [
      {
        type: 'aws_ecr_registry_scanning_configuration',
        provider: 'develop',
        before: { scan_type: 'BASIC', rule: [] },
        after: {
          scan_type: 'ENHANCED',
          rule: [{ scan_frequency: 'CONTINUOUS_SCAN', repository_filter: [{ filter: '*' }] }],
        },
      },
    ],
    ['develop: scanning changed from BASIC to ENHANCED; CONTINUOUS_SCAN of *'],
  ],
])('reports changes: %s', (_, resources, expected) => {
  expect(describeChanges(...resources)).toEqual(expected);
});

test('lists changes of resources with sensitive values', () => {
  const { sensitiveChanges } = reviewPlans([
    planOf([
      { type: 'aws_ecr_pull_through_cache_rule', before: { ecr_repository_prefix: 'hub' } },
      appPolicy(pull(), pull({ Condition: {} }), { change: { afterSensitive: { policy: true } } }),
      app({ force_delete: true }),
    ]),
  ]);
  expect(sensitiveChanges).toEqual([
    { plan: 'plan.json', address: 'aws_ecr_repository_policy.app', action: 'update' },
  ]);
});

describe('finds the resource that manages a value', () => {
  const registryIn = (region: string) => ({
    accountId: uncheckedAccountId('111111111111'),
    region: uncheckedRegion(region),
  });
  const DEVELOP = registryIn('ap-northeast-1');
  const finder = (...resources: readonly ResourceParts[]) => {
    const { resourceOf } = reviewPlans([planOf(resources)]);
    return (...of: Parameters<typeof resourceOf>) => resourceOf(...of)?.address;
  };
  const replication = (
    name: string,
    before: object | undefined,
    after: object | undefined,
  ): ResourceParts => ({
    type: 'aws_ecr_replication_configuration',
    name,
    provider: 'develop',
    ...(before === undefined ? {} : { before: { replication_configuration: [before] } }),
    ...(after === undefined ? {} : { after: { replication_configuration: [after] } }),
  });
  const [ONE, OTHER] = [rule('a', '111111111111', 'us-west-1'), rule('b', '111111111111', 'us-west-1')];

  test('before and after, if it is replaced by another resource', () => {
    const find = finder(replication('new', undefined, ONE), replication('old', ONE, undefined));
    expect(find('before', 'replication', DEVELOP)).toBe('aws_ecr_replication_configuration.old');
    expect(find('after', 'replication', DEVELOP)).toBe('aws_ecr_replication_configuration.new');
  });

  test('if another resource deletes the value', () => {
    const find = finder(replication('kept', ONE, ONE), replication('old', ONE, undefined));
    expect(find('after', 'replication', DEVELOP)).toBe('aws_ecr_replication_configuration.kept');
  });

  test.each([
    ['that writes the value', replication('a', ONE, ONE), 'aws_ecr_replication_configuration.b'],
    ['first by address', replication('a', ONE, OTHER), 'aws_ecr_replication_configuration.a'],
  ])('of several resources, the one %s', (_, first, expected) => {
    const find = finder(replication('b', ONE, OTHER), first);
    expect(find('after', 'replication', DEVELOP)).toBe(expected);
  });

  test('of a repository or setting by its name', () => {
    const find = finder(app(), {
      type: 'aws_ecr_account_setting',
      provider: 'develop',
      after: { name: 'BLOB_MOUNTING', value: 'ENABLED' },
    });
    expect(find('before', 'repository', DEVELOP, 'app')).toBe('aws_ecr_repository.app');
    expect(find('after', 'account-setting', DEVELOP, 'BLOB_MOUNTING')).toBe('aws_ecr_account_setting.this');
  });

  test('with a name that is known only after apply', () => {
    const unnamed = { ...appPolicy(undefined, pull()), unknown: { repository: true } };
    const find = finder(app(), unnamed);
    expect(find('after', 'repository-policy', DEVELOP, UNKNOWN)).toBe('aws_ecr_repository_policy.app');
    expect(find('before', 'repository-policy', DEVELOP, UNKNOWN)).toBeUndefined();
    expect(find('after', 'repository', DEVELOP, UNKNOWN)).toBeUndefined();
  });

  test('not after it is deleted, if its name is sensitive', () => {
    const deleted = appPolicy(pull(), undefined, { change: { beforeSensitive: { repository: true } } });
    const find = finder(app(), deleted);
    expect(find('before', 'repository-policy', DEVELOP, UNKNOWN)).toBe('aws_ecr_repository_policy.app');
    expect(find('after', 'repository-policy', DEVELOP, UNKNOWN)).toBeUndefined();
  });

  test.each([
    ['of another repository', DEVELOP, 'web'],
    ['of another registry', registryIn('us-west-1'), 'app'],
  ])('not %s', (_, registry, name) => {
    const find = finder(app(), appPolicy(pull(), pull()));
    expect(find('after', 'repository-policy', registry, name)).toBeUndefined();
  });

  test('not before it is created, nor after it is deleted', () => {
    const find = finder(replication('this', ONE, undefined), appPolicy(undefined, pull()));
    expect(find('before', 'repository-policy', DEVELOP, 'app')).toBeUndefined();
    expect(find('after', 'replication', DEVELOP)).toBeUndefined();
  });
});
