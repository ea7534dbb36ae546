const ECR = 'https://docs.aws.amazon.com/AmazonECR/latest/userguide';
const IAM = 'https://docs.aws.amazon.com/IAM/latest/UserGuide';

/** The pages that say more, one a matter. */
export const PAGES = {
  accessDenied: `${IAM}/troubleshoot_access-denied.html`,
  allowedAccountIds:
    'https://registry.terraform.io/providers/hashicorp/aws/latest/docs#allowed_account_ids-1',
  crossAccount: 'https://repost.aws/knowledge-center/secondary-account-access-ecr',
  decode: 'https://docs.aws.amazon.com/STS/latest/APIReference/API_DecodeAuthorizationMessage.html',
  deleteRepository: `${ECR}/repository-delete.html`,
  docker: `${ECR}/common-errors-docker.html`,
  errors: `${ECR}/common-errors.html`,
  identity: `${ECR}/image-push-iam.html`,
  import: 'https://developer.hashicorp.com/terraform/language/import',
  lambda: 'https://docs.aws.amazon.com/lambda/latest/dg/images-create.html#gettingstarted-images-permissions',
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
