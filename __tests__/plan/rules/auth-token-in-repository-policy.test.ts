import { authTokenInRepositoryPolicy } from '../../../src/plan/rules/auth-token-in-repository-policy';
import { repositoryPolicy, registryPolicy } from '../replicating';
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
    finds: [[ADDRESS, "statement 'Pull'", 'Invalid repository policy provided', 'identity policy']],
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
    name: 'what ECR has taken already',
    resources: [repositoryPolicy('develop', [allowing('ecr:GetAuthorizationToken')], 'there')],
    finds: [],
  },
]);
