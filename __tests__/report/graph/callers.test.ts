import type { Operation } from '../../../src/aws/policy/actions';
import type { PolicyStatement } from '../../../src/aws/policy/document';
import type { Grantee } from '../../../src/aws/policy/principals';
import type { Identity, Registry } from '../../../src/model/topology';
import type { Detail } from '../../../src/report/graph/diagram';
import { arrowsOf, buildGraph, nodesOf, registryGranting, topology, withStatements } from './diagrams';
import { account, grants, id, registry, role } from './organisation';

describe('the name of a caller', () => {
  test.each<[string, Grantee]>([
    ['role deploy', role(id(2), 'deploy')],
    ['role deploy', role(id(3), 'deploy')],
    ['role deploy', role(id(1), 'deploy')],
    ['principals that the account allows', account(id(2))],
    ['principals that the account allows', account(id(1))],
    [
      'role preview-*',
      { kind: 'viaAccountRoot', accountId: id(2), arn: `arn:aws:iam::${id(2)}:role/preview-*` },
    ],
    ['organization o-a1b2c3d4e5', { kind: 'organization', id: 'o-a1b2c3d4e5' }],
    [
      'organizational unit o-a1b2c3d4e5/r-ab12/*',
      { kind: 'organizationalUnit', path: 'o-a1b2c3d4e5/r-ab12/*' },
    ],
    ['codebuild', { kind: 'service', service: 'codebuild.amazonaws.com', accountId: id(2) }],
    ['every AWS account', { kind: 'anyone' }],
  ])('%s', (callerName, grantee) => {
    const diagram = buildGraph(registryGranting(grantee));
    expect(nodesOf(diagram)).toContain(callerName);
    expect(arrowsOf(diagram)).toEqual([`${callerName} -pull-> r: pull`]);
  });
});

test('Lambda functions and their account are one node, because they have the same access', () => {
  expect(nodesOf(buildGraph(registryGranting({ kind: 'lambda', accountId: id(2) })))).toContain(
    '2 callers | principals that the account allows | AWS Lambda',
  );
});

test('ignores a condition that does not restrict the principal', () => {
  const { registries } = registryGranting(account(id(2)));
  const conditions = [{ operator: 'IpAddress', key: 'aws:SourceIp', values: ['10.0.0.0/8'] }];
  const narrowed = withStatements(registries, (statement) => ({ ...statement, conditions }));
  expect(nodesOf(buildGraph(topology(narrowed)))).toContain(
    'principals that the account allows (depending on aws:SourceIp)',
  );
});

test.each<[string, Partial<PolicyStatement>]>([
  ['denies', { effect: 'Deny' }],
  ['allows less than a pull', { actions: { isNot: false, values: ['ecr:BatchGetImage'] } }],
])('draws no arrow for a statement that %s', (_, part) => {
  const { registries } = registryGranting(account(id(2)));
  const changed = withStatements(registries, (statement) => ({ ...statement, ...part }));
  expect(buildGraph(topology(changed)).arrows).toEqual([]);
});

test('a Deny removes the arrow of the repositories that it names', () => {
  const ci = role(id(2), 'ci');
  const repositories = { a: grants([ci], 'pull'), b: grants([ci], 'pull') };
  const hub = registry('r', { account: id(1), region: 'eu-west-1', repositories });
  const denied = (name: string): Registry => ({
    ...hub,
    policy: {
      statements: [
        {
          sid: undefined,
          effect: 'Deny',
          principals: { isNot: false, values: [{ type: 'AWS', value: '*' }] },
          actions: { isNot: false, values: ['ecr:BatchGetImage'] },
          resources: { isNot: false, values: [`arn:aws:ecr:eu-west-1:${id(1)}:repository/${name}`] },
          conditions: [],
        },
      ],
    },
  });
  expect(arrowsOf(buildGraph(topology([hub])))).toEqual(['role ci -pull-> r: pull']);
  expect(arrowsOf(buildGraph(topology([denied('a')])))).toEqual(['role ci -pull-> r: pull b']);
  expect(arrowsOf(buildGraph(topology([denied('*')])))).toEqual([]);
});

test('matches actions like IAM', () => {
  const { registries } = registryGranting(account(id(2)));
  const actions = { isNot: false, values: ['ECR:*'] };
  const widened = withStatements(registries, (statement) => ({ ...statement, actions }));
  expect(arrowsOf(buildGraph(topology(widened)))).toEqual([
    'principals that the account allows -push-> r: pull and push',
  ]);
});

