import { creationTemplatePublic } from '../../../src/lint/plan/creation-template-public';
import { RULES, type RuleId } from '../../../src/lint/plan/rules';
import { planOf, policy, unchanged, type ResourceParts } from '../../plan/plans';
import { problemsIn, testRule } from './rule-cases';

const TYPE = 'aws_ecr_repository_creation_template';
const PULL = {
  Sid: 'Pull',
  Effect: 'Allow',
  Principal: '*',
  Action: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
};
const values = (statement: object, prefix = 'team') => ({
  prefix,
  applied_for: ['PULL_THROUGH_CACHE'],
  repository_policy: JSON.stringify(policy(statement)),
});
const put = (statement: object, prefix?: string): ResourceParts => ({
  type: TYPE,
  provider: 'develop',
  after: values(statement, prefix),
});
const THIS = `${TYPE}.this`;

testRule(creationTemplatePublic, [
  {
    name: 'reports a template that lets every account pull',
    resources: [put(PULL)],
    finds: [
      [
        THIS,
        'From a creation template, for repositories that ECR creates: ',
        "The repository policy of 'team/*' (111111111111 in ap-northeast-1) lets everybody",
      ],
    ],
  },
  {
    name: 'reports the template ROOT',
    resources: [put(PULL, 'ROOT')],
    finds: [[THIS, "The repository policy of '*'"]],
  },
  {
    name: 'reports a template that becomes public',
    resources: [{ ...put(PULL), before: values({ ...PULL, Principal: { AWS: '222222222222' } }) }],
    finds: [[THIS]],
  },
  {
    name: 'accepts a condition on the organization',
    resources: [put({ ...PULL, Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } } })],
    finds: [],
  },
  {
    name: 'accepts an account',
    resources: [put({ ...PULL, Principal: { AWS: '222222222222' } })],
    finds: [],
  },
  {
    name: 'does not report a template that does not change',
    resources: [unchanged({ type: TYPE, provider: 'develop', before: values(PULL) })],
    finds: [],
  },
  {
    name: 'does not report the policy of a repository',
    resources: [
      {
        type: 'aws_ecr_repository_policy',
        provider: 'develop',
        after: { repository: 'app', policy: policy(PULL) },
      },
    ],
    finds: [],
  },
]);

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
  expect(problemsIn(rule, [planOf([put(statement)])])).toMatchObject([
    {
      at: { address: THIS },
      subject: { registry: { accountId: '111111111111' } },
      message: expect.stringContaining("'team/*'") as string,
    },
  ]);
  expect(problemsIn(rule, [planOf([put(OTHER)])])).toEqual([]);
});
