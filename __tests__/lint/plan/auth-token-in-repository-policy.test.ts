import { authTokenInRepositoryPolicy } from '../../../src/lint/plan/auth-token-in-repository-policy';
import { documentPolicy, registryPolicy, repositoryPolicy } from '../../plan/replicating';
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
    name: 'reports the token next to the actions of a pull',
    resources: [repositoryPolicy('develop', [allowing('ecr:BatchGetImage', 'ecr:GetAuthorizationToken')])],
    severity: 'note',
    finds: [[ADDRESS, "in statement 'Pull', which has no effect in a repository policy.", 'identity policy']],
    lacks: ['Invalid repository policy provided'],
  },
  {
    name: 'reports the action in lowercase and with a wildcard',
    resources: [repositoryPolicy('develop', [allowing('ECR:getauthorization*')])],
    finds: [[ADDRESS]],
  },
  {
    name: 'does not report a policy with only the actions of a pull',
    resources: [repositoryPolicy('develop', [allowing('ecr:BatchGetImage')])],
    finds: [],
  },
  {
    name: 'does not report a wildcard that includes the action',
    resources: [repositoryPolicy('develop', [allowing('ecr:Get*', 'ecr:*')])],
    finds: [],
  },
  {
    name: 'does not report a registry policy',
    resources: [registryPolicy('develop', [{ ...allowing('ecr:GetAuthorizationToken'), Resource: '*' }])],
    finds: [],
  },
  {
    name: 'does not report a policy that does not change',
    resources: [repositoryPolicy('develop', [allowing('ecr:GetAuthorizationToken')], 'there')],
    finds: [],
  },
  {
    name: 'reports a policy that does not change if unchanged is set',
    resources: [repositoryPolicy('develop', [allowing('ecr:GetAuthorizationToken')], 'there')],
    options: { unchanged: true },
    finds: [[ADDRESS]],
  },
  {
    name: 'reports a document that is known only after apply',
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