describe('the label of an arrow', () => {
  const ci = role(id(2), 'ci');
  test.each([
    ['pull', { a: ['pull'], b: ['pull'], c: ['pull'] }],
    ['pull and push', { a: ['pull', 'push'], b: ['pull', 'push'], c: ['pull', 'push'] }],
    ['pull a, b', { a: ['pull'], b: ['pull'], c: [] }],
    ['push c', { a: [], b: [], c: ['push'] }],
    ['pull and push a, b', { a: ['pull', 'push'], b: ['pull', 'push'], c: [] }],
    ['pull all; push a', { a: ['pull', 'push'], b: ['pull'], c: ['pull'] }],
    ['pull a, b; push c', { a: ['pull'], b: ['pull'], c: ['push'] }],
  ] satisfies readonly [string, Readonly<Record<string, readonly Operation[]>>][])(
    '%s',
    (label, operations) => {
      const repositories = Object.fromEntries(
        Object.entries(operations).map(([name, list]) => [name, grants([ci], ...list)]),
      );
      const { arrows } = buildGraph(
        topology([registry('r', { account: id(1), region: 'eu-west-1', repositories })]),
      );
      expect(arrows.map((arrow) => arrow.label)).toEqual([label]);
    },
  );
});

describe('an arrow names the repositories if they are few', () => {
  const NAMES = ['app/api', 'app/web', 'base', 'pay/card/api', 'pay/card/web', 'pay/cash', 'tool/x', 'web'];
  test.each([
    ['pull app/*', ['app/api', 'app/web']],
    ['pull base', ['base']],
    ['pull app/*, base', ['app/api', 'app/web', 'base']],
    ['pull pay/card/*, tool/x', ['pay/card/api', 'pay/card/web', 'tool/x']],
    ['pull app/api, tool/x', ['app/api', 'tool/x']],
    // Not all of `pay/card/`, and no common namespace.
    ['pull pay/card/api, pay/cash', ['pay/card/api', 'pay/cash']],
    ['pull base, web', ['base', 'web']],
    ['pull app/*, base, pay/card/api, tool/x', ['app/api', 'app/web', 'base', 'pay/card/api', 'tool/x']],
    // The list of names is too long.
    [
      'pull app/api, base, pay/card/api, pay/cash, … and 2 more',
      ['app/api', 'base', 'pay/card/api', 'pay/cash', 'tool/x', 'web'],
    ],
    ['pull', NAMES],
  ])('%s', (label, allowed) => {
    const repositories = Object.fromEntries(
      NAMES.map((name) => [name, allowed.includes(name) ? grants([role(id(2), 'ci')], 'pull') : []]),
    );
    const diagram = buildGraph(
      topology([registry('r', { account: id(1), region: 'eu-west-1', repositories })]),
    );
    expect(diagram.arrows.map((arrow) => arrow.label)).toEqual([label]);
  });
});

test.each<Detail>(['repositories', 'registries'])(
  'callers with different repositories are separate nodes at the level of detail %s',
  (detail) => {
    const repositories = Object.fromEntries(
      ['data', 'pay'].flatMap((team) =>
        ['api', 'web'].map((name) => [
          `${team}/${name}`,
          grants([role(id(2), `deploy-${team}`)], 'pull', 'push'),
        ]),
      ),
    );
    const hub = registry('hub', { account: id(1), region: 'eu-west-1', repositories });
    expect([...arrowsOf(buildGraph(topology([hub]), detail))].sort()).toEqual([
      'role deploy-data -push-> hub: pull and push data/*',
      'role deploy-pay -push-> hub: pull and push pay/*',
    ]);
  },
);

const roleOfAccounts = (...digits: readonly number[]) =>
  digits.map((account) => ({
    kind: 'viaAccountRoot' as const,
    accountId: id(account),
    arn: `arn:aws:iam::${id(account)}:role/eks-*`,
  }));

test('callers of a few accounts are in the boxes of their accounts', () => {
  const diagram = buildGraph(registryGranting(...roleOfAccounts(2, 3)));
  expect(diagram.accounts.map(({ label, callers }) => [label, callers.map(({ lines }) => lines)])).toEqual([
    ['hub (111111111111)', []],
    ['ci (222222222222)', [['role eks-*']]],
    ['account 333333333333', [['role eks-*']]],
  ]);
  expect(diagram.nodes).toEqual([]);
});

