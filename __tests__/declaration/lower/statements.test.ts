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
