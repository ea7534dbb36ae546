import { RULES, type RuleId } from '../../../src/lint/plan/rules';
import { planOf } from '../../plan/plans';
import { newTemplate, PULL, TEMPLATE } from '../plan/creation-templates';
import { problemsIn } from '../plan/rule-cases';

const OTHER = { ...PULL, Principal: { AWS: 'arn:aws:iam::222222222222:root' } };

test.each<[RuleId, object]>([
  [
    'resource-in-repository-policy',
    { ...OTHER, Resource: 'arn:aws:ecr:ap-northeast-1:111111111111:repository/app' },
  ],
  ['auth-token-in-repository-policy', { ...OTHER, Action: 'ecr:GetAuthorizationToken' }],
  ['cross-account-wildcard', { ...OTHER, Action: 'ecr:*' }],
  ['replicate-in-repository-policy', { ...OTHER, Action: 'ecr:ReplicateImage' }],
  ['policy-too-large', { ...OTHER, Sid: 'x'.repeat(10_241) }],
])('%s checks the policies of creation templates', (id, statement) => {
  const rule = RULES.find((each) => each.id === id)!;
  expect(problemsIn(rule, [planOf([newTemplate(statement)])])).toMatchObject([
    {
      at: { address: TEMPLATE },
      subject: { registry: { accountId: '111111111111' } },
      message: expect.stringContaining("'team/*'") as string,
    },
  ]);
  expect(problemsIn(rule, [planOf([newTemplate(OTHER)])])).toEqual([]);
});
