import { topologyOf } from '../declarations';
import {
  grantedStatementIds,
  hub,
  HUB,
  policyOf,
  PULL,
  PUSH,
  ROLE,
  statementsOf,
  type Statement,
} from '../hub';

describe('the registries in which a grant applies', () => {
  test.each([
    [
      'allows pull also at the replicas',
      'allow: pull, repositories: app/api',
      { 'central/app/api': ['Pull'], 'europe/app/api': ['Pull'] },
    ],
    [
      'allows push only at the originals',
      'allow: push, repositories: app/api',
      { 'central/app/api': ['Push'] },
    ],
    [
      'allows pull and push at the originals, pull at the replicas',
      'allow: pull-push, repositories: app/api',
      { 'central/app/api': ['PullAndPush'], 'europe/app/api': ['Pull'] },
    ],
    [
      'allows push to every original',
      'allow: push, repositories: base',
      { 'central/base': ['Push'], 'europe/base': ['Push'] },
    ],
    [
      'applies only in the named registries',
      'allow: pull, repositories: app/api, registries: europe',
      { 'europe/app/api': ['Pull'] },
    ],
    [
      'allows push to a replica in a named registry',
      'allow: push, repositories: app/api, registries: [central, europe]',
      { 'central/app/api': ['Push'], 'europe/app/api': ['Push'] },
    ],
    [
      'matches a glob',
      'allow: push, repositories: "app/*"',
      { 'central/app/api': ['Push'], 'central/app/web': ['Push'] },
    ],
    [
      'matches the part of a glob that is in the named registry',
      'allow: pull, repositories: "*", registries: europe',
      { 'europe/app/api': ['Pull'], 'europe/base': ['Pull'] },
    ],
    [
      'applies once if names and globs overlap',
      'allow: push, repositories: [app/web, "*/web", "app/w*"]',
      { 'central/app/web': ['Push'] },
    ],
  ])('%s', (_, entry, expected) => {
    expect(grantedStatementIds(hub(`${entry}, principals: build`))).toEqual(expected);
  });

  test('do not include replicas that ECR creates', () => {
    const text = hub('allow: pull, repositories: app/api, principals: build').replace(
      'repositories: [app/api] }',
      'repositories: [app/api], createRepositories: true }',
    );
    expect(grantedStatementIds(text)).toEqual({ 'central/app/api': ['Pull'] });
  });

  test('are none without an entry', () => {
    expect(grantedStatementIds(`${HUB}access: []\n`)).toEqual({});
    expect(topologyOf(`${HUB}access: []\n`)).toEqual(topologyOf(HUB));
  });
});

describe('the principal of a grant', () => {
  const root = 'arn:aws:iam::111111111111:root';
  test.each<readonly [string, string, readonly Partial<Statement>[]]>([
    ['is an account, by name', 'build', [{ Sid: 'Pull', Principal: { AWS: root }, Action: PULL }]],
    ['is an account, by ID', '"222222222222"', [{ Principal: { AWS: 'arn:aws:iam::222222222222:root' } }]],
    ['is an account, by its root ARN', root, [{ Principal: { AWS: root } }]],
    ['is a role', ROLE, [{ Principal: { AWS: ROLE } }]],
    [
      'is a user with a path',
      'arn:aws:iam::111111111111:user/a/b/x',
      [{ Principal: { AWS: 'arn:aws:iam::111111111111:user/a/b/x' } }],
    ],
    ['is a role in a mapping', `{ arn: "${ROLE}" }`, [{ Principal: { AWS: ROLE } }]],
    [
      'is a role that may not exist',
      `{ arn: "${ROLE}", viaAccountRoot: true }`,
      [
        {
          Sid: 'PullViaAccountRoot',
          Principal: { AWS: root },
          Condition: { ArnLike: { 'aws:PrincipalArn': ROLE } },
        },
      ],
    ],
    [
      'is an ARN pattern of roles',
      '{ arn: "arn:aws:iam::111111111111:role/aws-reserved/sso.amazonaws.com/*", viaAccountRoot: true }',
      [
        {
          Principal: { AWS: root },
          Condition: {
            ArnLike: {
              'aws:PrincipalArn': 'arn:aws:iam::111111111111:role/aws-reserved/sso.amazonaws.com/*',
            },
          },
        },
      ],
    ],
    [
      'is an organization',
      '{ organization: o-a1b2c3d4e5 }',
      [
        {
          Sid: 'PullOrganization',
          Principal: '*',
          Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } },
        },
      ],
    ],
    [
      'is an organizational unit',
      '{ organizationalUnit: "o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/*" }',
      [
        {
          Principal: '*',
          Condition: {
            'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': 'o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/*' },
          },
        },
      ],
    ],
    [
      'is Lambda: the account that creates the functions, and the functions in the Region of the registry',
      '{ lambda: build }',
      [
        { Sid: 'Pull', Principal: { AWS: root }, Action: PULL },
        {
          Sid: 'PullLambda',
          Principal: { Service: 'lambda.amazonaws.com' },
          Action: PULL,
          Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:lambda:us-west-2:111111111111:function:*' } },
        },
      ],
    ],
    [
      'is a service that acts for an account',
      '{ service: codebuild.amazonaws.com, account: build }',
      [
        {
          Sid: 'PullCodebuild',
          Principal: { Service: 'codebuild.amazonaws.com' },
          Condition: { StringEquals: { 'aws:SourceAccount': '111111111111' } },
        },
      ],
    ],
    ['is every AWS account with public: true', '"*", public: true', [{ Sid: 'PullAnyone', Principal: '*' }]],
  ])('%s', (_, principals, expected) => {
    const found = policyOf(
      hub(`allow: pull, repositories: app/web, identity: none, principals: ${principals}`),
      'central',
      'app/web',
    );
    expect(found).toHaveLength(expected.length);
    expect(found).toMatchObject(expected);
    expect(found.map(({ Condition }) => Condition)).toEqual(expected.map(({ Condition }) => Condition));
  });

  test('is Lambda in the Region of each registry', () => {
    const text = hub('allow: pull, repositories: app/api, principals: { lambda: build }');
    expect(JSON.stringify(policyOf(text, 'europe', 'app/api'))).toContain('arn:aws:lambda:eu-west-1:');
    expect(JSON.stringify(policyOf(text, 'europe', 'app/api'))).not.toContain('us-west-2');
  });

  test.each([
    ['cn-north-1', 'aws-cn'],
    ['us-gov-west-1', 'aws-us-gov'],
  ])('in %s has an ARN of its partition', (region, partition) => {
    const text = hub(
      'allow: pull, repositories: app/web, principals: [build, { lambda: build }]',
      `allow: pull, identity: managed, repositories: app/web, principals: ${ROLE.replace('aws', partition)}`,
    )
      .replace('us-west-2', region)
      .replace('eu-west-1', region.replace('west', 'east').replace('cn-north-1', 'cn-northwest-1'));
    const { identities } = topologyOf(text);
    const written = JSON.stringify([policyOf(text, 'central', 'app/web'), identities]);
    expect(written).toContain(`arn:${partition}:iam::111111111111:root`);
    expect(written).toContain(`arn:${partition}:lambda:${region}:111111111111:function:*`);
    expect(written).not.toContain('arn:aws:');
    expect(identities).toMatchObject([
      { partition, managedPolicies: ['AmazonEC2ContainerRegistryPullOnly'] },
    ]);
  });
});

