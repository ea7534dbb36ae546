import { readFileSync } from 'node:fs';
import { ecrActionsSource } from '../../../generate/ecr-actions-source';
import { matchingActions } from '../../../src/aws/policy/actions';

test('the table of actions equals the output of npm run actions', async () => {
  expect(readFileSync('src/aws/policy/ecr-actions.ts', 'utf8')).toBe(await ecrActionsSource());
});

test.each([
  ['ecr:PutImage', ['ecr:PutImage']],
  ['ECR:putimage', ['ecr:PutImage']],
  ['ecr:*LayerUpload', ['ecr:CompleteLayerUpload', 'ecr:InitiateLayerUpload']],
  ['ecr:PutImages', []],
  ['s3:PutObject', []],
  ['ecr:', []],
])('matches %s with %j', (action, actions) => {
  expect(matchingActions(action)).toEqual(actions);
});
