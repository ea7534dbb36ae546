import type { AccountId } from '../../src/aws/names';
import { ROOT } from '../../src/aws/namespaces';
import type { Region } from '../../src/aws/partitions';
import { policyFromStatements } from '../../src/aws/policy/grants';
import { cacheStatements, type CacheGrant } from '../../src/model/pull-through-cache';

const upstream = { accountId: '111111111111' as AccountId, region: 'us-west-2' as Region };
const grant = (account: string, namespace: string, name = 'cache'): CacheGrant => ({
  role: { kind: 'role', partition: 'aws', accountId: account as AccountId, path: '/', name },
  namespace,
});

function statements(...grants: readonly CacheGrant[]) {
  const found = policyFromStatements(cacheStatements(upstream, grants))?.statements ?? [];
  return found.map(({ sid, principals, resources, conditions }) => ({
    sid,
    principals: principals?.values.map(({ value }) => value),
    resources: resources?.values,
    conditions,
  }));
}

const arn = (name: string) => `arn:aws:ecr:us-west-2:111111111111:repository/${name}`;
const only = (...roles: readonly string[]) => [
  { operator: 'ArnLike', key: 'aws:PrincipalArn', values: roles },
];

test('allows exactly the role of a cache to pull exactly the namespace of the cache', () => {
  expect(cacheStatements(upstream, [grant('999999999999', 'team')])).toEqual([
    {
      sid: 'CacheOfTeam',
      effect: 'Allow',
      principals: { isNot: false, values: [{ type: 'AWS', value: 'arn:aws:iam::999999999999:root' }] },
      actions: {
        isNot: false,
        values: [
          'ecr:BatchGetImage',
          'ecr:BatchImportUpstreamImage',
          'ecr:GetDownloadUrlForLayer',
          'ecr:GetImageCopyStatus',
        ],
      },
      resources: { isNot: false, values: [arn('team/*')] },
      conditions: only('arn:aws:iam::999999999999:role/cache'),
    },
  ]);
});

test('joins roles with the same namespaces and leaves out nested namespaces', () => {
  expect(
    statements(
      grant('999999999999', 'team/web'),
      grant('999999999999', 'team'),
      grant('888888888888', 'team'),
      grant('999999999999', ROOT, 'all'),
      grant('999999999999', 'team', 'all'),
    ),
  ).toEqual([
    {
      sid: 'CacheOfROOT',
      principals: ['arn:aws:iam::999999999999:root'],
      resources: [arn('*')],
      conditions: only('arn:aws:iam::999999999999:role/all'),
    },
    {
      sid: 'CacheOfTeam',
      principals: ['arn:aws:iam::888888888888:root', 'arn:aws:iam::999999999999:root'],
      resources: [arn('team/*')],
      conditions: only('arn:aws:iam::888888888888:role/cache', 'arn:aws:iam::999999999999:role/cache'),
    },
  ]);
});

test('does not depend on the order of the grants', () => {
  const grants = [grant('999999999999', 'b'), grant('888888888888', 'a'), grant('999999999999', 'a')];
  expect(statements(...grants)).toEqual(statements(...[...grants].reverse()));
});

describe('the id of a statement', () => {
  const idsOf = (...grants: readonly CacheGrant[]) => statements(...grants).map(({ sid }) => sid ?? '');
  const first = [grant('999999999999', 'base', 'c1'), grant('999999999999', 'team/web', 'c2')];

  test('does not change if rules, roles and accounts are added', () => {
    const before = idsOf(...first);
    const after = idsOf(
      grant('222222222222', 'base', 'c0'),
      ...first,
      grant('999999999999', 'team-web', 'c3'),
      grant('999999999999', 'team', 'c4'),
      grant('999999999999', ROOT, 'c5'),
      grant('999999999999', 'root', 'c6'),
      grant('999999999999', 'base', 'c7'),
      grant('999999999999', 'tools', 'c7'),
    );
    expect(before).toContain('CacheOfBase');
    expect(after).toEqual(expect.arrayContaining(before));
    expect(new Set(after).size).toBe(7);
  });

  test('contains only characters that IAM allows', () => {
    for (const id of idsOf(...first, grant('888888888888', 'a_b.c-d/e'))) {
      expect(id).toMatch(/^[A-Za-z0-9]+$/);
    }
  });
});
