import { wrongArnInRegistryPolicy } from '../../../src/lint/plan/wrong-arn-in-registry-policy';
import { planOf } from '../../plan/plans';
import { ALLOWED, repositoryIn, registryPolicy, unknownPolicy } from '../../plan/replicating';
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
      [
        "without 'repository/'",
        'arn:aws:ecr:ap-northeast-1:999999999999:my-repo',
        'which is not the ARN of a repository',
      ],
      ['of another service', 'arn:aws:s3:::my-repo', 'another service'],
      ['that is a name', 'my-repo', 'not an ARN'],
      ['that is a URL', '999999999999.dkr.ecr.ap-northeast-1.amazonaws.com/my-repo:latest', 'URL'],
    ] as const
  ).map(([name, arn, text]) => ({
    name: `reports a Resource ${name}`,
    resources: naming(['*', arn]),
    finds: [[ADDRESS, `'${arn}'`, text, `Use ${OWN}my-repo.`]] as const,
  })),
  ...[
    `${OWN}my-repo`,
    `${OWN}*`,
    '*',
    'arn:aws:ecr:*:999999999999:repository/my-*',
    'arn:aws:ecr:*',
    'arn:*:ecr:??-northeast-1:*:repo*',
    `${OWN}\${aws:PrincipalTag/team}`,
  ].map((arn) => ({ name: `does not report the Resource ${arn}`, resources: naming(arn), finds: [] })),
  {
    name: 'warns about IAM does not replace a policy variable before the fifth colon, which IAM does not replace',
    resources: naming('arn:aws:ecr:ap-northeast-1:${aws:PrincipalAccount}:repository/my-repo'),
    severity: 'warning',
    finds: [[ADDRESS, 'has a policy variable before the fifth colon', `Use ${OWN}my-repo.`]],
  },
  {
    name: 'reports a Resource with wildcards that cannot match a repository',
    resources: naming(['arn:aws:ecr:*:111111111111:*', 'arn:aws:ecr:*:*:repository/']),
    finds: [[ADDRESS], [ADDRESS]],
  },
  {
    name: 'reports a statement without Resource',
    resources: naming(undefined),
    finds: [[ADDRESS, 'Invalid registry policy provided', 'aws_ecr_repository_policy']],
  },
  {
    name: 'does not report another account if the account of the registry is unknown',
    plans: [planOf(naming(`${OWN}my-repo`), { management: { region: 'ap-northeast-1' } })],
    finds: [],
  },
  {
    name: 'reports another Region if the account of the registry is unknown',
    plans: [planOf(naming(`${OWN}my-repo`), { management: { region: 'us-west-1' } })],
    finds: [[ADDRESS, 'another Region', 'arn:aws:ecr:us-west-1:THIS_ACCOUNT_ID:repository/my-repo']],
  },
  {
    name: 'reports a policy that is known only after apply and refers to a repository of the source',
    resources: [
      repositoryIn('develop'),
      unknownPolicy('aws_ecr_registry_policy', 'management', 'aws_ecr_repository.develop["my-repo"].arn'),
    ],
    finds: [[ADDRESS, 'which is in 111111111111 in ap-northeast-1']],
  },
  {
    name: 'does not report a policy that is known only after apply and refers to its own repository',
    resources: [
      repositoryIn('management'),
      unknownPolicy('aws_ecr_registry_policy', 'management', 'aws_ecr_repository.management["my-repo"].arn'),
    ],
    finds: [],
  },
]);
