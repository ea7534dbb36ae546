import type { AccountId, RepositoryFilter, RepositoryName } from '../../src/aws/names';
import type { Region } from '../../src/aws/partitions';
import { policyText, type PolicyStatement } from '../../src/aws/policy/document';
import { policyFromStatements } from '../../src/aws/policy/grants';
import {
  filtersMatch,
  originsOf,
  replicationStatements,
  type ReplicationGrant,
} from '../../src/model/replication';
import { topology } from '../report/graph/diagrams';
import { id, registry, rule } from '../report/graph/organisation';

const destination = { accountId: '999999999999' as AccountId, region: 'us-west-2' as Region };
const existing = (source: string, ...repositories: string[]): ReplicationGrant => ({
  source: source as AccountId,
  target: { kind: 'existing', repositories: repositories as RepositoryName[] },
});
const created = (
  source: string,
  filters: readonly string[] | 'all',
  tagged: readonly string[] = [],
): ReplicationGrant => ({
  source: source as AccountId,
  target: { kind: 'created', filters: filters as readonly RepositoryFilter[] | 'all', tagged },
});
const arn = (name: string) => `arn:aws:ecr:us-west-2:999999999999:repository/${name}`;
const root = (account: string) => `arn:aws:iam::${account}:root`;

function statements(...grants: readonly ReplicationGrant[]) {
  return statementsNextTo([], ...grants);
}

/** In the order of the policy, without the declared statements. */
function statementsNextTo(declared: readonly PolicyStatement[], ...grants: readonly ReplicationGrant[]) {
  const generated = replicationStatements(destination, grants, declared);
  const found = policyFromStatements(generated)?.statements ?? [];
  return found.map(({ sid, effect, principals, actions, resources }) => ({
    sid,
    effect,
    principals: principals?.values.map(({ value }) => value),
    actions: actions.values,
    resources: resources?.values,
  }));
}

describe('the registry policy of a destination', () => {
  test('allows the source to replicate into exactly the granted repositories', () => {
    expect(statements(existing('111111111111', 'my-repo'))).toEqual([
      {
        sid: 'ReplicateFrom111111111111',
        effect: 'Allow',
        principals: [root('111111111111')],
        actions: ['ecr:ReplicateImage'],
        resources: [arn('my-repo')],
      },
    ]);
  });

  test('joins the grants of one account into one statement, in any order', () => {
    const forth = statements(existing('111111111111', 'bb'), existing('111111111111', 'aa', 'bb'));
    const back = statements(existing('111111111111', 'bb', 'aa'), existing('111111111111', 'bb'));
    expect(forth).toEqual(back);
    expect(forth.map(({ resources }) => resources)).toEqual([[arn('aa'), arn('bb')]]);
  });

  test('joins accounts with equal grants into one statement', () => {
    const found = statements(
      existing('333333333333', 'aa'),
      existing('111111111111', 'aa'),
      existing('222222222222', 'bb'),
    );
    expect(found.map(({ sid, principals }) => [sid, principals])).toEqual([
      ['ReplicateFrom111111111111And1More', [root('111111111111'), root('333333333333')]],
      ['ReplicateFrom222222222222', [root('222222222222')]],
    ]);
  });

  test('allows creating repositories only with the granted prefixes', () => {
    const [exact, prefix] = statements(
      created('111111111111', ['prod/']),
      existing('111111111111', 'aa'),
    ).toReversed();
    expect(prefix).toMatchObject({
      actions: ['ecr:CreateRepository', 'ecr:ReplicateImage'],
      resources: [arn('prod/*')],
    });
    expect(exact).toMatchObject({ actions: ['ecr:ReplicateImage'], resources: [arn('aa')] });
  });

  test('leaves out repositories under a prefix that the same account may create', () => {
    const found = statements(
      created('111111111111', ['team']),
      existing('111111111111', 'team/x', 'other'),
      existing('222222222222', 'team/x'),
    );
    expect(found.map(({ sid, resources }) => [sid, resources])).toEqual([
      ['CreateAndReplicateFrom111111111111', [arn('team*')]],
      ['ReplicateFrom111111111111', [arn('other')]],
      ['ReplicateFrom222222222222', [arn('team/x')]],
    ]);
  });

  test('names every repository only if every repository may be created', () => {
    expect(statements(created('111111111111', 'all')).map(({ resources }) => resources)).toEqual([
      [arn('*')],
    ]);
  });

  test('is undefined without grants', () => {
    expect(replicationStatements(destination, [])).toEqual([]);
    expect(replicationStatements(destination, [existing('111111111111')])).toEqual([]);
    expect(policyFromStatements([])).toBeUndefined();
  });

  test('gives every statement a unique ID that IAM accepts', () => {
    const sids = statements(
      existing('111111111111', 'aa'),
      existing('222222222222', 'aa'),
      existing('333333333333', 'bb'),
      created('111111111111', ['cc']),
    ).map(({ sid }) => sid);
    expect(new Set(sids).size).toBe(sids.length);
    for (const sid of sids) expect(sid).toMatch(/^[A-Za-z0-9]+$/);
  });

  test('has the form in which AWS stores it', () => {
    const policy = policyFromStatements(
      replicationStatements(destination, [existing('111111111111', 'my-repo')]),
    )!;
    expect(policyText(policy)).toBe(
      '{"Version":"2012-10-17","Statement":[{"Sid":"ReplicateFrom111111111111","Effect":"Allow",' +
        '"Principal":{"AWS":"arn:aws:iam::111111111111:root"},"Action":["ecr:ReplicateImage"],' +
        '"Resource":["arn:aws:ecr:us-west-2:999999999999:repository/my-repo"]}]}',
    );
  });
});

