import { Testing } from 'cdktf';
import { BASE, base } from '../declaration/declarations';
import { hub, HUB, ROLE } from '../declaration/hub';
import { resourcesOf, synthesise, synthesiseObject, type Block } from './synthesised';

Testing.setupJest();

/** Returns the addresses of all resources except repositories and replication, which have their own tests. */
function addresses(text: string): readonly string[] {
  return Object.entries(synthesiseObject(text).resource ?? {})
    .filter(([type]) => !['aws_ecr_repository', 'aws_ecr_replication_configuration'].includes(type))
    .flatMap(([type, resources]) => Object.keys(resources).map((name) => `${type}.${name}`))
    .sort();
}

function policyIn(block: Block | undefined): unknown {
  return JSON.parse(String(block?.policy));
}

describe('the resources of a grant', () => {
  const text = hub(`allow: pull-push, repositories: app/web, principals: "${ROLE}"`);

  test('are the repository policy and the policy of the role, at fixed addresses', () => {
    expect(addresses(text)).toEqual([
      'aws_ecr_repository_policy.central-app_web-a43a6a03',
      'aws_iam_role_policy.account_111111111111-ci',
    ]);
  });

  test('put the repository policy in the registry of the repository, after the repository', () => {
    const found = resourcesOf(text, 'aws_ecr_repository_policy')['central-app_web-a43a6a03'];
    expect(found).toMatchObject({
      provider: 'aws.central',
      repository: '${aws_ecr_repository.central-app_web-a43a6a03.name}',
    });
    expect(policyIn(found)).toMatchObject({ Statement: [{ Sid: 'PullAndPush', Principal: { AWS: ROLE } }] });
  });

  test("put the role's policy in the account of the role, which has a provider without a registry", () => {
    const found = resourcesOf(text, 'aws_iam_role_policy')['account_111111111111-ci'];
    expect(found).toMatchObject({ provider: 'aws.account-build', role: 'ci', name: 'ecr-topology' });
    expect(policyIn(found)).toMatchObject({
      Statement: [
        { Sid: 'Login', Action: ['ecr:GetAuthorizationToken'], Resource: '*' },
        { Sid: 'PullAndPush', Resource: ['arn:aws:ecr:us-west-2:999999999999:repository/app/web'] },
      ],
    });
    expect(synthesiseObject(text).provider.aws).toContainEqual({
      alias: 'account-build',
      region: 'us-east-1',
      allowed_account_ids: ['111111111111'],
    });
  });

  test('do not exist without grants', () => {
    expect(addresses(HUB)).toEqual([]);
    // Terraform requires the provider of the account to destroy earlier policies.
    expect(synthesiseObject(HUB).provider.aws.map(({ alias }) => alias)).toEqual([
      'central',
      'europe',
      'account-build',
    ]);
  });
});

describe('a provider for identity policies', () => {
  const providers = (text: string) => synthesiseObject(text).provider.aws;

  test('is that of the first registry of the account if there is one', () => {
    const text = hub('allow: pull, repositories: base, principals: "arn:aws:iam::999999999999:role/ci"');
    expect(providers(text).map(({ alias }) => alias)).toEqual(['central', 'europe', 'account-build']);
    expect(resourcesOf(text, 'aws_iam_role_policy')['account_999999999999-ci']?.provider).toBe('aws.central');
  });

  test('has the credentials of its account and the default tags', () => {
    const text = hub(
      `allow: pull, repositories: base, principals: ["${ROLE}", "arn:aws:iam::111111111111:user/x"]`,
    ).replace('build: { id: "111111111111" }', 'build: { id: "111111111111", profile: ci }');
    expect(providers(`${text}tags: { team: images }\n`).at(-1)).toEqual({
      alias: 'account-build',
      region: 'us-east-1',
      profile: 'ci',
      allowed_account_ids: ['111111111111'],
      default_tags: [{ tags: { team: 'images' } }],
    });
    expect(providers(text)).toHaveLength(3);
  });

  test.each([
    ['aws-cn', 'cn-north-1'],
    ['aws-us-gov', 'us-gov-west-1'],
  ])('for %s is in the Region of the IAM endpoint: %s', (partition, region) => {
    const text = hub(`allow: pull, repositories: app/web, principals: "${ROLE.replace('aws', partition)}"`)
      .replace('us-west-2', region)
      .replace('eu-west-1', partition === 'aws-cn' ? 'cn-northwest-1' : 'us-gov-east-1');
    expect(providers(text).at(-1)).toMatchObject({ alias: 'account-build', region });
  });

  test('is added once for each account', () => {
    expect(providers(hub('allow: pull, repositories: base, principals: build'))).toHaveLength(3);
  });
});