test('callers with the same access of many accounts without registries are one node', () => {
  const diagram = buildGraph(registryGranting(...roleOfAccounts(2, 3, 4, 5)));
  expect(diagram.accounts.map(({ label }) => label)).toEqual(['hub (111111111111)']);
  expect(diagram.nodes.map(({ lines }) => lines)).toEqual([
    [
      '4 callers of 4 accounts',
      'role eks-* (ci)',
      'role eks-* (333333333333)',
      'role eks-* (444444444444)',
      'role eks-* (555555555555)',
    ],
  ]);
});

test('every AWS account is a node of its own kind', () => {
  const diagram = buildGraph(
    registryGranting({ kind: 'anyone' }, { kind: 'organization', id: 'o-a1b2c3d4e5' }),
  );
  expect(diagram.nodes.map(({ kind, lines }) => [kind, ...lines])).toEqual([
    ['public', 'every AWS account'],
    ['caller', 'organization o-a1b2c3d4e5'],
  ]);
});

describe('callers of an account that each have access to their own namespace', () => {
  const teams = (number: number) =>
    topology([
      registry('hub', {
        account: id(1),
        region: 'eu-west-1',
        repositories: Object.fromEntries(
          Array.from({ length: number }, (_, index) => `team-${index}`).flatMap((team) =>
            ['api', 'web'].map((name) => [`${team}/${name}`, grants([role(id(2), `ci-${team}`)], 'push')]),
          ),
        ),
      }),
    ]);

  test('are one node', () => {
    const diagram = buildGraph(teams(12), 'registries');
    expect(nodesOf(diagram)).toContain(
      '12 callers | role ci-team-0 | role ci-team-1 | … and 10 more | each its own namespace, such as team-0/*',
    );
    expect(arrowsOf(diagram)).toEqual(['12 callers -push-> hub: push own namespace']);
    expect(diagram.arrows[0]?.tooltip).toContain(
      'role ci-team-3 (ci): push in hub: team-3/api, team-3/web\n',
    );
  });

  test('are separate nodes if they are few', () => {
    expect(buildGraph(teams(3), 'registries').arrows).toHaveLength(3);
  });
});

describe('roles with identity policies in the topology', () => {
  const identity = (accountId = id(1)): Identity => ({
    kind: 'role',
    partition: 'aws',
    accountId,
    path: '/',
    name: 'task',
    policy: undefined,
    managedPolicies: ['AmazonEC2ContainerRegistryPullOnly'],
  });

  test('may pull in their own account without another policy', () => {
    expect(arrowsOf(buildGraph(topology(registryGranting().registries, [identity()])))).toEqual([
      'role task -pull-> r: pull',
    ]);
  });

  test('may not pull in another account, and have no arrow', () => {
    const diagram = buildGraph(topology(registryGranting().registries, [identity(id(2))]));
    expect(nodesOf(diagram)).toContain('role task | no access in this topology');
    expect(diagram.arrows).toEqual([]);
  });

  test('have at most the access that the other account allows their account', () => {
    const administrators = {
      ...identity(id(2)),
      managedPolicies: ['AmazonEC2ContainerRegistryPowerUser'] as const,
    };
    expect(
      arrowsOf(buildGraph(topology(registryGranting(account(id(2))).registries, [administrators]))),
    ).toEqual(['2 callers -pull-> r: pull']);
  });

  test('have the access that the other account allows', () => {
    expect(
      arrowsOf(buildGraph(topology(registryGranting(account(id(2))).registries, [identity(id(2))]))),
    ).toEqual(['2 callers -pull-> r: pull']);
  });
});

describe('many callers', () => {
  const roles = Array.from({ length: 12 }, (_, index) => role(id(3), `role-${index + 10}`));

  test('with the same access are one node that names some of them', () => {
    const [caller] = buildGraph(registryGranting(...roles)).accounts.flatMap(({ callers }) => callers);
    expect(caller?.lines).toEqual([
      '12 callers',
      ...[10, 11, 12, 13, 14].map((number) => `role role-${number}`),
      '… and 7 more',
    ]);
    expect(caller?.tooltip.split('\n')).toHaveLength(12);
  });

  test('with different access are separate nodes', () => {
    const diagram = buildGraph(
      topology([
        registry('r', {
          account: id(1),
          region: 'eu-west-1',
          repositories: { a: grants(roles.slice(0, 6), 'pull'), b: grants(roles.slice(6), 'pull') },
        }),
      ]),
    );
    expect(nodesOf(diagram).filter((node) => node.startsWith('6 callers'))).toHaveLength(2);
    // They are in a box of their account, which has no registry.
    expect(diagram.accounts.map(({ label }) => label)).toEqual([
      'hub (111111111111)',
      'account 333333333333',
    ]);
  });
});
