import { inspectorDenied } from '../../../src/lint/plan/inspector-denied';
import { planOf, unchanged, type ResourceParts } from '../../plan/plans';
import { repositoryIn, registryPolicy, repositoryPolicy } from '../../plan/replicating';
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

const UNKNOWN_REGISTRY = { elsewhere: {} };

const ENHANCED = { scan_type: 'ENHANCED', rule: [] };

testRule(inspectorDenied, [
  {
    name: 'reports a Deny of all actions to all principals',
    resources: [repositoryIn('develop'), registryPolicy('develop', [denying('ecr:*')])],
    finds: [
      [ADDRESS, "Statement 'Guard'", 'ecr:PutRegistryScanningConfiguration, ecr:BatchGetImage', 'ArnNotLike'],
    ],
  },
  {
    name: 'reports a Deny of the scanning configuration',
    resources: [registryPolicy('develop', [denying('ecr:PutRegistryScanningConfiguration')])],
    finds: [[ADDRESS, 'denies ecr:PutRegistryScanningConfiguration to Amazon Inspector']],
  },
  {
    name: 'reports a Deny of pull in a repository policy',
    resources: [
      repositoryIn('develop'),
      repositoryPolicy('develop', [denying('ecr:BatchGetImage', { Resource: undefined })]),
    ],
    finds: [['aws_ecr_repository_policy.develop', 'ecr:BatchGetImage']],
  },
  {
    name: 'does not report a Deny that exempts roles of AWS services',
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
    name: 'reports a Deny of all actions to all principals of an unknown account',
    plans: [planOf([registryPolicy('elsewhere', [denying('ecr:*')])], UNKNOWN_REGISTRY)],
    finds: [['aws_ecr_registry_policy.elsewhere']],
  },
  ...[
    { StringNotEquals: { 'aws:PrincipalAccount': '111111111111' } },
    { StringNotEquals: { 'aws:ResourceAccount': '111111111111' } },
    { StringNotEquals: { 'aws:RequestedRegion': 'eu-west-1' } },
    { ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::111111111111:role/aws-service-role/*' } },
  ].map((Condition) => ({
    name: `does not report a Deny that may exempt an unknown account or Region: ${JSON.stringify(Condition)}`,
    plans: [planOf([registryPolicy('elsewhere', [denying('ecr:*', { Condition })])], UNKNOWN_REGISTRY)],
    finds: [],
  })),
  {
    name: 'does not report a Deny of deleting',
    resources: [repositoryIn('develop'), registryPolicy('develop', [denying('ecr:BatchDeleteImage')])],
    finds: [],
  },
  {
    name: 'does not report a Deny of all actions to another account',
    resources: [
      repositoryIn('develop'),
      registryPolicy('develop', [denying('ecr:*', { Principal: { AWS: 'arn:aws:iam::222222222222:root' } })]),
    ],
    finds: [],
  },
  {
    name: 'does not report a Deny with basic scanning, which requires no permission',
    resources: [scanning('BASIC'), registryPolicy('develop', [denying('ecr:*')])],
    finds: [],
  },
  {
    name: 'reports a Deny with enhanced scanning',
    resources: [scanning('ENHANCED'), registryPolicy('develop', [denying('ecr:*')])],
    finds: [[ADDRESS]],
  },
  {
    name: 'does not report a policy that does not change',
    resources: [
      unchanged({ ...scanning('ENHANCED'), before: ENHANCED }),
      registryPolicy('develop', [denying('ecr:*')], 'there'),
    ],
    finds: [],
  },
  {
    name: 'reports a policy that does not change, if the plans enable enhanced scanning',
    resources: [
      { ...scanning('ENHANCED'), before: { scan_type: 'BASIC', rule: [] } },
      registryPolicy('develop', [denying('ecr:*')], 'there'),
    ],
    finds: [[ADDRESS]],
  },
]);
