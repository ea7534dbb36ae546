/** Expected facts, policies to change in order, and a part of the steps. */
export interface Expected {
  readonly kind: string;
  readonly principal?: string;
  readonly action?: string;
  readonly repository?: string;
  /** Name, account and Region. */
  readonly registry?: string;
  readonly policies?: readonly string[];
  readonly fix: string;
}

export const CENTRAL = 'central 999999999999 us-west-2';
export const MANAGEMENT = 'management 999999999999 ap-northeast-1';
export const DEVELOP = 'develop 111111111111 ap-northeast-1';
export const REPLICATION_ROLE =
  'arn:aws:sts::111111111111:assumed-role/AWSServiceRoleForECRReplication/ECRReplication';
export const BOTH_POLICIES = [
  'repository policy of 999999999999 (management)',
  'identity-based policy of 111111111111 (develop)',
];
export const REGISTRY_POLICY = ['registry policy of 999999999999 (management)'];
export const REGISTRY_AND_REPOSITORY_POLICIES = [
  ...REGISTRY_POLICY,
  'repository policy of 999999999999 (management)',
];
export const PULLER_POLICIES = [
  'repository policy of 999999999999 (management)',
  'identity-based policy of ?',
];
export const CALLER_POLICY = ['identity-based policy of 111111111111 (develop)'];

export const grant = (role: string, operation: string) => `access:
  - allow: ${operation}
    repositories: [your-repo]
    registries: [central]
    principals: [arn:aws:iam::111111111111:${role}]
`;
export const PUT_REGISTRY_POLICY = 'aws ecr put-registry-policy --region ap-northeast-1';
export const LOGIN = (host: string) => `docker login --username AWS --password-stdin ${host}\n`;

export const DEPLOYER = 'arn:aws:sts::111111111111:assumed-role/terraform/aws-go-sdk-1692802205';
