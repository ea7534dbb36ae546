import { readFileSync } from 'node:fs';
import { answerQuestion, diagnosePasted } from '../../../src/page/model/answers';
import { readPageModel } from '../../../src/page/model/page-model';
import { buildPageData } from '../../../src/report/page/build-page-data';
import { encodeShared } from '../../../src/report/page/shared-json';
import { load } from '../../declaration/declarations';

const loaded = load(readFileSync('topology.yaml', 'utf8'));
if (loaded.kind !== 'topology') throw new Error('the shipped declaration has errors');
const about = { version: '', file: 'topology.yaml', commit: undefined, createdAt: '', isRedacted: false };
const model = readPageModel(
  encodeShared(buildPageData({ about, loaded, review: undefined, live: undefined })),
);

const ROLE = 'arn:aws:iam::111111111111:role/ci';
const PULL = { operation: 'pull', as: ROLE, repository: 'my-repo', registry: 'management' };
const ALLOW = '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"ecr:*","Resource":"*"}}';

test.each([
  [
    'an operation',
    { operation: 'delete' },
    "'delete' is not an operation. Expected: 'pull', 'push', 'replicate'.",
  ],
  ['no repository', { repository: ' ' }, "'Repository' is empty. Enter a value."],
  ['no caller', { as: '' }, "'Caller' is empty. Enter a value."],
  ['a registry', { registry: 'managment' }, "Did you mean 'management'?"],
  ['several registries', { registry: '' }, "Select one with 'Registry'."],
  ['a partition', { as: 'arn:aws-cn:iam::111111111111:role/ci' }, 'The caller is in partition aws-cn'],
  [
    'a group',
    { as: 'arn:aws:iam::111111111111:group/dev' },
    "and 'Identity policies' to the policies of the group.",
  ],
  ['a condition key', { context: 'a=b\nteam' }, "Condition key 'team' is not key=value."],
  ['a policy', { identityPolicy: '{}' }, "'identity policy' is not a valid policy: it has no 'Statement'"],
  ['a policy of a list', { scp: `[${ALLOW}, 1]` }, "'SCP 2' is not a valid policy: it is not a JSON object"],
  [
    'a duplicate key',
    { rcp: '[{"a":1,"a":2}]' },
    "'RCP' is not a valid policy: duplicate key 'a' in an object.",
  ],
])('names the field to correct for %s', (_, parameters, message) => {
  expect(() => answerQuestion(model, { ...PULL, ...parameters })).toThrow(message);
});

test('evaluates pasted policies: one, a list, and none', () => {
  const identityLabels = (identityPolicy: string) => {
    const { actions } = answerQuestion(model, { ...PULL, identityPolicy });
    return JSON.stringify(actions[0]?.decision.layers.find(({ layer }) => layer === 'identity')?.state);
  };
  expect(identityLabels(ALLOW)).toContain('"identity policy"');
  expect(identityLabels(`[${ALLOW}]`)).toContain('"identity policy 1"');
  expect(identityLabels('[]')).not.toContain('notKnown');
  expect(identityLabels('')).toContain('notKnown');
});

test('returns the question of a denied push', () => {
  const message =
    'denied: User: arn:aws:sts::111111111111:assumed-role/ci/build is not authorized to perform: ecr:PutImage on resource: arn:aws:ecr:ap-northeast-1:999999999999:repository/my-repo because no resource-based policy allows the ecr:PutImage action';
  expect(diagnosePasted(model, message)?.question).toEqual({
    operation: 'push',
    as: 'arn:aws:sts::111111111111:assumed-role/ci/build',
    repository: 'my-repo',
    registry: 'management',
  });
  expect(diagnosePasted(model, 'no basic auth credentials')?.question).toBeUndefined();
  expect(diagnosePasted(model, 'a text about cats')).toBeUndefined();
});
