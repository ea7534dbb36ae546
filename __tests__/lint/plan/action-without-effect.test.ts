import { actionWithoutEffect } from '../../../src/lint/plan/action-without-effect';
import { policy } from '../../plan/plans';
import { allowStatement, APP, onRegistry, onRepository, PULL } from './policy-resources';
import { testRule } from './rule-cases';

const CREATES = allowStatement([...PULL, 'ecr:CreateRepository']);
const UNCHANGED = {
  ...onRepository(CREATES),
  before: { repository: 'app', policy: policy(CREATES) },
};

testRule(actionWithoutEffect, [
  {
    name: 'reports ecr:CreateRepository',
    resources: [onRepository(CREATES)],
    severity: 'note',
    finds: [
      [
        APP,
        "Statement 'Wide' of the repository policy of 'app' (111111111111 in ap-northeast-1) allows ecr:CreateRepository to account 222222222222",
        'Allow ecr:CreateRepository in the registry policy',
      ],
    ],
  },
  {
    name: 'reports an action on the registry',
    resources: [onRepository(allowStatement('ecr:PutRegistryPolicy'))],
    finds: [[APP, 'allows ecr:PutRegistryPolicy']],
  },
  {
    name: 'does not name the owning account',
    resources: [onRepository(allowStatement('ecr:CreateRepository', { AWS: '111111111111' }))],
    finds: [[APP, 'allows ecr:CreateRepository, which has no effect']],
  },
  {
    name: 'does not report an action on repositories',
    resources: [onRepository(allowStatement(PULL))],
    finds: [],
  },
  {
    name: 'does not report a wildcard that also matches an action with an effect',
    resources: [onRepository(allowStatement(['ecr:*', 'ecr:*Policy']))],
    finds: [],
  },
  {
    name: 'reports a wildcard that matches only actions without effect',
    resources: [onRepository(allowStatement(['ecr:*RegistryPolicy', 'ecr:CreateRepository*']))],
    finds: [
      [
        APP,
        'allows ecr:CreateRepository, ecr:CreateRepositoryCreationTemplate, ecr:DeleteRegistryPolicy, ecr:GetRegistryPolicy and 1 more',
      ],
    ],
  },
  {
    name: 'does not report ecr:ReplicateImage, which replicate-in-repository-policy reports',
    resources: [onRepository(allowStatement('ecr:ReplicateImage'))],
    finds: [],
  },
  {
    name: 'does not report the login token, which auth-token-in-repository-policy reports',
    resources: [onRepository(allowStatement('ecr:GetAuthorizationToken'))],
    finds: [],
  },
  {
    name: 'does not report an action in NotAction',
    resources: [
      onRepository({ ...CREATES, Action: undefined, NotAction: ['ecr:CreateRepository', 'ecr:PutImage'] }),
    ],
    finds: [],
  },
  {
    name: 'does not report a Deny',
    resources: [onRepository({ ...CREATES, Effect: 'Deny' })],
    finds: [],
  },
  {
    name: 'does not report a registry policy, which can allow ecr:CreateRepository',
    resources: [onRegistry({ ...CREATES, Resource: '*' })],
    finds: [],
  },
  { name: 'does not report a policy that does not change', resources: [UNCHANGED], finds: [] },
  {
    name: 'reports a policy that does not change if unchanged is set',
    resources: [UNCHANGED],
    options: { unchanged: true },
    finds: [[APP]],
  },
]);
