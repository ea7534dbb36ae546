import { parseIdentityArn } from '../../../src/aws/arn';
import type { AccountId, RepositoryName } from '../../../src/aws/names';
import type { Region } from '../../../src/aws/partitions';
import type { Operation } from '../../../src/aws/policy/actions';
import { policyJson, type PolicyStatement } from '../../../src/aws/policy/document';
import {
  identityPolicy,
  policyFromStatements,
  repositoryStatements,
  type Grant,
  type IdentityGrant,
} from '../../../src/aws/policy/grants';
import type { Grantee } from '../../../src/aws/policy/principals';

const registry = { accountId: '999999999999' as AccountId, region: 'us-west-2' as Region };
const account = (id: string): Grantee => ({ kind: 'account', accountId: id as AccountId });
const role = (arn: string): Grantee => ({ kind: 'identity', identity: parseIdentityArn(arn)! });
const service = (name: string, id: string): Grantee => ({
  kind: 'service',
  service: name,
  accountId: id as AccountId,
});
const grants = (grantee: Grantee, ...operations: readonly Operation[]): readonly Grant[] =>
  operations.map((operation) => ({ grantee, operation }));

interface StatementJson {
  readonly Sid?: string;
  readonly Principal: unknown;
  readonly Action: readonly string[];
}

/** Returns the statements as in the JSON of the policy. */
function statementsJson(...granted: readonly (readonly Grant[])[]): readonly StatementJson[] {
  const policy = policyFromStatements(repositoryStatements(registry, granted.flat()));
  // `policyJson` writes this shape for such statements.
  return policy === undefined
    ? []
    : (policyJson(policy) as { Statement: readonly StatementJson[] }).Statement;
}

const A = '111111111111';
const B = '222222222222';

