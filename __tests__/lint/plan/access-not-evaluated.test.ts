import { accessNotEvaluated } from '../../../src/lint/plan/access-not-evaluated';
import { allows, A, APP, policyOn, PULL, registryPolicy } from './access-plans';
import { testRule } from './rule-cases';

const PROVIDER = 'arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com';
const FEDERATED = allows(A, PULL, { Principal: { Federated: PROVIDER } });
const ANY_SERVICE = allows(A, PULL, {
  Principal: '*',
  Condition: { StringEquals: { 'aws:SourceAccount': '111111111111' } },
});

testRule(accessNotEvaluated, [
  {
    name: 'reports a federated principal that is added',
    resources: [policyOn('app', [allows(A)], [allows(A), FEDERATED])],
    severity: 'warning',
    finds: [
      [
        APP,
        "The repository policy of 'app' (111111111111 in ap-northeast-1) newly allows",
        PROVIDER,
        'to pull',
        'The review cannot evaluate who can use this access.',
      ],
    ],
    lacks: [A],
  },
  {
    name: 'reports a federated principal that is removed',
    resources: [policyOn('app', [allows(A), FEDERATED], [allows(A)])],
    finds: [[APP, 'no longer allows', PROVIDER]],
  },
  {
    name: 'reports services that any principal includes, with the condition',
    resources: [policyOn('app', [], [ANY_SERVICE])],
    finds: [[APP, 'to pull (aws:SourceAccount StringEquals 111111111111)']],
  },
  {
    name: 'reports the actions that a federated principal gains and loses',
    resources: [policyOn('app', [FEDERATED], [{ ...FEDERATED, Action: 'ecr:*' }])],
    finds: [
      [APP, 'newly allows', 'do everything'],
      [APP, 'no longer allows', 'pull'],
    ],
  },
  {
    name: 'reports a registry policy',
    resources: [registryPolicy([], [FEDERATED])],
    finds: [['aws_ecr_registry_policy.this', 'The registry policy of 111111111111']],
  },
  {
    name: 'does not report a statement that only gets a Sid',
    resources: [policyOn('app', [FEDERATED], [{ ...FEDERATED, Sid: 'Federated' }])],
    finds: [],
  },
  {
    name: 'does not report an account, whose access is evaluated',
    resources: [policyOn('app', [], [allows(A)])],
    finds: [],
  },
  {
    name: 'does not report any principal with a condition on the organization',
    resources: [
      policyOn('app', [], [{ ...ANY_SERVICE, Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a' } } }]),
    ],
    finds: [],
  },
  {
    name: 'does not report any principal with a condition on the IP address',
    resources: [
      policyOn('app', [], [{ ...ANY_SERVICE, Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } }]),
    ],
    finds: [],
  },
  {
    name: 'does not report an account with a condition that only services satisfy',
    resources: [policyOn('app', [], [{ ...ANY_SERVICE, Principal: { AWS: A } }])],
    finds: [],
  },
  {
    name: 'reports a canonical user',
    resources: [policyOn('app', [], [{ ...FEDERATED, Principal: { CanonicalUser: '79a59df900b949e5' } }])],
    finds: [[APP, '79a59df900b949e5']],
  },
  {
    name: 'does not report a Deny',
    resources: [policyOn('app', [], [{ ...FEDERATED, Effect: 'Deny' }])],
    finds: [],
  },
  {
    name: 'does not report a policy that is forgotten',
    resources: [{ ...policyOn('app', [FEDERATED], []), change: { action: 'forget', after: undefined } }],
    finds: [],
  },
]);