describe('an identity policy', () => {
  test.each([
    [
      'a user with a path',
      'principals: "arn:aws:iam::111111111111:user/people/jo@example.com"',
      'aws_iam_user_policy.account_111111111111-jo_example_com-f4e19df2',
      { user: 'jo@example.com', name: 'ecr-topology' },
    ],
    [
      'a role with an AWS managed policy',
      `principals: "${ROLE}", identity: managed`,
      'aws_iam_role_policy_attachment.account_111111111111-ci',
      { role: 'ci', policy_arn: 'arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly' },
    ],
    [
      'a user with an AWS managed policy',
      'principals: "arn:aws:iam::111111111111:user/x", identity: managed',
      'aws_iam_user_policy_attachment.account_111111111111-x',
      { user: 'x', policy_arn: 'arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly' },
    ],
  ])('%s', (_, rest, address, expected) => {
    const text = hub(`allow: pull, repositories: base, registries: central, ${rest}`);
    expect(addresses(text)).toEqual(['aws_ecr_repository_policy.central-base', address]);
    const [type = '', name = ''] = address.split('.');
    expect(resourcesOf(text, type)[name]).toMatchObject({ provider: 'aws.account-build', ...expected });
  });

  test('has different addresses for a role and a user of one name, and for two accounts', () => {
    const text = hub(
      'allow: pull, repositories: base, registries: central, principals: ["arn:aws:iam::111111111111:role/x", "arn:aws:iam::111111111111:user/x", "arn:aws:iam::999999999999:role/x"]',
    );
    expect(addresses(text).slice(1)).toEqual([
      'aws_iam_role_policy.account_111111111111-x',
      'aws_iam_role_policy.account_999999999999-x',
      'aws_iam_user_policy.account_111111111111-x',
    ]);
  });

  test('does not move if the account is renamed', () => {
    const text = hub(`allow: pull, repositories: base, principals: "${ROLE}"`);
    expect(addresses(text.replace('  build: {', '  ci: {'))).toEqual(addresses(text));
  });
});

describe('the text of a policy', () => {
  test('contains IAM variables that Terraform does not evaluate', () => {
    const text = base(
      'my-repo: { registry: develop }',
      'my-repo: { registry: develop, statements: [{ principals: develop, actions: "ecr:BatchGetImage", conditions: { StringEquals: { "aws:PrincipalTag/team": "${aws:PrincipalTag/owner}" } } }] }',
    );
    const found = String(resourcesOf(text, 'aws_ecr_repository_policy')['develop-my-repo']?.policy);
    expect(found).not.toMatch(/[$%]\{/);
    expect(JSON.parse(found)).toMatchObject({
      Statement: [{ Condition: { StringEquals: { 'aws:PrincipalTag/team': '${aws:PrincipalTag/owner}' } } }],
    });
  });

  test('of a registry joins statements of replication and of the user', () => {
    const text = base(
      '  management: { account: management, region: ap-northeast-1 }',
      '  management: { account: management, region: ap-northeast-1, statements: [{ sid: Org, principals: { organization: o-a1b2c3d4e5 }, actions: "ecr:BatchGetImage", resources: "*" }] }',
    );
    expect(addresses(text)).toEqual(['aws_ecr_registry_policy.management']);
    expect(policyIn(resourcesOf(text, 'aws_ecr_registry_policy').management)).toMatchObject({
      Statement: [{ Sid: 'Org', Principal: '*', Resource: '*' }, { Sid: 'ReplicateFrom111111111111' }],
    });
  });

  test('contains wildcards only for login, Lambda functions and an organization', () => {
    const text = hub(
      `allow: pull-push, repositories: "*", principals: ["${ROLE}", build, { arn: "${ROLE}2", viaAccountRoot: true }, { service: codebuild.amazonaws.com, account: build }]`,
    );
    const stack = synthesise(text).replaceAll('\\"Resource\\":\\"*\\"', '');
    expect(stack).toContain('ecr:GetAuthorizationToken');
    expect(stack).not.toContain('*');
  });

  test('is known at plan time, because it contains no references', () => {
    const text = hub(`allow: pull, repositories: "*", principals: ["${ROLE}", { lambda: build }]`);
    for (const type of ['aws_ecr_repository_policy', 'aws_iam_role_policy']) {
      for (const { policy } of Object.values(resourcesOf(text, type))) {
        expect(policy).not.toContain('${');
      }
    }
  });
});

test('adds no resources without access', () => {
  expect(addresses(BASE)).toEqual(['aws_ecr_registry_policy.management']);
});
