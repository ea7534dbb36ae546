import { readFileSync } from 'node:fs';
import { recognise } from '../../src/diagnosis';
import { DECLARATION, diagnosed, mendOf, message, MESSAGES, policiesOf } from './surroundings';

/** Who, what, on which repository of which registry; what is to be changed, the first one first; part of the mend. */
interface Expected {
  readonly kind: string;
  readonly principal?: string;
  readonly action?: string;
  readonly repository?: string;
  /** Name, account, Region. */
  readonly registry?: string;
  readonly policies?: readonly string[];
  readonly mend: string;
}

const CENTRAL = 'central 999999999999 us-west-2';
const MANAGEMENT = 'management 999999999999 ap-northeast-1';
const DEVELOP = 'develop 111111111111 ap-northeast-1';
const REPLICATION_ROLE =
  'arn:aws:sts::111111111111:assumed-role/AWSServiceRoleForECRReplication/ECRReplication';
const BOTH = [
  'repository policy of 999999999999 (management)',
  'identity-based policy of 111111111111 (develop)',
];
const REGISTRY_POLICY = ['registry policy of 999999999999 (management)'];
const MISTAKEN = [...REGISTRY_POLICY, 'repository policy of 999999999999 (management)'];
const PULLER = ['repository policy of 999999999999 (management)', 'identity-based policy of ?'];
const OWN = ['identity-based policy of 111111111111 (develop)'];

const grant = (role: string, operation: string) => `access:
  - allow: ${operation}
    repositories: [your-repo]
    registries: [central]
    principals: [arn:aws:iam::111111111111:${role}]
`;
const PUT_REGISTRY_POLICY = 'aws ecr put-registry-policy --region ap-northeast-1';
const LOGIN = (host: string) => `docker login --username AWS --password-stdin ${host}\n`;

