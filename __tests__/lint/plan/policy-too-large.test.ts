import { countedLength, policyTooLarge } from '../../../src/lint/plan/policy-too-large';
import { policy, type ResourceParts } from '../../plan/plans';
import { app } from './access-plans';
import { ATTACHMENT_BY_REFERENCE, ecrPolicy, managedPolicy } from './managed-policies';
import { allowStatement, APP, onRegistry, onRepository, REGISTRY } from './policy-resources';
import { testRule } from './rule-cases';

/** Returns a policy with approximately this number of characters. */
const longPolicy = (characters: number) => policy(allowStatement([`ecr:${'x'.repeat(characters)}`]));
const inlinePolicy = (name: string, characters: number, before?: object): ResourceParts => ({
  type: 'aws_iam_role_policy',
  name,
  provider: 'develop',
  ...(before === undefined ? {} : { before }),
  after: {
    name,
    role: 'ci',
    policy: policy({
      Effect: 'Allow',
      Action: 'ecr:PutImage',
      Resource: `arn:aws:ecr:eu-west-1:111111111111:repository/${'x'.repeat(characters)}`,
    }),
  },
});
const lifecyclePolicy = (characters: number): ResourceParts => ({
  type: 'aws_ecr_lifecycle_policy',
  provider: 'develop',
  after: { repository: 'app', policy: { rules: 'x'.repeat(characters) } },
});

testRule(policyTooLarge, [
  {
    name: 'reports a repository policy',
    resources: [onRepository(allowStatement([`ecr:${'x'.repeat(10_240)}`]))],
    finds: [
      [APP, "The repository policy of 'app' (111111111111 in ap-northeast-1) has 10", 'ECR allows 10240'],
    ],
  },
  {
    name: 'reports a registry policy',
    resources: [onRegistry({ ...allowStatement([`ecr:${'x'.repeat(10_240)}`]), Resource: '*' })],
    finds: [[REGISTRY, 'ECR allows 10240']],
  },
  {
    name: 'does not report a policy that is within the limit without white space',
    resources: [
      {
        type: 'aws_ecr_repository_policy',
        name: 'app',
        provider: 'develop',
        after: { repository: 'app', policy: `${' '.repeat(2_000)}${JSON.stringify(longPolicy(9_000))}` },
      },
    ],
    finds: [],
  },
  {
    name: 'does not report a policy that AWS has accepted',
    resources: [
      {
        type: 'aws_ecr_repository_policy',
        name: 'app',
        provider: 'develop',
        before: { repository: 'app', policy: longPolicy(10_240) },
        after: { repository: 'app', policy: longPolicy(10_240) },
      },
    ],
    finds: [],
  },
  {
    name: 'reports a lifecycle policy',
    resources: [lifecyclePolicy(30_720)],
    finds: [['aws_ecr_lifecycle_policy.this', "The lifecycle policy of 'app'", 'ECR allows 30720']],
  },
  {
    name: 'does not report a lifecycle policy within the limit',
    resources: [lifecyclePolicy(30_000)],
    finds: [],
  },
  {
    name: 'reports the inline policies of a role together',
    resources: [inlinePolicy('one', 5_000), inlinePolicy('two', 5_100)],
    finds: [
      [
        'aws_iam_role_policy.two',
        'The 2 inline policies of arn:aws:iam::111111111111:role/ci have',
        'IAM allows 10240 in total',
      ],
    ],
  },
  {
    name: 'does not report inline policies within the limit',
    resources: [inlinePolicy('one', 5_000), inlinePolicy('two', 4_000)],
    finds: [],
  },
]);

test.each([
  ['{ "a" : "b c" }', 11],
  ['{"a":"\\" x"}', 12],
  ['"\\\\" : 1', 6],
  ['"', 1],
])('counts %s as %i characters', (text, length) => {
  expect(countedLength(text)).toBe(length);
});

test('counts a text that is not JSON in linear time', () => {
  // CPU time: milliseconds if linear, hours if quadratic.
  const started = process.cpuUsage();
  expect(countedLength('"\\'.repeat(500_000))).toBeGreaterThan(0);
  expect(process.cpuUsage(started).user).toBeLessThan(20_000_000);
});

testRule(policyTooLarge, [
  {
    name: 'does not report a managed policy, which has its own length limit',
    resources: [
      app,
      managedPolicy(undefined, ecrPolicy(...Array.from({ length: 700 }, () => 'ecr:BatchGetImage'))),
      ATTACHMENT_BY_REFERENCE,
    ],
    finds: [],
  },
]);
