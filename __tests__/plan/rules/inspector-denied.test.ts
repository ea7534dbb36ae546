import { inspectorDenied } from '../../../src/plan/rules/inspector-denied';
import { unchanged, type ResourceParts } from '../plans';
import { held, registryPolicy, repositoryPolicy } from '../replicating';
import { testRule } from './rule-cases';

const ADDRESS = 'aws_ecr_registry_policy.develop';
const denying = (Action: string, more: object = {}) => ({
  Sid: 'Guard',
  Effect: 'Deny',
  Principal: '*',
  Action,
  Resource: '*',
  ...more,
});
const scanning = (scan_type: string): ResourceParts => ({
  type: 'aws_ecr_registry_scanning_configuration',
  provider: 'develop',
  after: { scan_type, rule: [] },
});

const ENHANCED = { scan_type: 'ENHANCED', rule: [] };

testRule(inspectorDenied, [
  {
    name: 'everything is denied to everybody',
    resources: [held('develop'), registryPolicy('develop', [denying('ecr:*')])],
    finds: [
      [ADDRESS, "Statement 'Guard'", 'ecr:PutRegistryScanningConfiguration, ecr:BatchGetImage', 'ArnNotLike'],
    ],
  },
  {
    name: 'the configuration of scanning is denied',
    resources: [registryPolicy('develop', [denying('ecr:PutRegistryScanningConfiguration')])],
    finds: [[ADDRESS, 'denies ecr:PutRegistryScanningConfiguration to everybody']],
  },
  {
    name: 'pulling is denied, in a repository policy',
    resources: [
      held('develop'),
      repositoryPolicy('develop', [denying('ecr:BatchGetImage', { Resource: undefined })]),
    ],
    finds: [['aws_ecr_repository_policy.develop', 'ecr:BatchGetImage']],
  },
  {
    name: 'roles of AWS services are spared',
    resources: [
      registryPolicy('develop', [
        denying('ecr:*', {
          Condition: { ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/aws-service-role/*' } },
        }),
      ]),
    ],
    finds: [],
  },
  {
    name: 'deleting is denied',
    resources: [held('develop'), registryPolicy('develop', [denying('ecr:BatchDeleteImage')])],
    finds: [],
  },
  {
    name: 'another account is denied everything',
    resources: [
      held('develop'),
      registryPolicy('develop', [denying('ecr:*', { Principal: { AWS: 'arn:aws:iam::222222222222:root' } })]),
    ],
    finds: [],
  },
  {
    name: 'basic scanning asks nobody',
    resources: [scanning('BASIC'), registryPolicy('develop', [denying('ecr:*')])],
    finds: [],
  },
  {
    name: 'enhanced scanning does',
    resources: [scanning('ENHANCED'), registryPolicy('develop', [denying('ecr:*')])],
    finds: [[ADDRESS]],
  },
  {
    name: 'a policy that the plans do not change',
    resources: [
      unchanged({ ...scanning('ENHANCED'), before: ENHANCED }),
      registryPolicy('develop', [denying('ecr:*')], 'there'),
    ],
    finds: [],
  },
  {
    name: 'a policy that the plans do not change, where they enable enhanced scanning',
    resources: [
      { ...scanning('ENHANCED'), before: { scan_type: 'BASIC', rule: [] } },
      registryPolicy('develop', [denying('ecr:*')], 'there'),
    ],
    finds: [[ADDRESS]],
  },
]);
