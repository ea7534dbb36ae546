import { topologyOf } from '../declarations';
import { grantedStatementIds, hub, HUB, policyOf, PULL, statementsOf } from '../hub';

describe('a declared statement', () => {
  const STATEMENT = '{ sid: Audit, principals: build, actions: ["ecr:ListImages", "ecr:DescribeImages"] }';

  test('is added to the grants of access, also at the replicas', () => {
    const text = hub('allow: pull, repositories: app/api, principals: build').replace(
      'app/api: { registry: central }',
      `app/api: { registry: central, statements: [${STATEMENT}] }`,
    );
    expect(grantedStatementIds(text)).toEqual({
      'central/app/api': ['Audit', 'Pull'],
      'europe/app/api': ['Audit', 'Pull'],
    });
    expect(policyOf(text, 'europe', 'app/api')[0]).toEqual({
      Sid: 'Audit',
      Effect: 'Allow',
      Principal: { AWS: 'arn:aws:iam::111111111111:root' },
      Action: ['ecr:DescribeImages', 'ecr:ListImages'],
    });
  });

  test('of the defaults is in every repository without its own statements', () => {
    const text = `${HUB}defaults: { repository: { statements: [${STATEMENT}] } }\n`
      .replace('app/web: { registry: central }', 'app/web: { registry: central, statements: [] }')
      .replace(
        'base: { registries: [central, europe] }',
        'base: { registries: [central, europe], statements: [{ effect: Deny, principals: "*", actions: "ecr:BatchDeleteImage" }] }',
      );
    expect(grantedStatementIds(text)).toEqual({
      'central/app/api': ['Audit'],
      'central/base': [undefined],
      'europe/app/api': ['Audit'],
      'europe/base': [undefined],
    });
    expect(policyOf(text, 'central', 'base')).toEqual([
      { Effect: 'Deny', Principal: '*', Action: ['ecr:BatchDeleteImage'] },
    ]);
  });

  test('applies only in the registries that it lists', () => {
    const text = HUB.replace(
      'app/api: { registry: central }',
      'app/api: { registry: central, statements: [{ sid: A, principals: build, actions: "ecr:ListImages", registries: europe }] }',
    ).concat(
      'defaults: { repository: { statements: [{ sid: B, principals: build, actions: "ecr:ListImages", registries: [central] }] } }\n',
    );
    expect(grantedStatementIds(text)).toEqual({
      'central/app/web': ['B'],
      'central/base': ['B'],
      'europe/app/api': ['A'],
    });
  });

  test('of a registry that allows the replication of another account replaces the generated one', () => {
    const text = (statement: string) =>
      HUB.replace('region: eu-west-1 }', `region: eu-west-1${statement} }`).replace(
        'europe: { account: hub',
        'europe: { account: build',
      );
    const idsOf = (statement: string) =>
      statementsOf(topologyOf(text(statement)).registries.find(({ name }) => name === 'europe')?.policy).map(
        ({ Sid }) => Sid,
      );
    const own = (keys: string) =>
      `, statements: [{ sid: Own, principals: hub, actions: "ecr:ReplicateImage", ${keys} }]`;
    expect(idsOf('')).toEqual(['ReplicateFrom999999999999']);
    expect(idsOf(own('resources: "app/*"'))).toEqual(['Own']);
    expect(idsOf(own('resources: "base"'))).toEqual(['Own', 'ReplicateFrom999999999999']);
  });

  test('of a registry resolves names to ARNs of that registry, and keeps ARNs', () => {
    const text = HUB.replace(
      'region: eu-west-1 }',
      'region: eu-west-1, statements: [{ principals: build, actions: "ecr:BatchGetImage", resources: ["app/*", base, "arn:aws:ecr:eu-west-1:999999999999:repository/x"] }, { effect: Deny, principals: "*", actions: "ecr:DeleteRepository", resources: "*" }] }',
    );
    const europe = topologyOf(text).registries.find(({ name }) => name === 'europe');
    expect(statementsOf(europe?.policy).map(({ Resource }) => Resource)).toEqual([
      ['app/*', 'base', 'x'].map((name) => `arn:aws:ecr:eu-west-1:999999999999:repository/${name}`),
      '*',
    ]);
  });

  test('is split if its principals need different conditions, and keeps its own conditions', () => {
    const text = HUB.replace(
      'app/web: { registry: central }',
      'app/web: { registry: central, statements: [{ sid: Team, principals: [build, { organization: o-zzzzzzzzzz }, { organization: o-a1b2c3d4e5 }], actions: "ecr:BatchGetImage", conditions: { StringEquals: { "aws:PrincipalTag/team": ["${aws:PrincipalTag/owner}", x] } } }] }',
    );
    const tag = { 'aws:PrincipalTag/team': ['${aws:PrincipalTag/owner}', 'x'] };
    expect(policyOf(text, 'central', 'app/web').map(({ Sid, Condition }) => [Sid, Condition])).toEqual([
      ['Team', { StringEquals: tag }],
      [
        'TeamOrganization',
        { StringEquals: { ...tag, 'aws:PrincipalOrgID': ['o-a1b2c3d4e5', 'o-zzzzzzzzzz'] } },
      ],
    ]);
  });

  test('keeps its ID if a grant of access would have the same', () => {
    const text = hub('allow: pull, repositories: app/web, principals: build').replace(
      'app/web: { registry: central }',
      'app/web: { registry: central, statements: [{ sid: Pull, principals: "222222222222", actions: "ecr:ListImages" }] }',
    );
    expect(policyOf(text, 'central', 'app/web').map(({ Sid, Action }) => [Sid, Action])).toEqual([
      ['Pull', ['ecr:ListImages']],
      ['Pull2', PULL],
    ]);
  });
});