describe('the policy of a repository', () => {
  test('merges several entries: principals with equal actions are in one statement', () => {
    const text = hub(
      `allow: pull, repositories: app/web, principals: [build, "${ROLE}"]`,
      'allow: push, repositories: "app/*", principals: build',
      'allow: pull, repositories: app/web, principals: "222222222222"',
    );
    expect(policyOf(text, 'central', 'app/web')).toEqual([
      {
        Sid: 'Pull',
        Effect: 'Allow',
        Principal: { AWS: ['arn:aws:iam::111111111111:role/ci', 'arn:aws:iam::222222222222:root'] },
        Action: PULL,
      },
      {
        Sid: 'PullAndPush',
        Effect: 'Allow',
        Principal: { AWS: 'arn:aws:iam::111111111111:root' },
        Action: [...PUSH, ...PULL].filter((action, index, all) => all.indexOf(action) === index).sort(),
      },
    ]);
  });

  test('contains no Resource and no login, which ECR rejects, and no wildcard action', () => {
    const text = hub(
      'allow: pull-push, repositories: "*", principals: [build, { organization: o-a1b2c3d4e5 }]',
      'allow: pull, repositories: "*", principals: { lambda: "222222222222" }',
    );
    const policies = topologyOf(text).registries.flatMap(({ repositories }) =>
      repositories.map(({ policy }) => JSON.stringify(statementsOf(policy))),
    );
    expect(policies).toHaveLength(5);
    for (const policy of policies) {
      expect(policy).not.toContain('Resource');
      expect(policy).not.toContain('GetAuthorizationToken');
      expect(policy).not.toMatch(/ecr:[A-Za-z]*\*/);
    }
  });

  test('keeps the accounts of different services and the functions of Lambda in separate statements', () => {
    const text = hub(
      'allow: pull, repositories: app/web, principals: [{ service: codebuild.amazonaws.com, account: build }, { service: codebuild.amazonaws.com, account: hub }]',
      'allow: pull, repositories: app/web, principals: [{ service: ecs.amazonaws.com, account: "222222222222" }]',
      'allow: pull, repositories: app/web, principals: [{ lambda: build }]',
    );
    const found = policyOf(text, 'central', 'app/web').filter(({ Principal }) =>
      JSON.stringify(Principal).includes('Service'),
    );
    expect(found.map(({ Principal, Condition }) => [Principal, Condition])).toEqual([
      [
        { Service: 'codebuild.amazonaws.com' },
        { StringEquals: { 'aws:SourceAccount': ['111111111111', '999999999999'] } },
      ],
      [{ Service: 'ecs.amazonaws.com' }, { StringEquals: { 'aws:SourceAccount': '222222222222' } }],
      [
        { Service: 'lambda.amazonaws.com' },
        { ArnLike: { 'aws:SourceArn': 'arn:aws:lambda:us-west-2:111111111111:function:*' } },
      ],
    ]);
    const sids = policyOf(text, 'central', 'app/web').map(({ Sid }) => Sid);
    expect(new Set(sids).size).toBe(sids.length);
  });

  test('does not depend on the order of the entries', () => {
    const entries = [
      'allow: pull, repositories: "app/*", principals: [build, { lambda: build }, { organization: o-a1b2c3d4e5 }]',
      `allow: push, repositories: [app/web, base], principals: ["${ROLE}", { arn: "arn:aws:iam::222222222222:role/x*", viaAccountRoot: true }]`,
      'allow: pull, repositories: "*", principals: { arn: "arn:aws:iam::111111111111:user/u", viaAccountRoot: true }',
    ];
    expect(topologyOf(hub(...entries.toReversed()))).toEqual(topologyOf(hub(...entries)));
  });
});
