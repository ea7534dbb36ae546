import { registryLocked } from '../../../src/lint/plan/registry-locked';
import { A, allows, app, APP, appWithPolicy, policyOn, registryPolicy } from './access-plans';
import { testRule } from './rule-cases';

const DENY = { Effect: 'Deny', Principal: '*', Action: 'ecr:*' };
const deniedFrom = (...ranges: readonly string[]) => ({
  ...DENY,
  Condition: { IpAddress: { 'aws:SourceIp': ranges } },
});

testRule(registryLocked, [
  {
    name: 'reports a Deny of every principal in a repository policy',
    resources: [app, policyOn('app', [allows(A)], [allows(A), DENY])],
    severity: 'error',
    finds: [
      [
        APP,
        'No longer allows every principal of account 111111111111, which owns the registry, to pull and push',
        "'app'",
        'an explicit Deny applies to all of them',
        'ArnNotLike aws:PrincipalArn',
      ],
    ],
  },
  {
    name: 'reports a Deny of every principal in a registry policy',
    resources: [app, registryPolicy([], [{ ...DENY, Resource: '*' }])],
    finds: [
      ['aws_ecr_registry_policy.this', 'which owns the registry, to pull and push to every repository'],
    ],
  },
  {
    name: 'reports a Deny that applies only to pulls',
    resources: [app, policyOn('app', [], [{ ...DENY, Action: 'ecr:BatchGetImage' }])],
    finds: [[APP, 'to pull (ecr:BatchGetImage)']],
  },
  {
    name: 'does not report a Deny of other actions than pulls and pushes',
    resources: [app, policyOn('app', [], [{ ...DENY, Action: 'ecr:DeleteRepository' }])],
    finds: [],
  },
  {
    name: 'does not report a Deny of another account',
    resources: [app, policyOn('app', [allows(A)], [allows(A), { ...allows(A), Effect: 'Deny' }])],
    finds: [],
  },
  {
    name: 'does not report a Deny that exempts principals by NotPrincipal',
    resources: [
      app,
      policyOn(
        'app',
        [],
        [{ Effect: 'Deny', NotPrincipal: { AWS: 'arn:aws:iam::111111111111:role/ci' }, Action: 'ecr:*' }],
      ),
    ],
    finds: [],
  },
  {
    name: 'does not report a Deny that exempts roles by a condition',
    resources: [
      app,
      policyOn(
        'app',
        [],
        [
          {
            ...DENY,
            Condition: { ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::111111111111:role/ci' } },
          },
        ],
      ),
    ],
    finds: [],
  },
  {
    name: 'does not report a Deny of more IP addresses',
    resources: [app, policyOn('app', [deniedFrom('10.0.0.0/8')], [deniedFrom('10.0.0.0/8', '192.0.2.0/24')])],
    finds: [],
  },
  {
    name: 'does not report a Deny that applies to fewer actions than before',
    resources: [app, policyOn('app', [DENY], [{ ...DENY, Action: 'ecr:DeleteRepository' }])],
    finds: [],
  },
  {
    name: 'does not report a Deny that exists',
    resources: [app, policyOn('app', [DENY], [DENY, allows(A)])],
    finds: [],
  },
  {
    name: 'does not report a repository that is destroyed',
    resources: appWithPolicy('before'),
    finds: [],
  },
]);
