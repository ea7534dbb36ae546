import { crossAccountWildcard } from '../../../src/lint/plan/cross-account-wildcard';
import { planOf } from '../../plan/plans';
import {
  accountRoot,
  allowStatement,
  APP,
  onRegistry,
  onRepository,
  OTHER,
  PULL,
  REGISTRY,
} from './policy-resources';
import { testRule } from './rule-cases';

testRule(crossAccountWildcard, [
  ...['ecr:*', '*', 'ecr:Delete*', 'ecr:?etRepositoryPolicy'].map((action) => ({
    name: action,
    resources: [onRepository(allowStatement(action))],
    finds: [
      [APP, `statement 'Wide' allows account 222222222222 to call ${action}, which includes ecr:`] as const,
    ],
  })),
  {
    name: 'NotAction',
    resources: [onRepository({ Effect: 'Allow', Principal: OTHER, NotAction: 'ecr:DeleteRepository' })],
    finds: [[APP, 'call every action except ecr:DeleteRepository, which includes ecr:BatchDeleteImage']],
  },
  {
    name: 'reports only the actions with a wildcard',
    resources: [onRepository(allowStatement([...PULL, 'ecr:Delete*']))],
    finds: [
      [APP, "statement 'Wide' allows account 222222222222 to call ecr:Delete*, which includes ecr:Delete"],
    ],
  },
  {
    name: 'reports an account if the account of the registry is unknown',
    plans: [planOf([onRepository(allowStatement('ecr:*'))], { develop: { region: 'ap-northeast-1' } })],
    finds: [
      [
        APP,
        'account 222222222222 (which may be the account of the registry, because these plans do not show that account) to call',
      ],
    ],
  },
  {
    name: 'reports several accounts if the account of the registry is unknown',
    plans: [
      planOf([onRepository(allowStatement('ecr:*', { AWS: ['222222222222', '333333333333'] }))], {
        develop: { region: 'ap-northeast-1' },
      }),
    ],
    finds: [[APP, "statement 'Wide' allows account 222222222222, account 333333333333 to call"]],
  },
  {
    name: 'reports an organization',
    resources: [
      onRepository({
        ...allowStatement('ecr:*', { AWS: '*' }),
        Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-abcdefghij' } },
      }),
    ],
    finds: [[APP, 'organization o-abcdefghij']],
  },
  {
    name: 'reports a registry policy',
    resources: [onRegistry({ ...allowStatement('ecr:*'), Resource: '*' })],
    finds: [[REGISTRY, 'The registry policy of 999999999999']],
  },
  {
    name: 'reports a principal with a wildcard',
    resources: [onRepository(allowStatement(PULL, { AWS: 'arn:aws:iam::222222222222:role/*' }))],
    finds: [[APP, 'AWS does not allow wildcards in the ARN of a principal', 'ArnLike aws:PrincipalArn']],
  },
  {
    name: 'does not report the owning account',
    resources: [onRepository(allowStatement('ecr:*', accountRoot('111111111111')))],
    finds: [],
  },
  {
    name: 'does not report the owning account by its ID',
    resources: [onRepository(allowStatement('ecr:*', { AWS: '111111111111' }))],
    finds: [],
  },
  {
    name: 'does not report actions without a wildcard',
    resources: [onRepository(allowStatement(['ecr:DeleteRepository']))],
    finds: [],
  },
  {
    name: 'does not report a wildcard that matches only read actions',
    resources: [onRepository(allowStatement('ecr:Get*'))],
    finds: [],
  },
  {
    name: 'does not report a service',
    resources: [onRepository(allowStatement('ecr:*', { Service: 'codebuild.amazonaws.com' }))],
    finds: [],
  },
  {
    name: 'does not report a Deny',
    resources: [onRepository({ ...allowStatement('ecr:*'), Effect: 'Deny' })],
    finds: [],
  },
  {
    name: 'does not report any AWS account, which public-access reports',
    resources: [onRepository(allowStatement('ecr:*', { AWS: '*' }))],
    finds: [],
  },
]);
