import { RULES, type RuleId } from '../../../src/lint/plan/rules';
import { planOf, type ResourceParts } from '../../plan/plans';
import { newTemplate, PULL, TEMPLATE, TEMPLATE_TYPE } from '../plan/creation-templates';
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
  ['action-without-effect', { ...OTHER, Action: 'ecr:CreateRepository' }],
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

test('policy-too-large checks the lifecycle policies of creation templates', () => {
  const rule = RULES.find(({ id }) => id === 'policy-too-large')!;
  const template = (characters: number): ResourceParts => ({
    type: TEMPLATE_TYPE,
    provider: 'develop',
    after: {
      prefix: 'team',
      applied_for: ['PULL_THROUGH_CACHE'],
      lifecycle_policy: JSON.stringify({ rules: 'x'.repeat(characters) }),
    },
  });
  expect(problemsIn(rule, [planOf([template(30_720)])])).toMatchObject([
    { at: { address: TEMPLATE }, message: expect.stringContaining("lifecycle policy of 'team/*'") as string },
  ]);
  expect(problemsIn(rule, [planOf([template(30_000)])])).toEqual([]);
});

test('inspector-denied checks the policies of creation templates', () => {
  const rule = RULES.find(({ id }) => id === 'inspector-denied')!;
  const scanning: ResourceParts = {
    type: 'aws_ecr_registry_scanning_configuration',
    provider: 'develop',
    after: { scan_type: 'ENHANCED', rule: [] },
  };
  const denying = (statement: object) => problemsIn(rule, [planOf([scanning, newTemplate(statement)])]);
  expect(denying({ ...PULL, Effect: 'Deny' })).toMatchObject([
    { at: { address: TEMPLATE }, message: expect.stringContaining("'team/*'") as string },
  ]);
  expect(denying(PULL)).toEqual([]);
});
