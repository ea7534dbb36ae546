import type { Json, PlanDocument } from '../../../src/plan/model/document';
import { decodeResources } from '../../../src/plan/decode/resources';
import { locatePlans } from '../../../src/plan/locate/providers';
import { planOf, policy, repository, type ResourceParts } from '../plans';

describe('a resource that was removed from the configuration', () => {
  /** Returns the address, account and Region of each resource of a plan. */
  const locationsIn = (plan: PlanDocument): readonly string[] =>
    decodeResources(locatePlans([plan])).flatMap(({ address, before }) =>
      before === undefined ? [] : [`${address}: ${before.registry.accountId} ${before.registry.region}`],
    );
  const removed = (type: ResourceParts['type'], before: object, name = 'gone'): ResourceParts => ({
    type,
    name,
    before,
    isRemovedFromConfiguration: true,
  });
  const registryPolicy = (values: object = {}, name = 'gone') =>
    removed('aws_ecr_registry_policy', { policy: '{}', registry_id: '222222222222', ...values }, name);
  const rolePolicy = removed('aws_iam_role_policy', {
    role: 'ci',
    policy: policy({ Effect: 'Allow', Action: 'ecr:*', Resource: 'arn:aws:ecr:eu-west-1:333333333333:*' }),
  });
  const IRELAND = { account: '222222222222', region: 'eu-west-1' };
  const VIRGINIA = { account: '222222222222', region: 'us-east-1' };
  const PREVIOUS_PROVIDER = "the former provider of 'aws_ecr_registry_policy.gone'";

  test.each<[string, PlanDocument, readonly string[]]>([
    [
      'is in the Region of the only provider of its account',
      planOf([registryPolicy()], { a: IRELAND, b: { account: '333333333333', region: 'us-east-1' } }),
      ['aws_ecr_registry_policy.gone: 222222222222 eu-west-1'],
    ],
    [
      'has an unknown Region if two providers of its account have different Regions',
      planOf([registryPolicy()], { a: IRELAND, b: VIRGINIA }),
      [`aws_ecr_registry_policy.gone: 222222222222 region of ${PREVIOUS_PROVIDER}`],
    ],
    [
      'has its own unknown Region',
      planOf([registryPolicy(), registryPolicy({}, 'other')], { a: IRELAND, b: VIRGINIA }),
      [
        `aws_ecr_registry_policy.gone: 222222222222 region of ${PREVIOUS_PROVIDER}`,
        "aws_ecr_registry_policy.other: 222222222222 region of the former provider of 'aws_ecr_registry_policy.other'",
      ],
    ],
    [
      'is in the account of both providers, and IAM has no Region',
      planOf([rolePolicy], { a: IRELAND, b: VIRGINIA }),
      ['aws_iam_role_policy.gone: 222222222222 eu-west-1'],
    ],
    [
      'has an unknown Region if the account of a provider is unknown',
      planOf([registryPolicy()], { a: IRELAND, b: { profile: 'ci', region: 'us-east-1' } }),
      [`aws_ecr_registry_policy.gone: 222222222222 region of ${PREVIOUS_PROVIDER}`],
    ],
    [
      'has its own Region from version 6',
      planOf([registryPolicy({ region: 'us-east-1' })], { a: IRELAND, b: VIRGINIA }),
      ['aws_ecr_registry_policy.gone: 222222222222 us-east-1'],
    ],
  ])('%s', (_, plan, locations) => {
    expect(locationsIn(plan)).toEqual(locations);
  });

  describe('a repository policy', () => {
    const arn = (region: string) => `arn:aws:ecr:${region}:222222222222:repository/app`;
    const unchanged = (name: string, provider: string, region: string): ResourceParts => {
      const before = repository('app', { arn: arn(region) });
      return { type: 'aws_ecr_repository', name, provider, before, after: before };
    };
    const resources = [
      { ...unchanged('a', 'a', 'eu-west-1'), index: 'x' },
      unchanged('b', 'b', 'us-east-1'),
      removed('aws_ecr_repository', repository('app', { arn: arn('eu-west-1') }), 'c'),
      removed('aws_ecr_repository_policy', { policy: '{}', registry_id: '222222222222', repository: 'app' }),
    ];
    const UNKNOWN_REGION = "region of the former provider of 'aws_ecr_repository_policy.gone'";

    test.each<[string, readonly string[], string]>([
      ['is in the registry of its repository', ['aws_ecr_repository.a'], 'eu-west-1'],
      ['is in the registry of its removed repository', ['aws_ecr_repository.c'], 'eu-west-1'],
      [
        'is in the registry of both of its repositories',
        ['aws_ecr_repository.a', 'aws_ecr_repository.c'],
        'eu-west-1',
      ],
      [
        'is in an unknown Region if it depends on repositories in two',
        ['aws_ecr_repository.a', 'aws_ecr_repository.b'],
        UNKNOWN_REGION,
      ],
      [
        'is in an unknown Region if its repository is in no plan',
        ['module.m.aws_ecr_repository.a'],
        UNKNOWN_REGION,
      ],
      ['is in an unknown Region if it depends on no repository', [], UNKNOWN_REGION],
    ])('%s', (_, dependencies, region) => {
      const plan = planOf(resources, { a: IRELAND, b: VIRGINIA });
      const address = 'aws_ecr_repository_policy.gone';
      expect(locationsIn({ ...plan, dependencies: new Map([[address, dependencies]]) })).toContain(
        `${address}: 222222222222 ${region}`,
      );
    });
  });

  test.each<[string, Json]>([
    ['random', { name: 'random', full_name: 'registry.terraform.io/hashicorp/random' }],
    ['terraform', { name: 'terraform', full_name: 'terraform.io/builtin/terraform' }],
    ['awscc', { name: 'awscc', full_name: 'registry.terraform.io/hashicorp/awscc', expressions: {} }],
    // Terraform writes the provider even if it is only in required_providers.
    ['aws', { name: 'aws', full_name: 'registry.terraform.io/hashicorp/aws' }],
  ])('ignores the provider %s', (key, provider) => {
    const plan = planOf([registryPolicy(), rolePolicy], { a: IRELAND });
    const { provider_config, ...rest } = plan.configuration as { readonly provider_config: object };
    const configuration = { ...rest, provider_config: { ...provider_config, [key]: provider } } as Json;
    expect(locationsIn({ ...plan, configuration })).toEqual([
      'aws_ecr_registry_policy.gone: 222222222222 eu-west-1',
      'aws_iam_role_policy.gone: 222222222222 eu-west-1',
    ]);
  });
});
