import { wrongArnInRegistryPolicy } from '../../../src/plan/rules/wrong-arn-in-registry-policy';
import { planOf } from '../plans';
import { ALLOWED, held, registryPolicy, unknownPolicy } from '../replicating';
import { testRule } from './rule-cases';

const ADDRESS = 'aws_ecr_registry_policy.management';
const OWN = 'arn:aws:ecr:ap-northeast-1:999999999999:repository/';
const naming = (Resource: unknown) => [registryPolicy('management', [{ ...ALLOWED, Resource }])];

testRule(wrongArnInRegistryPolicy, [
  ...(
    [
      ['of another account', 'arn:aws:ecr:ap-northeast-1:111111111111:repository/my-repo', 'another account'],
      ['of another Region', 'arn:aws:ecr:us-west-1:999999999999:repository/my-repo', 'another Region'],
      ['of another partition', 'arn:aws-cn:ecr:ap-northeast-1:999999999999:repository/my-repo', 'partition'],
      ["without 'repository/'", 'arn:aws:ecr:ap-northeast-1:999999999999:my-repo', 'which is no repository'],
      ['of another service', 'arn:aws:s3:::my-repo', 'another service'],
      ['that is a name', 'my-repo', 'no ARN'],
      ['that is a URL', '999999999999.dkr.ecr.ap-northeast-1.amazonaws.com/my-repo:latest', 'URL'],
    ] as const
  ).map(([name, arn, words]) => ({
    name: `a Resource ${name}`,
    resources: naming(['*', arn]),
    finds: [[ADDRESS, `'${arn}'`, words, `Write ${OWN}my-repo,`]] as const,
  })),
  ...[
    `${OWN}my-repo`,
    `${OWN}*`,
    '*',
    'arn:aws:ecr:*:999999999999:repository/my-*',
    'arn:aws:ecr:*',
    'arn:*:ecr:??-northeast-1:*:repo*',
    'arn:aws:ecr:ap-northeast-1:${aws:PrincipalAccount}:repository/x',
  ].map((arn) => ({ name: `the Resource ${arn}`, resources: naming(arn), finds: [] })),
  {
    name: 'what cannot be a repository in spite of its wildcards',
    resources: naming(['arn:aws:ecr:*:111111111111:*', 'arn:aws:ecr:*:*:repository/']),
    finds: [[ADDRESS], [ADDRESS]],
  },
  {
    name: 'no Resource at all: it was meant for a repository',
    resources: naming(undefined),
    finds: [[ADDRESS, 'Invalid registry policy provided', 'aws_ecr_repository_policy']],
  },
  {
    name: 'nothing is said of an account that the plan does not tell',
    plans: [planOf(naming(`${OWN}my-repo`), { management: { region: 'ap-northeast-1' } })],
    finds: [],
  },
  {
    name: 'but of the Region beside it',
    plans: [planOf(naming(`${OWN}my-repo`), { management: { region: 'us-west-1' } })],
    finds: [[ADDRESS, 'another Region', 'arn:aws:ecr:us-west-1:THIS_ACCOUNT_ID:repository/my-repo']],
  },
  {
    name: 'a policy that is known only after apply, and refers to the repository of the source',
    resources: [
      held('develop'),
      unknownPolicy('aws_ecr_registry_policy', 'management', 'aws_ecr_repository.develop["my-repo"].arn'),
    ],
    finds: [[ADDRESS, 'which is in 111111111111 in ap-northeast-1']],
  },
  {
    name: 'or to its own',
    resources: [
      held('management'),
      unknownPolicy('aws_ecr_registry_policy', 'management', 'aws_ecr_repository.management["my-repo"].arn'),
    ],
    finds: [],
  },
]);