describe('a declared statement of the destination', () => {
  const declared = (change: Partial<PolicyStatement> = {}): PolicyStatement => ({
    sid: 'Replication',
    effect: 'Allow',
    principals: { isNot: false, values: [{ type: 'AWS', value: root('111111111111') }] },
    actions: { isNot: false, values: ['ecr:CreateRepository', 'ecr:ReplicateImage'] },
    resources: { isNot: false, values: [arn('*')] },
    conditions: [],
    ...change,
  });
  const principal = (value: string, isNot = false): Partial<PolicyStatement> => ({
    principals: { isNot, values: [{ type: 'AWS', value }] },
  });
  const actions = (...values: string[]): Partial<PolicyStatement> => ({ actions: { isNot: false, values } });
  const resources = (...values: string[]): Partial<PolicyStatement> => ({
    resources: { isNot: false, values },
  });
  const grants = [existing('111111111111', 'aa'), created('111111111111', ['prod/'])];

  test.each<readonly [what: string, Partial<PolicyStatement>]>([
    ['the account root', {}],
    ['the account ID', principal('111111111111')],
    ['every account', principal('*')],
    ['actions in another case', actions('ECR:createrepository', 'ecr:replicateimage')],
    ['actions by a wildcard', actions('ecr:*')],
    ['every resource', resources('*')],
    ['exactly the resources', resources(arn('aa'), arn('prod/*'))],
    ['a wider prefix', resources(arn('a*'), arn('p*'))],
  ])('that allows %s replaces the generated statements', (_, change) => {
    expect(statementsNextTo([declared(change)], ...grants)).toEqual([]);
  });

  const CONDITION = { operator: 'StringEquals', key: 'aws:SourceAccount', values: ['111111111111'] };

  test.each<readonly [what: string, Partial<PolicyStatement>]>([
    ['Deny', { effect: 'Deny' }],
    ['a condition', { conditions: [CONDITION] }],
    ['another account', principal('222222222222')],
    ['a role of the account', principal('arn:aws:iam::111111111111:role/ci')],
    ['another partition', principal('arn:aws-cn:iam::111111111111:root')],
    ['NotPrincipal', principal('222222222222', true)],
    ['NotAction', { actions: { isNot: true, values: ['ecr:PutImage'] } }],
    ['NotResource', { resources: { isNot: true, values: [arn('x')] } }],
    ['another action', actions('ecr:PutImage')],
    ['other resources', resources(arn('b*'), arn('prod/api'))],
    ['one character', resources(arn('?a'), arn('prod/?'))],
  ])('with %s does not', (_, change) => {
    expect(statementsNextTo([declared(change)], ...grants)).toEqual(statements(...grants));
  });

  test('that allows only some resources or actions leaves the rest', () => {
    const rest = (...values: readonly PolicyStatement[]) =>
      statementsNextTo(values, ...grants).map(({ sid, resources: each }) => [sid, each]);
    const prod = ['CreateAndReplicateFrom111111111111', [arn('prod/*')]];
    expect(rest(declared(resources(arn('aa'))))).toEqual([prod]);
    expect(rest(declared(actions('ecr:ReplicateImage')))).toEqual([prod]);
    expect(rest(declared(actions('ecr:ReplicateImage')), declared(actions('ecr:CreateRepository')))).toEqual(
      [],
    );
  });

  test('applies only to the accounts that it allows', () => {
    const found = statementsNextTo(
      [declared()],
      existing('111111111111', 'aa'),
      existing('222222222222', 'aa'),
    );
    expect(found.map(({ sid }) => sid)).toEqual(['ReplicateFrom222222222222']);
  });

  test('without the permission to tag leaves that statement', () => {
    const tagged = created('111111111111', 'all', ['prod/']);
    expect(statementsNextTo([declared()], tagged).map(({ sid }) => sid)).toEqual([
      'TagCreatedFrom111111111111',
    ]);
    expect(statementsNextTo([declared(actions('ecr:*'))], tagged)).toEqual([]);
  });
});

test.each([
  ['prod', 'prod', true],
  ['prod', 'production', true],
  ['prod/', 'production', false],
  ['prod/', 'prod/api', true],
  ['prod/', 'prod', false],
  ['od', 'prod', false],
])('matches the filter %s with the repository %s: %s', (filter, name, matches) => {
  expect(filtersMatch([filter as RepositoryFilter], name as RepositoryName)).toBe(matches);
});

test('all matches every repository', () => {
  expect(filtersMatch('all', 'anything' as RepositoryName)).toBe(true);
});

describe('the registries to push to', () => {
  const NAMES = ['a', 'b', 'c'] as const;

  test.each([
    ['the registry itself without a rule', {}, 'a', ['a']],
    ['the source', { a: ['b'] }, 'b', ['a']],
    ['both, if they replicate to each other', { a: ['b'], b: ['a'] }, 'a', ['a', 'b']],
    [
      'the source next to the end of a chain, because ECR replicates once',
      { a: ['b'], b: ['c'] },
      'c',
      ['b'],
    ],
    ['not a source that is filled itself', { a: ['b', 'c'], b: ['c'] }, 'c', ['a']],
  ] as const)('%s', (_, rules: Readonly<Record<string, readonly string[]>>, of, expected) => {
    const plain = NAMES.map((name, index) =>
      registry(name, { account: id(index + 1), region: 'eu-west-1', repositories: { app: [] } }),
    );
    const registries = plain.map((each) => ({
      ...each,
      replication: plain.filter(({ name }) => rules[each.name]?.includes(name)).map((to) => rule('all', to)),
    }));
    const target = registries.find(({ name }) => name === of);
    expect(
      target && originsOf(topology(registries), target, 'app' as RepositoryName).map(({ name }) => name),
    ).toEqual(expected);
  });
});
