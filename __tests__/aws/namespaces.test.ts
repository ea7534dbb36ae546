import fc from 'fast-check';
import type { NameRule } from '../../src/aws/names';
import {
  CACHE_PREFIX,
  commonPrefix,
  namespaceOf,
  namespacePrefix,
  nearestNamespace,
  ROOT,
  TEMPLATE_PREFIX,
} from '../../src/aws/namespaces';
import { coverageOf } from '../../src/model/replication';
import { runs } from '../random-runs';

const TABLE: readonly (readonly [
  string,
  NameRule,
  readonly string[],
  readonly (readonly [string, string])[],
])[] = [
  [
    'prefix of a creation template',
    TEMPLATE_PREFIX,
    ['prod', 'prod/', 'prod/team', 'a--b__c.d', 'ROOT', 'x'.repeat(256)],
    [
      ['p', 'it has 1 character, and the minimum is 2'],
      ['prod//', "it ends with '/'"],
      ['/prod', "starts with '/'"],
      ['prod/*', "character '*' is not allowed"],
      ['Prod', "uppercase letter 'P'"],
      ['prod-', "ends with '-'"],
      ['a'.repeat(257), '257 characters'],
      [`${'a'.repeat(256)}/`, 'it has 257 characters, and the maximum is 256'],
    ],
  ],
  [
    'prefix of a cache rule',
    CACHE_PREFIX,
    ['docker-hub', 'docker-hub/', 'thirdparty/registry.k8s.io', 'a_b', 'ROOT', 'x'.repeat(30)],
    [
      ['x'.repeat(31), 'it has 31 characters, and the maximum is 30'],
      ['a__b', "'__', which the AWS provider does not accept"],
      ['a--b', "'--', which the AWS provider does not accept"],
      ['a', 'it has 1 character, and the minimum is 2'],
      ['Quay', "uppercase letter 'Q'"],
    ],
  ],
];

describe.each(TABLE)('the %s', (_, rule, accepted, refused) => {
  test.each(accepted)('accepts %j', (text) => {
    expect([rule.fault(text), rule.pattern.test(text)]).toEqual([undefined, true]);
  });

  test.each(refused)('rejects %j: %s', (text, reason) => {
    expect(rule.fault(text)).toContain(reason);
  });
});

const part = fc.stringMatching(/^[a-z]{2,3}$/);
const name = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/'));
const namespace = fc.oneof(fc.constant(ROOT), name);
const start = fc.tuple(name, fc.nat(6)).map(([text, length]) => text.slice(0, length));

describe('names in a namespace', () => {
  test('team/ is team, and neither contains teams/web', () => {
    expect(namespaceOf('team/')).toBe('team');
    expect(namespacePrefix('team')).toBe('team/');
    expect(commonPrefix('team', 'teams')).toBeUndefined();
  });

  test('commonPrefix is the prefix of the names that are in a namespace and start with a text', () => {
    fc.assert(
      fc.property(namespace, start, name, (space, text, each) => {
        const common = commonPrefix(space, text);
        const isBoth = each.startsWith(namespacePrefix(space)) && each.startsWith(text);
        expect(isBoth).toBe(common !== undefined && each.startsWith(common));
      }),
      runs(100),
    );
  });

  test.each([
    [['team'], 'team/', 'whole'],
    [['team'], 'team/we', 'whole'],
    [['team'], 'team', 'part'],
    [['team'], 'te', 'part'],
    [['team/web', 'team/api'], 'team/', 'part'],
    [['team', ROOT], 'te', 'whole'],
    [['team'], 'teams', 'none'],
    [['team'], '', 'part'],
    [[ROOT], '', 'whole'],
    [[], 'team/', 'none'],
  ] as const)('the namespaces %j contain the names with prefix %j: %s', (namespaces, text, coverage) => {
    expect(coverageOf(namespaces, text)).toBe(coverage);
  });

  test('belong to the longest namespace, in any order', () => {
    const items = [ROOT, 'team', 'team/web'].map((prefix) => ({ prefix }));
    const of = (each: string) =>
      [items, [...items].reverse()].map((list) => nearestNamespace(list, each)?.prefix);
    expect(of('team/web/app')).toEqual(['team/web', 'team/web']);
    expect(of('team/webs')).toEqual(['team', 'team']);
    expect(of('teams')).toEqual([ROOT, ROOT]);
    expect(nearestNamespace([{ prefix: 'team' }], 'teams')).toBeUndefined();
  });
});
