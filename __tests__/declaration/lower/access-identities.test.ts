import { diagnose, topologyOf } from '../declarations';
import { hub, PULL, PUSH, ROLE, statementsOf } from '../hub';

describe('the identity policy of a principal', () => {
  const identities = (...entries: readonly string[]) =>
    topologyOf(hub(...entries)).identities.map(({ kind, name, path, policy, managedPolicies }) => ({
      caller: `${kind}${path}${name}`,
      statements: statementsOf(policy),
      managedPolicies,
    }));
  const arn = (region: string, name: string) => `arn:aws:ecr:${region}:999999999999:repository/${name}`;

  test('allows the login and exactly these repositories if the account is declared', () => {
    expect(identities(`allow: pull-push, repositories: app/api, principals: ${ROLE}`)).toEqual([
      {
        caller: 'role/ci',
        managedPolicies: [],
        statements: [
          { Sid: 'Login', Effect: 'Allow', Action: ['ecr:GetAuthorizationToken'], Resource: '*' },
          { Sid: 'Pull', Effect: 'Allow', Action: PULL, Resource: [arn('eu-west-1', 'app/api')] },
          {
            Sid: 'PullAndPush',
            Effect: 'Allow',
            Action: [...new Set([...PULL, ...PUSH])].sort(),
            Resource: [arn('us-west-2', 'app/api')],
          },
        ],
      },
    ]);
  });

  test('is one policy for all entries', () => {
    const found = identities(
      `allow: pull, repositories: base, registries: central, principals: ${ROLE}`,
      `allow: pull, repositories: app/web, principals: { arn: "${ROLE}" }`,
    );
    expect(found).toHaveLength(1);
    expect(found[0]?.statements[1]?.Resource).toEqual([
      arn('us-west-2', 'app/web'),
      arn('us-west-2', 'base'),
    ]);
  });

  test.each([
    ['pull', 'AmazonEC2ContainerRegistryPullOnly'],
    ['push', 'AmazonEC2ContainerRegistryPowerUser'],
    ['pull-push', 'AmazonEC2ContainerRegistryPowerUser'],
  ])('is an AWS managed policy if the entry sets it: %s', (allow, managed) => {
    const found = identities(`allow: ${allow}, repositories: "*", identity: managed, principals: ${ROLE}`);
    expect(found).toEqual([{ caller: 'role/ci', statements: [], managedPolicies: [managed] }]);
  });

  test('is the more permissive AWS managed policy if two entries set one', () => {
    const found = identities(
      `allow: push, repositories: base, identity: managed, principals: ${ROLE}`,
      `allow: pull, repositories: app/web, identity: managed, principals: ${ROLE}`,
      `allow: pull, repositories: app/api, registries: europe, principals: ${ROLE}`,
    );
    expect(found).toMatchObject([
      {
        managedPolicies: ['AmazonEC2ContainerRegistryPowerUser'],
        statements: [{ Sid: 'Login' }, { Sid: 'Pull', Resource: [arn('eu-west-1', 'app/api')] }],
      },
    ]);
  });

  test.each([
    ['with identity: none', `principals: ${ROLE}, identity: none`],
    ['for a whole account', 'principals: build'],
    ['for an ARN pattern', 'principals: { arn: "arn:aws:iam::111111111111:role/*", viaAccountRoot: true }'],
    ['for an organization', 'principals: { organization: o-a1b2c3d4e5 }'],
    [
      'for a service',
      'principals: [{ lambda: build }, { service: codebuild.amazonaws.com, account: build }]',
    ],
    ['in an undeclared account', 'principals: arn:aws:iam::222222222222:role/ci'],
  ])('does not exist %s', (_, rest) => {
    expect(identities(`allow: pull, repositories: base, ${rest}`)).toEqual([]);
  });

  test.each([
    ['a role that may not exist', `{ arn: "${ROLE}", viaAccountRoot: true }`],
    [
      'a service-linked role',
      'arn:aws:iam::111111111111:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS',
    ],
    [
      'a role of IAM Identity Center',
      'arn:aws:iam::111111111111:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_x_1',
    ],
  ])('does not exist for %s by default, and a warning shows the missing policy', (_, principal) => {
    const text = hub(`allow: pull, repositories: base, principals: [${principal}]`);
    expect(identities(`allow: pull, repositories: base, principals: [${principal}]`)).toEqual([]);
    const [warning, ...others] = diagnose(text);
    expect(warning).toMatchObject({ code: 'access/identity-missing' });
    expect(warning?.help).toContain('"ecr:GetAuthorizationToken"');
    expect(others).toEqual([]);
  });

  test('exists with identity: inline for a user, and for a role via the account root', () => {
    const found = identities(
      `allow: pull, repositories: base, identity: inline, principals: [{ arn: "${ROLE}", viaAccountRoot: true }, "arn:aws:iam::111111111111:user/people/x"]`,
    );
    expect(found.map(({ caller }) => caller)).toEqual(['role/ci', 'user/people/x']);
  });
});
