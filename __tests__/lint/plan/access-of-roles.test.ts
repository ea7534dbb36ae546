import { accessRemoved } from '../../../src/lint/plan/access-removed';
import { accessWidened } from '../../../src/lint/plan/access-widened';
import { policy, unchanged, type ResourceParts } from '../../plan/plans';
import { A, allows, app, APP, policyOn, PULL, registryPolicy } from './access-plans';
import { testRule } from './rule-cases';

const role = (name: string, account = A) => `arn:aws:iam::${account}:role/${name}`;
const ARN = 'arn:aws:ecr:ap-northeast-1:111111111111:repository';
const CI = 'aws_iam_role_policy.ci';
const may = (actions: string | readonly string[], resource = `${ARN}/app`) => ({
  Effect: 'Allow',
  Action: actions,
  Resource: resource,
});
const rolePolicy = (
  before: readonly object[] | undefined,
  after: readonly object[] | undefined,
  parts: Partial<ResourceParts> = {},
): ResourceParts => ({
  type: 'aws_iam_role_policy',
  name: 'ci',
  provider: 'develop',
  ...(before === undefined ? {} : { before: { role: 'ci', policy: policy(...before) } }),
  ...(after === undefined ? {} : { after: { role: 'ci', policy: policy(...after) } }),
  ...parts,
});
/** A role policy that is known only after apply. */
const unknownPolicyOf = (name: string): ResourceParts => ({
  type: 'aws_iam_role_policy',
  name: 'other',
  provider: 'develop',
  after: { role: name },
  unknown: { policy: true },
  expressions: { policy: { references: ['aws_ecr_repository.new.arn', 'aws_ecr_repository.new'] } },
});
const OWN_ROLE = role('ci', '111111111111');

testRule(accessWidened, [
  {
    name: 'reports a role that gains permission to delete',
    resources: [
      app,
      rolePolicy([may(PULL)], [may([...PULL, 'ecr:BatchDeleteImage', 'ecr:DeleteRepository'])]),
    ],
    finds: [[CI, `${OWN_ROLE} can call ecr:BatchDeleteImage, ecr:DeleteRepository on 'app'`]],
  },
  {
    name: 'reports a role that gains all actions and could only pull before',
    resources: [app, rolePolicy([may(PULL)], [may('ecr:*', '*')])],
    finds: [[CI, `${OWN_ROLE} can push 'app' and call ecr:BatchDeleteImage`]],
  },
  {
    name: 'reports access by an identity policy if a repository policy that does not name the role is created too',
    resources: [
      app,
      {
        type: 'aws_ecr_repository_policy',
        name: 'app',
        provider: 'develop',
        after: { repository: 'app', policy: policy(allows(A)) },
      },
      rolePolicy(undefined, [may(PULL)]),
    ],
    finds: [
      [APP, `account ${A} can pull`],
      [CI, `${OWN_ROLE} can pull`],
    ],
  },
  {
    name: 'reports repositories of a prefix that is in no plan',
    resources: [registryPolicy([], [allows(A, PULL, { Resource: `${ARN}/team/*` })])],
    finds: [
      ['aws_ecr_registry_policy.this', `account ${A} can pull 'team/*'`, '111111111111 in ap-northeast-1'],
    ],
  },
  {
    name: 'reports a prefix that includes a repository of these plans',
    resources: [app, registryPolicy([], [allows(A, PULL, { Resource: [`${ARN}/a*`, `${ARN}/app`] })])],
    finds: [['aws_ecr_registry_policy.this', `account ${A} can pull 'a*'`]],
  },
  {
    name: 'reports access of a role to a repository of another stack',
    resources: [rolePolicy(undefined, [may(PULL, `${ARN}/elsewhere`)])],
    finds: [[CI, `${OWN_ROLE} can pull 'elsewhere'`, 'in 111111111111 in ap-northeast-1']],
  },
  {
    name: 'reports access of a role in plans without repositories',
    resources: [rolePolicy(undefined, [may('ecr:*', '*')])],
    finds: [[CI, `${OWN_ROLE} can pull and push every repository`, 'in 111111111111 in every Region']],
  },
  {
    name: 'does not report repositories of another account, which must allow the role',
    resources: [rolePolicy(undefined, [may(PULL, `arn:aws:ecr:ap-northeast-1:${A}:repository/app`)])],
    finds: [],
  },
  {
    name: 'does not report the login token',
    resources: [rolePolicy(undefined, [may('ecr:GetAuthorizationToken', '*')])],
    finds: [],
  },
  {
    name: 'does not report access that another policy already allows in a different form',
    resources: [
      rolePolicy([may(PULL, `${ARN}/team/*`)], [may(PULL, `${ARN}/team/*`), may(PULL, `${ARN}/team/a`)]),
    ],
    finds: [],
  },
]);

testRule(accessRemoved, [
  {
    name: 'reports an account if the policy of one of its roles is unknown',
    resources: [app, policyOn('app', [allows(A)], []), unknownPolicyOf('other')],
    finds: [[APP, `account ${A} can no longer pull`]],
  },
  {
    name: 'does not report a role of the owning account if its identity policy is unknown',
    resources: [app, rolePolicy([may(PULL)], undefined), unknownPolicyOf('ci')],
    finds: [],
  },
  {
    name: 'reports a role of another account if its identity policy is unknown',
    resources: [
      app,
      policyOn('app', [allows(A, PULL, { Principal: { AWS: role('ci') } })], []),
      { ...unknownPolicyOf('ci'), provider: 'other' },
    ],
    finds: [[APP, `${role('ci')} can no longer pull`]],
  },
  {
    name: 'reports a role that loses access by its identity policy although the repository policy names its account',
    resources: [
      app,
      unchanged({
        type: 'aws_ecr_repository_policy',
        name: 'app',
        provider: 'develop',
        before: { repository: 'app', policy: policy(allows('111111111111')) },
      }),
      rolePolicy([may(PULL)], undefined),
    ],
    finds: [[CI, `${OWN_ROLE} can no longer pull 'app'`]],
  },
  {
    name: 'reports access lost by an identity policy if a repository policy that does not name the role is deleted too',
    resources: [
      app,
      {
        type: 'aws_ecr_repository_policy',
        name: 'app',
        provider: 'develop',
        before: { repository: 'app', policy: policy(allows(A)) },
      },
      rolePolicy([may(PULL)], undefined),
    ],
    finds: [
      [APP, `account ${A} can no longer pull`],
      [CI, `${OWN_ROLE} can no longer pull`],
    ],
  },
  {
    name: 'reports access lost by a Deny in the repository policy while the identity policy gains actions',
    resources: [
      app,
      policyOn('app', [], [{ Effect: 'Deny', Principal: '*', Action: 'ecr:BatchGetImage' }]),
      rolePolicy([may(PULL)], [may([...PULL, 'ecr:ListImages'])]),
    ],
    finds: [[APP, `${OWN_ROLE} can no longer pull`]],
  },
  {
    name: 'reports lost access of a role to a repository of another stack',
    resources: [rolePolicy([may(PULL, `${ARN}/elsewhere`)], undefined)],
    finds: [[CI, `${OWN_ROLE} can no longer pull 'elsewhere'`]],
  },
]);
