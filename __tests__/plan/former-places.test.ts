import type { Json, PlanDocument } from '../../src/plan/document';
import { plannedResources } from '../../src/plan/resources';
import { placedPlans } from '../../src/plan/resources/providers';
import { planOf, policy, repository, type ResourceParts } from './plans';

describe('what is gone from the configuration', () => {
  /** Where each resource of a plan was: its name, account and Region. */
  const placesIn = (plan: PlanDocument): readonly string[] =>
    plannedResources(placedPlans([plan])).flatMap(({ address, before }) =>
      before === undefined ? [] : [`${address}: ${before.registry.accountId} ${before.registry.region}`],
    );
  const gone = (type: ResourceParts['type'], before: object, name = 'gone'): ResourceParts => ({
    type,
    name,
    before,
    isGone: true,
  });
  const registryPolicy = (values: object = {}, name = 'gone') =>
    gone('aws_ecr_registry_policy', { policy: '{}', registry_id: '222222222222', ...values }, name);
  const rolePolicy = gone('aws_iam_role_policy', {
    role: 'ci',
    policy: policy({ Effect: 'Allow', Action: 'ecr:*', Resource: 'arn:aws:ecr:eu-west-1:333333333333:*' }),
  });
  const IRELAND = { account: '222222222222', region: 'eu-west-1' };
  const VIRGINIA = { account: '222222222222', region: 'us-east-1' };
  const FORMER = "the former provider of 'aws_ecr_registry_policy.gone'";

  test.each<[string, PlanDocument, readonly string[]]>([
    [
      'was reached through the only provider of its account',
      planOf([registryPolicy()], { a: IRELAND, b: { account: '333333333333', region: 'us-east-1' } }),
      ['aws_ecr_registry_policy.gone: 222222222222 eu-west-1'],
    ],
    [
      'was in either of two Regions',
      planOf([registryPolicy()], { a: IRELAND, b: VIRGINIA }),
      [`aws_ecr_registry_policy.gone: 222222222222 region of ${FORMER}`],
    ],
    [
      'was in either of two Regions, each in its own',
      planOf([registryPolicy(), registryPolicy({}, 'other')], { a: IRELAND, b: VIRGINIA }),
      [
        `aws_ecr_registry_policy.gone: 222222222222 region of ${FORMER}`,
        "aws_ecr_registry_policy.other: 222222222222 region of the former provider of 'aws_ecr_registry_policy.other'",
      ],
    ],
    [
      'was in the account of both providers, and if it is of IAM, in no Region',
      planOf([rolePolicy], { a: IRELAND, b: VIRGINIA }),
      ['aws_iam_role_policy.gone: 222222222222 eu-west-1'],
    ],
    [
      'may have been reached through a provider whose account nobody knows',
      planOf([registryPolicy()], { a: IRELAND, b: { profile: 'ci', region: 'us-east-1' } }),
      [`aws_ecr_registry_policy.gone: 222222222222 region of ${FORMER}`],
    ],
    [
      'says its Region itself from version 6',
      planOf([registryPolicy({ region: 'us-east-1' })], { a: IRELAND, b: VIRGINIA }),
      ['aws_ecr_registry_policy.gone: 222222222222 us-east-1'],
    ],
  ])('%s', (_, plan, places) => {
    expect(placesIn(plan)).toEqual(places);
  });

  describe('a policy of a repository', () => {
    const arn = (region: string) => `arn:aws:ecr:${region}:222222222222:repository/app`;
    const there = (name: string, provider: string, region: string): ResourceParts => {
      const before = repository('app', { arn: arn(region) });
      return { type: 'aws_ecr_repository', name, provider, before, after: before };
    };
    const resources = [
      { ...there('a', 'a', 'eu-west-1'), index: 'x' },
      there('b', 'b', 'us-east-1'),
      gone('aws_ecr_repository', repository('app', { arn: arn('eu-west-1') }), 'c'),
      gone('aws_ecr_repository_policy', { policy: '{}', registry_id: '222222222222', repository: 'app' }),
    ];
    const NOWHERE = "region of the former provider of 'aws_ecr_repository_policy.gone'";

    test.each<[string, readonly string[], string]>([
      ['is where its repository is', ['aws_ecr_repository.a'], 'eu-west-1'],
      ['is where its repository is that is gone too', ['aws_ecr_repository.c'], 'eu-west-1'],
      ['is where both are', ['aws_ecr_repository.a', 'aws_ecr_repository.c'], 'eu-west-1'],
      ['depends on two', ['aws_ecr_repository.a', 'aws_ecr_repository.b'], NOWHERE],
      ['depends on one that no plan has', ['module.m.aws_ecr_repository.a'], NOWHERE],
      ['depends on none', [], NOWHERE],
    ])('%s', (_, dependencies, region) => {
      const plan = planOf(resources, { a: IRELAND, b: VIRGINIA });
      const address = 'aws_ecr_repository_policy.gone';
      expect(placesIn({ ...plan, dependencies: new Map([[address, dependencies]]) })).toContain(
        `${address}: 222222222222 ${region}`,
      );
    });
  });

  test.each<[string, Json]>([
    ['random', { name: 'random', full_name: 'registry.terraform.io/hashicorp/random' }],
    ['terraform', { name: 'terraform', full_name: 'terraform.io/builtin/terraform' }],
    ['awscc', { name: 'awscc', full_name: 'registry.terraform.io/hashicorp/awscc', expressions: {} }],
    // Terraform writes it down where it is only required.
    ['aws', { name: 'aws', full_name: 'registry.terraform.io/hashicorp/aws' }],
  ])('was not reached through the provider %s', (key, provider) => {
    const plan = planOf([registryPolicy(), rolePolicy], { a: IRELAND });
    const { provider_config, ...rest } = plan.configuration as { readonly provider_config: object };
    const configuration = { ...rest, provider_config: { ...provider_config, [key]: provider } } as Json;
    expect(placesIn({ ...plan, configuration })).toEqual([
      'aws_ecr_registry_policy.gone: 222222222222 eu-west-1',
      'aws_iam_role_policy.gone: 222222222222 eu-west-1',
    ]);
  });
});
