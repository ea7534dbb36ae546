import { keyOrderOf, type KeyOrder } from '../../../src/declaration/schema/key-order';
import { declarationSchema } from '../../../src/lint/declaration/declaration-schema';

const ORDER = keyOrderOf(declarationSchema);

/** `*` stands for the items of a list. */
function orderAt(...path: readonly string[]): KeyOrder {
  return path.reduce((order, key) => (key === '*' ? order.ofItem() : order.ofMember(key)), ORDER);
}

test('the sections have the order of the schema, with the checks last', () => {
  expect(ORDER.keys).toEqual([
    'accounts',
    'registries',
    'defaults',
    'repositories',
    'replication',
    'access',
    'stacks',
    'backend',
    'tags',
    'checks',
  ]);
  expect(ORDER.hasUserNames).toBe(false);
});

test.each<readonly [path: readonly string[], keys: unknown, hasUserNames: boolean]>([
  [['accounts'], [], true],
  [['accounts', 'any'], ['id', 'profile', 'assumeRole', 'import'], false],
  [['repositories', 'a/b', 'tags'], [], true],
  [['repositories', 'a/b', 'lifecycle'], ['json'], false],
  [['replication', '*'], ['from', 'to', 'repositories', 'createRepositories'], false],
  [['access', '*', 'principals', '*'], expect.arrayContaining(['arn', 'organization']), false],
  [['access', '*', 'principals'], expect.arrayContaining(['arn', 'organization']), false],
  [['checks', 'suppressions', '*'], ['rule', 'address', 'path', 'reason', 'expires'], false],
  [['unknown', '*', 'key'], [], false],
])('at %j, the keys are %j', (path, keys, hasUserNames) => {
  expect(orderAt(...path)).toMatchObject({ keys, hasUserNames });
});