const EXPECTED: Readonly<Record<string, Expected>> = {
  'actions-push-denied': {
    kind: 'access-denied',
    principal: 'arn:aws:sts::111111111111:assumed-role/cp-sw-actions-runner/GitHubActions',
    action: 'ecr:InitiateLayerUpload',
    repository: 'your-repo',
    registry: CENTRAL,
    policies: BOTH,
    mend: grant('role/cp-sw-actions-runner', 'push'),
  },
  'article-push-denied': {
    kind: 'access-denied',
    principal: 'arn:aws:sts::111111111111:assumed-role/your-role/i-xxxxxx',
    action: 'ecr:InitiateLayerUpload',
    repository: 'your-repo',
    registry: CENTRAL,
    policies: BOTH,
    mend: grant('role/your-role', 'push'),
  },
  'article-console-policy-text': {
    kind: 'policy-refused',
    repository: 'my-repo',
    registry: MANAGEMENT,
    policies: MISTAKEN,
    mend: PUT_REGISTRY_POLICY,
  },
  'article-repository-policy': {
    kind: 'policy-refused',
    action: 'ecr:SetRepositoryPolicy',
    repository: 'my-repo',
    registry: MANAGEMENT,
    policies: MISTAKEN,
    mend: PUT_REGISTRY_POLICY,
  },
  'article-replicate-denied': {
    kind: 'replication-denied',
    principal: 'arn:aws:sts::{source_account}:assumed-role/AWSServiceRoleForECRReplication/ECRReplication',
    action: 'ecr:ReplicateImage',
    repository: 'my-repo',
    registry: MANAGEMENT,
    policies: REGISTRY_POLICY,
    mend: '"AWS": "arn:aws:iam::111111111111:root"',
  },
  'aws-token-expired': { kind: 'token-expired', action: 'ecr:GetAuthorizationToken', mend: 'aws sso login' },
  'batch-login-denied': {
    kind: 'login-denied',
    principal: 'arn:aws:sts::111111111111:assumed-role/OvertureTilesCdkStack-OvertureTilesContainer/5e1b0c3d',
    action: 'ecr:GetAuthorizationToken',
    policies: OWN,
    mend: 'aws iam put-role-policy --role-name OvertureTilesCdkStack-OvertureTilesContainer',
  },
  'buildx-immutable': {
    kind: 'tag-immutable',
    repository: 'my-repo',
    registry: DEVELOP,
    mend: 'filterType=WILDCARD,filter=1.0',
  },
  'cli-create-repository-boundary': {
    kind: 'access-denied',
    principal: 'arn:aws:iam::111111111111:user/example',
    action: 'ecr:CreateRepository',
    repository: 'project-a/nginx-web-app',
    registry: DEVELOP,
    policies: ['permissions boundary of 111111111111 (develop)'],
    mend: "aws iam get-user --user-name example --query '*.PermissionsBoundary' --profile develop",
  },
  'cli-describe-old-sentence': {
    kind: 'access-denied',
    principal: 'arn:aws:sts::111111111111:assumed-role/webserver-ecs/76e79460e97a4825bed4a06f32d2f48a',
    action: 'ecr:DescribeImages',
    repository: 'my-repo',
    registry: DEVELOP,
    policies: OWN,
    mend: '"ecr:DescribeImages"',
  },
  'cli-list-images-denied': {
    kind: 'access-denied',
    principal:
      'arn:aws:sts::111111111111:assumed-role/cloud-platform-irsa-1d5cba8b376d92aa-live/botocore-session-1692802205',
    action: 'ecr:ListImages',
    repository: 'my-repo',
    registry: DEVELOP,
    policies: OWN,
    mend: 'arn:aws:ecr:ap-northeast-1:111111111111:repository/my-repo',
  },
  'cli-login-denied': {
    kind: 'login-denied',
    principal: 'arn:aws:iam::111111111111:user/ci',
    action: 'ecr:GetAuthorizationToken',
    policies: OWN,
    mend: 'aws iam put-user-policy --user-name ci',
  },
  'cli-set-repository-policy': {
    kind: 'policy-refused',
    action: 'ecr:SetRepositoryPolicy',
    repository: 'my-repo',
    registry: MANAGEMENT,
    policies: MISTAKEN,
    mend: PUT_REGISTRY_POLICY,
  },
  'cloudtrail-create-denied': {
    kind: 'replication-denied',
    principal: REPLICATION_ROLE,
    action: 'ecr:CreateRepository',
    repository: 'new-repo',
    registry: MANAGEMENT,
    policies: REGISTRY_POLICY,
    mend: `replication:
  - from: develop
    to: [management]
    repositories: [new-repo]
    createRepositories: true
`,
  },
  'cloudtrail-lambda-controller': {
    kind: 'access-denied',
    principal: 'arn:aws:sts::111111111111:assumed-role/ack-lambda-controller-role/***',
    action: 'ecr:BatchGetImage',
    repository: 'your-repo',
    registry: CENTRAL,
    policies: BOTH,
    mend: grant('role/ack-lambda-controller-role', 'pull'),
  },
  'cloudtrail-replicate-denied': {
    kind: 'replication-denied',
    principal: REPLICATION_ROLE,
    action: 'ecr:ReplicateImage',
    repository: 'my-repo',
    registry: MANAGEMENT,
    policies: REGISTRY_POLICY,
    mend: PUT_REGISTRY_POLICY,
  },
  'codebuild-masked-region': {
    kind: 'access-denied',
    principal: 'arn:aws:iam::111111111111:user/ServerlessAccount',
    action: 'ecr:InitiateLayerUpload',
    repository: 'your-repo',
    registry: CENTRAL,
    policies: BOTH,
    mend: grant('user/ServerlessAccount', 'push'),
  },
  'codebuild-pull': {
    kind: 'forbidden',
    repository: 'your-repo',
    registry: CENTRAL,
    policies: PULLER,
    mend: 'aws ecr batch-get-image --repository-name your-repo',
  },
  'delete-deny-old-sentence': {
    kind: 'explicit-deny',
    principal: 'arn:aws:iam::999999999999:user/user1',
    action: 'ecr:DeleteRepository',
    repository: 'your-repo',
    registry: CENTRAL,
    policies: [
      'repository policy of 999999999999 (management)',
      'identity-based policy of 999999999999 (management)',
    ],
    mend: 'aws ecr get-repository-policy --repository-name your-repo --region us-west-2',
  },
  'delete-resource-deny': {
    kind: 'explicit-deny',
    principal: 'arn:aws:iam::999999999999:user/user1',
    action: 'ecr:DeleteRepository',
    repository: 'your-repo',
    registry: CENTRAL,
    policies: ['repository policy of 999999999999 (management)', ...REGISTRY_POLICY],
    mend: 'aws ecr get-registry-policy --region us-west-2',
  },
  'ecs-blob-forbidden': {
    kind: 'forbidden',
    repository: 'your-repo',
    registry: CENTRAL,
    policies: PULLER,
    mend: '--image-ids imageTag=latest --registry-id 999999999999 --region us-west-2',
  },
  'ecs-docker-hub-limit': { kind: 'too-many-requests', mend: 'Log in to Docker Hub' },
  'ecs-login-vpc-endpoint': {
    kind: 'login-denied',
    principal:
      'arn:aws:sts::111111111111:assumed-role/PLM-ECS-PLMECSTaskExecutionAndTaskRole-1I2VC5SGVU8Y1/8ff4fbc265ee40bba57f8f709c43fef3',
    action: 'ecr:GetAuthorizationToken',
    policies: ['VPC endpoint policy of 111111111111 (develop)'],
    mend: 'aws ec2 describe-vpc-endpoints',
  },
  'ecs-pull-denied-bare': {
    kind: 'pull-denied',
    repository: 'your-repo',
    registry: CENTRAL,
    policies: PULLER,
    mend: 'as the task execution role',
  },
  'ecs-pull-denied-wrapped': {
    kind: 'access-denied',
    principal: 'arn:aws:sts::111111111111:assumed-role/ecsInstanceRole/i-01a01a01a01a01a01a',
    action: 'ecr:BatchGetImage',
    repository: 'your-repo',
    registry: CENTRAL,
    policies: BOTH,
    mend: grant('role/ecsInstanceRole', 'pull'),
  },
  'ecs-timeout': {
    kind: 'unreachable',
    repository: 'your-repo',
    registry: CENTRAL,
    mend: 'aws ec2 describe-vpc-endpoints --region us-west-2',
  },
  'encoded-denial': {
    kind: 'encoded-denial',
    mend: '--encoded-message 4Ai9qvVQYCx3kKoQaOtnKpzKCvrDlzzn_8R3vhbWP-TGw5hHcV-nA1oa2OYqRJGLTVXT5ObYDbfI1VxJv6wIxIkcDra0j\n',
  },
  'kubelet-401': {
    kind: 'not-logged-in',
    repository: 'my-repo',
    registry: MANAGEMENT,
    policies: ['identity-based policy of ?'],
    mend: "as the node's role",
  },
  'kubelet-forbidden': {
    kind: 'forbidden',
    repository: 'my-repo',
    registry: MANAGEMENT,
    policies: PULLER,
    mend: '--image-ids imageTag=nginx',
  },
  'kubelet-image-not-found': {
    kind: 'image-not-found',
    repository: 'my-repo',
    registry: MANAGEMENT,
    mend: 'Push the image again to the source',
  },
  'kubelet-no-credentials': {
    kind: 'not-logged-in',
    repository: 'my-repo',
    registry: MANAGEMENT,
    policies: ['identity-based policy of ?'],
    mend: "as the node's role",
  },
  'lambda-denied': {
    kind: 'lambda-denied',
    policies: ['repository policy of ?'],
    mend: 'principals: [{ lambda: "111111111111" }]',
  },
  'pull-cache-forbidden': {
    kind: 'forbidden',
    repository: 'docker-hub/amazonlinux',
    registry: CENTRAL,
    policies: PULLER,
    mend: LOGIN('999999999999.dkr.ecr.us-west-2.amazonaws.com'),
  },
  'pull-cache-image-not-found': {
    kind: 'image-not-found',
    repository: 'ecr-public/amazonlinux/amazonlinux',
    registry: CENTRAL,
    mend: 'aws ecr list-images --repository-name ecr-public/amazonlinux/amazonlinux --registry-id 999999999999',
  },
  'pull-cache-not-found': {
    kind: 'repository-not-found',
    repository: 'ecr-public/amazonlinux/amazonlinux',
    registry: CENTRAL,
    mend: 'ecr-public/amazonlinux/amazonlinux: { registry: central }',
  },
  'pull-other-region': {
    kind: 'not-logged-in',
    repository: 'my-repo',
    registry: 'develop_us 111111111111 us-west-1',
    mend: LOGIN('111111111111.dkr.ecr.us-west-1.amazonaws.com'),
  },
  'pull-rcp-deny': {
    kind: 'explicit-deny',
    principal: 'arn:aws:sts::111111111111:assumed-role/ci/build',
    action: 'ecr:BatchGetImage',
    repository: 'your-repo',
    registry: CENTRAL,
    policies: ['resource control policy of 777788889999'],
    mend: 'aws organizations describe-policy --policy-id p-examplepolicyid456',
  },
  'pulumi-registry-policy': {
    kind: 'policy-refused',
    registry: MANAGEMENT,
    policies: REGISTRY_POLICY,
    mend: 'aws ecr get-account-setting --name REGISTRY_POLICY_SCOPE --region ap-northeast-1 --profile management',
  },
  'push-boundary-deny': {
    kind: 'explicit-deny',
    principal: 'arn:aws:iam::111111111111:user/release',
    action: 'ecr:PutImage',
    repository: 'your-repo',
    registry: CENTRAL,
    policies: ['permissions boundary of 111111111111 (develop)'],
    mend: 'aws iam get-policy-version --policy-arn arn:aws:iam::111111111111:policy/DeveloperPermissionBoundary',
  },
  'push-identity-deny': {
    kind: 'explicit-deny',
    principal: 'arn:aws:iam::111111111111:user/release',
    action: 'ecr:PutImage',
    repository: 'your-repo',
    registry: CENTRAL,
    policies: OWN,
    mend: 'aws iam get-policy-version --policy-arn arn:aws:iam::111111111111:policy/HRAccessPolicy',
  },
  'push-immutable': { kind: 'tag-immutable', repository: 'my-repo', mend: 'filter=latest' },
  'push-no-credentials': {
    kind: 'not-logged-in',
    repository: 'your-repo',
    registry: CENTRAL,
    mend: LOGIN('999999999999.dkr.ecr.us-west-2.amazonaws.com'),
  },
  'push-rate-exceeded': { kind: 'too-many-requests', mend: 'aws service-quotas' },
  'push-repository-not-found': {
    kind: 'repository-not-found',
    repository: 'your-repo',
    registry: CENTRAL,
    mend: 'npx cdktf deploy',
  },
  'push-scp-deny': {
    kind: 'explicit-deny',
    principal: 'arn:aws:sts::111111111111:assumed-role/ci/build',
    action: 'ecr:PutImage',
    repository: 'your-repo',
    registry: CENTRAL,
    policies: ['service control policy of 777788889999'],
    mend: 'aws organizations describe-policy --policy-id p-examplepolicyid123',
  },
  'push-session-deny': {
    kind: 'explicit-deny',
    principal: 'arn:aws:sts::111111111111:assumed-role/ci/build',
    action: 'ecr:PutImage',
    repository: 'your-repo',
    registry: CENTRAL,
    policies: ['session policy of 111111111111 (develop)'],
    mend: 'Look where role ci is assumed',
  },
  'push-vpc-endpoint-deny': {
    kind: 'explicit-deny',
    principal: 'arn:aws:sts::111111111111:assumed-role/ROLE_NAME/i-0123456789abcdef0',
    action: 'ecr:PutImage',
    repository: 'your-repo',
    registry: CENTRAL,
    policies: ['VPC endpoint policy of 111111111111 (develop)'],
    mend: 'aws ec2 describe-vpc-endpoints --region us-west-2',
  },
  'replication-status': {
    kind: 'replication-failed',
    repository: 'my-repo',
    registry: MANAGEMENT,
    policies: REGISTRY_POLICY,
    mend: PUT_REGISTRY_POLICY,
  },
  'replication-to-itself': {
    kind: 'replication-to-itself',
    action: 'ecr:PutReplicationConfiguration',
    mend: 'Remove the own account and Region from the destinations',
  },
  'terraform-account-not-allowed': {
    kind: 'account-not-allowed',
    registry: DEVELOP,
    mend: 'aws sts get-caller-identity --profile develop',
  },
  'terraform-exists': {
    kind: 'repository-exists',
    action: 'ecr:CreateRepository',
    repository: 'my-repo',
    registry: '? 111111111111 ?',
    mend: 'terraform import aws_ecr_repository.REGISTRY-REPOSITORY my-repo',
  },
  'terraform-first-apply': {
    kind: 'registry-policy-not-found',
    registry: MANAGEMENT,
    policies: REGISTRY_POLICY,
    mend: 'aws ecr get-registry-policy --region ap-northeast-1 --profile management',
  },
  'terraform-not-empty': {
    kind: 'repository-not-empty',
    action: 'ecr:DeleteRepository',
    repository: 'my-repo',
    registry: '? 111111111111 ?',
    mend: 'forceDelete: true',
  },
  'terraform-principal-not-found': {
    kind: 'policy-refused',
    action: 'ecr:SetRepositoryPolicy',
    repository: 'my-repo',
    registry: MANAGEMENT,
    policies: ['repository policy of 999999999999 (management)'],
    mend: 'viaAccountRoot: true',
  },
  'terraform-registry-policy': {
    kind: 'policy-refused',
    action: 'ecr:PutRegistryPolicy',
    registry: MANAGEMENT,
    policies: REGISTRY_POLICY,
    mend: PUT_REGISTRY_POLICY,
  },
  'token-expired': {
    kind: 'token-expired',
    mend: LOGIN('111111111111.dkr.ecr.us-west-1.amazonaws.com'),
  },
  'upstream-secret': {
    kind: 'upstream-failed',
    action: 'ecr:BatchGetImage',
    policies: ['identity-based policy of ?'],
    mend: 'aws ecr validate-pull-through-cache-rule',
  },
};

