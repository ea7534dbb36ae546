import { authTokenInRepositoryPolicy } from '../../../src/plan/rules/auth-token-in-repository-policy';
import { documentPolicy, registryPolicy, repositoryPolicy } from '../replicating';
import { testRule } from './rule-cases';

const allowing = (...actions: readonly string[]) => ({
  Sid: 'Pull',
  Effect: 'Allow',
  Principal: { AWS: 'arn:aws:iam::222222222222:root' },
  Action: actions,
});
const ADDRESS = 'aws_ecr_repository_policy.develop';

testRule(authTokenInRepositoryPolicy, [
  {
    name: 'a token, beside what else a pull needs',
    resources: [repositoryPolicy('develop', [allowing('ecr:BatchGetImage', 'ecr:GetAuthorizationToken')])],
    severity: 'note',
    finds: [[ADDRESS, "in statement 'Pull', which has no effect in a repository policy.", 'identity policy']],
    lacks: ['Invalid repository policy provided'],
  },
  {
    name: 'in small letters, and with a wildcard',
    resources: [repositoryPolicy('develop', [allowing('ECR:getauthorization*')])],
    finds: [[ADDRESS]],
  },
  {
    name: 'a pull alone',
    resources: [repositoryPolicy('develop', [allowing('ecr:BatchGetImage')])],
    finds: [],
  },
  {
    name: 'what a wildcard takes along',
    resources: [repositoryPolicy('develop', [allowing('ecr:Get*', 'ecr:*')])],
    finds: [],
  },
  {
    name: 'in a registry policy',
    resources: [registryPolicy('develop', [{ ...allowing('ecr:GetAuthorizationToken'), Resource: '*' }])],
    finds: [],
  },
  {
    name: 'a policy that the plans do not change',
    resources: [repositoryPolicy('develop', [allowing('ecr:GetAuthorizationToken')], 'there')],
    finds: [],
  },
  {
    name: 'a policy that the plans do not change, if those are wanted too',
    resources: [repositoryPolicy('develop', [allowing('ecr:GetAuthorizationToken')], 'there')],
    options: { unchanged: true },
    finds: [[ADDRESS]],
  },
  {
    name: 'in a document that is known only after apply',
    resources: documentPolicy(
      'develop',
      {
        statement: [
          {
            sid: 'Pull',
            actions: ['ecr:GetAuthorizationToken'],
            principals: [{ type: 'AWS', identifiers: [null] }],
          },
        ],
      },
      { statement: [{ principals: [{ identifiers: [true] }] }] },
    ),
    finds: [[ADDRESS, "in statement 'Pull'"]],
  },
]);
