const ECR = 'https://docs.aws.amazon.com/AmazonECR/latest/userguide';
const IAM = 'https://docs.aws.amazon.com/IAM/latest/UserGuide';

/** The pages that say more, one a matter. */
export const PAGES = {
  accessDenied: `${IAM}/troubleshoot_access-denied.html`,
  assumeRole: `${IAM}/troubleshoot_roles.html`,
  allowedAccountIds:
    'https://registry.terraform.io/providers/hashicorp/aws/latest/docs#allowed_account_ids-1',
  credentials: 'https://docs.aws.amazon.com/cli/latest/userguide/cli-chap-troubleshooting.html',
  credentialHelper: 'https://github.com/awslabs/amazon-ecr-credential-helper',
  crossAccount: 'https://repost.aws/knowledge-center/secondary-account-access-ecr',
  decode: 'https://docs.aws.amazon.com/STS/latest/APIReference/API_DecodeAuthorizationMessage.html',
  deleteRepository: `${ECR}/repository-delete.html`,
  docker: `${ECR}/common-errors-docker.html`,
  encryption: `${ECR}/encryption-at-rest.html`,
  endpoints: 'https://docs.aws.amazon.com/general/latest/gr/ecr.html',
  errors: `${ECR}/common-errors.html`,
  iamPermissions: `${IAM}/access_permissions-required.html`,
  iamQuotas: `${IAM}/reference_iam-quotas.html`,
  identity: `${ECR}/image-push-iam.html`,
  import: 'https://developer.hashicorp.com/terraform/language/import',
  lambda: 'https://docs.aws.amazon.com/lambda/latest/dg/images-create.html#gettingstarted-images-permissions',
  permissionSets: 'https://docs.aws.amazon.com/singlesignon/latest/userguide/referencingpermissionsets.html',
  protectedRoles: `${IAM}/id_roles.html`,
  pullThroughCache: `${ECR}/error-pullthroughcache.html`,
  registryAuth: `${ECR}/registry_auth.html`,
  registryPolicy: `${ECR}/registry-permissions-examples.html`,
  replication: `${ECR}/replication.html`,
  replicationPolicy: `${ECR}/registry-permissions-create-replication.html`,
  repositories: `${ECR}/repository-create.html`,
  repositoryPolicy: `${ECR}/repository-policy-examples.html`,
  tagMutability: `${ECR}/image-tag-mutability.html`,
  vpcEndpoints: `${ECR}/vpc-endpoints.html`,
} as const;