describe('the statements of a repository policy', () => {
  test('are empty without grants', () => {
    expect(repositoryStatements(registry, [])).toEqual([]);
  });

  test.each<readonly [string, readonly Operation[], string, readonly string[]]>([
    ['pull', ['pull'], 'Pull', ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer']],
    [
      'push',
      ['push'],
      'Push',
      [
        'ecr:BatchCheckLayerAvailability',
        'ecr:BatchGetImage',
        'ecr:CompleteLayerUpload',
        'ecr:InitiateLayerUpload',
        'ecr:PutImage',
        'ecr:UploadLayerPart',
      ],
    ],
    [
      'push and pull, seven of them',
      ['push', 'pull'],
      'PullAndPush',
      [
        'ecr:BatchCheckLayerAvailability',
        'ecr:BatchGetImage',
        'ecr:CompleteLayerUpload',
        'ecr:GetDownloadUrlForLayer',
        'ecr:InitiateLayerUpload',
        'ecr:PutImage',
        'ecr:UploadLayerPart',
      ],
    ],
  ])('contain exactly the actions that AWS documents for %s', (_, operations, sid, actions) => {
    expect(statementsJson(grants(account(A), ...operations))).toEqual([
      { Sid: sid, Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${A}:root` }, Action: actions },
    ]);
  });

  test('contain a repeated grant once', () => {
    expect(statementsJson(grants(account(A), 'pull'), grants(account(A), 'pull'))).toEqual(
      statementsJson(grants(account(A), 'pull')),
    );
  });

  test('are shared only by grantees with the same permissions', () => {
    const found = statementsJson(
      grants(role(`arn:aws:iam::${A}:role/z`), 'pull'),
      grants(account(B), 'pull'),
      grants(account(A), 'push', 'pull'),
      grants(role(`arn:aws:iam::${A}:user/u`), 'push'),
    );
    expect(found.map(({ Sid, Principal }) => [Sid, Principal])).toEqual([
      ['Pull', { AWS: [`arn:aws:iam::${A}:role/z`, `arn:aws:iam::${B}:root`] }],
      ['PullAndPush', { AWS: `arn:aws:iam::${A}:root` }],
      ['Push', { AWS: `arn:aws:iam::${A}:user/u` }],
    ]);
  });

  test('do not depend on the order of the grants', () => {
    const asked = [
      grants(account(A), 'pull'),
      grants({ kind: 'lambda', accountId: B as AccountId }, 'pull'),
      grants({ kind: 'organization', id: 'o-b' }, 'pull'),
      grants({ kind: 'organization', id: 'o-a' }, 'pull', 'push'),
      grants({ kind: 'organization', id: 'o-c' }, 'pull'),
      grants(service('codebuild.amazonaws.com', B), 'push'),
      grants(service('codebuild.amazonaws.com', A), 'push'),
    ];
    expect(statementsJson(...asked.toReversed())).toEqual(statementsJson(...asked));
  });

  test('never apply the condition of one grantee to another', () => {
    const found = statementsJson(
      grants({ kind: 'anyone' }, 'pull'),
      grants({ kind: 'organization', id: 'o-a' }, 'pull'),
      grants({ kind: 'organizationalUnit', path: 'o-a/r-b/*' }, 'pull'),
      grants(account(A), 'pull'),
      grants({ kind: 'viaAccountRoot', accountId: A as AccountId, arn: `arn:aws:iam::${A}:role/x` }, 'pull'),
      grants({ kind: 'viaAccountRoot', accountId: B as AccountId, arn: `arn:aws:iam::${B}:role/x` }, 'pull'),
    );
    const root = (id: string) => `arn:aws:iam::${id}:root`;
    expect(found).toMatchObject([
      { Sid: 'Pull', Principal: { AWS: root(A) } },
      { Sid: 'PullAnyone', Principal: '*' },
      { Sid: 'PullOrganization', Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a' } } },
      { Sid: 'PullOrganizationalUnit', Principal: '*' },
      {
        Sid: 'PullViaAccountRoot',
        Principal: { AWS: [root(A), root(B)] },
        Condition: {
          ArnLike: { 'aws:PrincipalArn': [`arn:aws:iam::${A}:role/x`, `arn:aws:iam::${B}:role/x`] },
        },
      },
    ]);
    expect(found[0]).not.toHaveProperty('Condition');
  });

  test.each([
    ['services whose names differ by a mark only', ['x-y.amazonaws.com', 'x.y.amazonaws.com']],
    [
      'a service that is called like a kind of grantee',
      ['via-account-root.amazonaws.com', 'anyone.amazonaws.com'],
    ],
    ['Lambda, by its two ways', ['lambda.amazonaws.com']],
  ])('have unique IDs: %s', (_, services) => {
    const found = statementsJson(
      ...services.map((name) => grants(service(name, A), 'pull')),
      grants({ kind: 'lambda', accountId: B as AccountId }, 'pull'),
      grants({ kind: 'anyone' }, 'pull'),
      grants({ kind: 'viaAccountRoot', accountId: A as AccountId, arn: `arn:aws:iam::${A}:role/x` }, 'pull'),
    );
    const sids = found.map(({ Sid }) => Sid);
    expect(new Set(sids).size).toBe(sids.length);
    for (const sid of sids) expect(sid).toMatch(/^[A-Za-z0-9]+$/);
  });
});

describe('a policy of statements', () => {
  const statement = (sid: string | undefined, action: string): PolicyStatement => ({
    sid,
    effect: 'Allow',
    principals: undefined,
    actions: { isNot: false, values: [action] },
    resources: undefined,
    conditions: [],
  });
  const ids = (statements: readonly PolicyStatement[], written?: readonly PolicyStatement[]) =>
    policyFromStatements(statements, written)?.statements.map(({ sid, actions }) => [sid, actions.values[0]]);

  test('numbers duplicate IDs and keeps declared ones', () => {
    expect(ids([statement('Pull', 'b'), statement('Pull', 'a')], [statement('Pull', 'c')])).toEqual([
      ['Pull', 'c'],
      ['Pull2', 'a'],
      ['Pull3', 'b'],
    ]);
    expect(ids([statement('Pull', 'a')], [statement('Pull2', 'b'), statement('Pull', 'c')])).toEqual([
      ['Pull', 'c'],
      ['Pull2', 'b'],
      ['Pull3', 'a'],
    ]);
  });

  test('accepts statements without IDs', () => {
    expect(ids([statement(undefined, 'b'), statement(undefined, 'a')])).toEqual([
      [undefined, 'a'],
      [undefined, 'b'],
    ]);
  });

  test('is undefined without statements', () => {
    expect(policyFromStatements([], [])).toBeUndefined();
  });
});

describe('an identity policy', () => {
  const grant = (region: string, repository: string, operation: Operation): IdentityGrant => ({
    registry: { accountId: '999999999999' as AccountId, region: region as Region },
    repository: repository as RepositoryName,
    operation,
  });

  test('allows login and exactly the granted operations on exactly the granted repositories', () => {
    const policy = identityPolicy([
      grant('us-west-2', 'bb', 'pull'),
      grant('us-west-2', 'aa', 'pull'),
      grant('us-west-2', 'aa', 'push'),
      grant('cn-north-1', 'aa', 'pull'),
      grant('us-west-2', 'bb', 'pull'),
    ]);
    const resources = policy.statements.map(({ sid, resources: found }) => [sid, found?.values]);
    expect(resources).toEqual([
      ['Login', ['*']],
      [
        'Pull',
        [
          'arn:aws-cn:ecr:cn-north-1:999999999999:repository/aa',
          'arn:aws:ecr:us-west-2:999999999999:repository/bb',
        ],
      ],
      ['PullAndPush', ['arn:aws:ecr:us-west-2:999999999999:repository/aa']],
    ]);
    expect(policy.statements[0]?.actions.values).toEqual(['ecr:GetAuthorizationToken']);
    for (const { principals, conditions } of policy.statements) {
      expect([principals, conditions]).toEqual([undefined, []]);
    }
  });
});

test.each([
  ['arn:aws:iam::111111111111:role/x', { kind: 'role', partition: 'aws', path: '/', name: 'x' }],
  [
    'arn:aws-us-gov:iam::111111111111:user/a/b/x@y',
    { kind: 'user', partition: 'aws-us-gov', path: '/a/b/', name: 'x@y' },
  ],
  [`arn:aws:iam::111111111111:role/${'x'.repeat(65)}`, undefined],
  ['arn:aws:iam::111111111111:role/a//', undefined],
  ['arn:aws:iam::111111111111:role/', undefined],
  ['arn:aws:iam::111111111111:group/x', undefined],
  ['arn:aws:iam::111111111111:root', undefined],
  ['arn:aws-moon:iam::111111111111:role/x', undefined],
  ['arn:aws:iam::11111111111:role/x', undefined],
  ['arn:aws:iam::111111111111:role/x\n', undefined],
])('parses %j as the ARN of a role or user', (arn, expected) => {
  expect(parseIdentityArn(arn)).toEqual(
    expected === undefined ? undefined : { accountId: '111111111111', ...expected },
  );
});
