import { replicationCaller } from '../../../src/access/evaluate/caller';
import { statementsForCaller } from '../../../src/access/evaluate/caller-statements';
import type { AccountId } from '../../../src/aws/names';
import type { PolicyStatement } from '../../../src/aws/policy/document';

const caller = replicationCaller('aws', '111111111111' as AccountId);

function statement(principals: readonly string[], isNot = false): PolicyStatement {
  return {
    sid: 'Replicate',
    effect: 'Allow',
    principals: { isNot, values: principals.map((value) => ({ type: 'AWS', value })) },
    actions: { isNot: false, values: ['ecr:ReplicateImage'] },
    resources: { isNot: false, values: ['*'] },
    conditions: [],
  };
}

test.each([
  [['111111111111']],
  [['arn:aws:iam::111111111111:root']],
  [['222222222222', 'arn:aws:iam::111111111111:root']],
  [['*']],
])('contains the statement of the principals %j, without them and the Sid', (principals) => {
  const { effect, actions, resources, conditions } = statement(principals);
  expect(statementsForCaller({ statements: [statement(principals)] }, caller)).toEqual([
    { effect, actions, resources, conditions },
  ]);
});

test.each([
  [['222222222222'], false],
  [['arn:aws:iam::222222222222:root'], false],
  [['*'], true],
])('does not contain the statement of the principals %j (NotPrincipal: %j)', (principals, isNot) => {
  expect(statementsForCaller({ statements: [statement(principals, isNot)] }, caller)).toEqual([]);
});

test('contains a statement of NotPrincipal that lists another account', () => {
  const statements = [statement(['222222222222'], true)];
  expect(statementsForCaller({ statements }, caller)).toHaveLength(1);
});
