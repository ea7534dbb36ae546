import { accessRemoved } from '../../../src/plan/rules/access-removed';
import { accessWidened } from '../../../src/plan/rules/access-widened';
import { policy, unchanged, type ResourceParts } from '../plans';
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
/** A role policy of which nobody knows what it will say. */
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
    name: 'a role that may delete besides',
    resources: [
      app,
      rolePolicy([may(PULL)], [may([...PULL, 'ecr:BatchDeleteImage', 'ecr:DeleteRepository'])]),
    ],
    finds: [[CI, `${OWN_ROLE} can call ecr:BatchDeleteImage, ecr:DeleteRepository on 'app'`]],
  },
  {
    name: 'a role that may do everything, where it could pull',
    resources: [app, rolePolicy([may(PULL)], [may('ecr:*', '*')])],
    finds: [[CI, `${OWN_ROLE} can push 'app' and call ecr:BatchDeleteImage`]],
  },
  {
    name: 'by its own policy, where a policy of the repository is created too that says nothing of it',
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
    name: 'repositories of a prefix, of which the plans have none',
    resources: [registryPolicy([], [allows(A, PULL, { Resource: `${ARN}/team/*` })])],
    finds: [
      ['aws_ecr_registry_policy.this', `account ${A} can pull 'team/*'`, '111111111111 in ap-northeast-1'],
    ],
  },
  {
    name: 'a prefix and one of its repositories: the prefix, which names others too',
    resources: [app, registryPolicy([], [allows(A, PULL, { Resource: [`${ARN}/a*`, `${ARN}/app`] })])],
    finds: [['aws_ecr_registry_policy.this', `account ${A} can pull 'a*'`]],
  },
  {
    name: 'a repository of another stack, to a role',
    resources: [rolePolicy(undefined, [may(PULL, `${ARN}/elsewhere`)])],
    finds: [[CI, `${OWN_ROLE} can pull 'elsewhere'`, 'in 111111111111 in ap-northeast-1']],
  },
  {
    name: 'whatever there is, to a role, in plans without repositories',
    resources: [rolePolicy(undefined, [may('ecr:*', '*')])],
    finds: [[CI, `${OWN_ROLE} can pull and push every repository`, 'in 111111111111 in every Region']],
  },
  {
    name: 'repositories of another account, which has to let it in',
    resources: [rolePolicy(undefined, [may(PULL, `arn:aws:ecr:ap-northeast-1:${A}:repository/app`)])],
    finds: [],
  },
  {
    name: 'the token to log in',
    resources: [rolePolicy(undefined, [may('ecr:GetAuthorizationToken', '*')])],
    finds: [],
  },
  {
    name: 'what a policy elsewhere says already, said in other words',
    resources: [
      rolePolicy([may(PULL, `${ARN}/team/*`)], [may(PULL, `${ARN}/team/*`), may(PULL, `${ARN}/team/a`)]),
    ],
    finds: [],
  },
]);

testRule(accessRemoved, [
  {
    name: 'an account, while the policy of some role is not known',
    resources: [app, policyOn('app', [allows(A)], []), unknownPolicyOf('other')],
    finds: [[APP, `account ${A} can no longer pull`]],
  },
  {
    name: 'a role of its account, whose own policy is not known: nobody can tell',
    resources: [app, rolePolicy([may(PULL)], undefined), unknownPolicyOf('ci')],
    finds: [],
  },
  {
    name: 'a role of another account, whatever its own policy will say',
    resources: [
      app,
      policyOn('app', [allows(A, PULL, { Principal: { AWS: role('ci') } })], []),
      { ...unknownPolicyOf('ci'), provider: 'other' },
    ],
    finds: [[APP, `${role('ci')} can no longer pull`]],
  },
  {
    name: 'a role by its own policy, though its account is named by the repository',
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
    name: 'by its own policy, where one of the repository goes too that said nothing of it',
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
    name: 'by a denial that the repository gets, while its own policy is extended',
    resources: [
      app,
      policyOn('app', [], [{ Effect: 'Deny', Principal: '*', Action: 'ecr:BatchGetImage' }]),
      rolePolicy([may(PULL)], [may([...PULL, 'ecr:ListImages'])]),
    ],
    finds: [[APP, `${OWN_ROLE} can no longer pull`]],
  },
  {
    name: 'a repository of another stack, from a role',
    resources: [rolePolicy([may(PULL, `${ARN}/elsewhere`)], undefined)],
    finds: [[CI, `${OWN_ROLE} can no longer pull 'elsewhere'`]],
  },
]);