test('every message is expected to be something, and has a source', () => {
  expect(Object.keys(EXPECTED).sort()).toEqual([...MESSAGES].sort());
  const sources = readFileSync('__tests__/fixtures/messages/sources.md', 'utf8');
  for (const name of MESSAGES) expect(sources).toContain(`| \`${name}.txt\` |`);
});

test.each(Object.entries(EXPECTED))('%s', (name, { mend, ...expected }) => {
  const diagnosis = diagnosed(message(name), DECLARATION);
  const { principal, action, repository, registry } = diagnosis.found;
  const where = [registry.name, registry.accountId, registry.region].map((each) => each ?? '?').join(' ');
  expect({
    kind: diagnosis.kind,
    principal,
    action,
    repository,
    registry: where === '? ? ?' ? undefined : where,
    policies: policiesOf(diagnosis),
  }).toEqual({
    principal: undefined,
    action: undefined,
    repository: undefined,
    registry: undefined,
    policies: [],
    ...expected,
  });
  expect(mendOf(diagnosis)).toContain(mend);
});

test.each(MESSAGES)('%s is understood without a topology, and names nothing of one', (name) => {
  const diagnosis = diagnosed(message(name), undefined);
  expect(diagnosis.found.registry.name).toBeUndefined();
  expect(diagnosis.steps).not.toEqual([]);
  expect(JSON.stringify(diagnosis)).not.toMatch(/undefined|\[object/);
});

test.each([
  ['nothing', ''],
  ['a word', 'error'],
  ['S3', 'User: arn:aws:iam::111111111111:user/ci is not authorized to perform: s3:GetObject on resource: x'],
  [
    'ECR Public',
    'User: arn:aws:iam::111111111111:user/ci is not authorized to perform: ecr-public:GetAuthorizationToken on resource: * because no identity-based policy allows the ecr-public:GetAuthorizationToken action',
  ],
  [
    'another registry',
    'Error response from daemon: pull access denied for app, repository does not exist or may require docker login',
  ],
  [
    'a login at another registry',
    'Head "https://ghcr.io/v2/acme/app/manifests/1": no basic auth credentials',
  ],
  ['another throttle', 'ThrottlingException: Rate exceeded (Service: Lambda)'],
  [
    'other expired credentials',
    'An error occurred (ExpiredToken) when calling the ListBuckets operation: The provided token has expired.',
  ],
  ['a timeout elsewhere', 'dial tcp 10.0.0.1:5432: i/o timeout'],
  [
    'another record of CloudTrail',
    '{"eventSource":"s3.amazonaws.com","errorCode":"AccessDenied","errorMessage":"Access Denied"}',
  ],
])('%s is not recognised', (_, text) => {
  expect(recognise(text)).toBeUndefined();
});
