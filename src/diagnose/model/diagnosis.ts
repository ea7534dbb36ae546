import type { Client } from '../parse/client';
import type { PolicyType } from '../parse/facts';

/** The explanation of a message, and the steps that fix it. `--format json` prints it as it is. */
export interface Diagnosis {
  /** ID of the entry, as in docs/reference/messages.md. */
  readonly kind: string;
  /** What happened, in one sentence. */
  readonly summary: string;
  /** Names in the message, completed from the topology. */
  readonly found: FoundFacts;
  readonly cause: string;
  /** Policies to check, the most likely first. Empty if no policy is the cause. */
  readonly policies: readonly PolicyToChange[];
  /** Steps in the order in which to do them. */
  readonly steps: readonly Step[];
  readonly certainty: Certainty;
  /** URL of the documentation. */
  readonly page: string;
}

interface FoundFacts {
  readonly principal: string | undefined;
  readonly action: string | undefined;
  readonly repository: string | undefined;
  readonly tag: string | undefined;
  readonly registry: FoundRegistry;
  readonly client: Client | undefined;
}

/** Undefined properties are in neither the message nor the topology. */
export interface FoundRegistry {
  readonly accountId: string | undefined;
  readonly region: string | undefined;
  /** Name in `registries`. */
  readonly name: string | undefined;
  /** Name in `accounts`. */
  readonly accountName: string | undefined;
}

/** Policy types as AWS names them. Repository policy and registry policy replace AWS's resource-based policy. */
export type PolicyLayer =
  | Exclude<PolicyType, 'resource-based policy'>
  | 'repository policy'
  | 'registry policy'
  | 'trust policy'
  | 'key policy';

export interface PolicyToChange {
  readonly layer: PolicyLayer;
  /** Account of the policy, or undefined if unknown. */
  readonly accountId: string | undefined;
  readonly accountName: string | undefined;
  /** What the policy is attached to: `repository your-repo in registry central`, `role ci`. */
  readonly of: string;
  /** What is missing in the policy, or what to check. */
  readonly lacks: string;
}

export interface Step {
  readonly text: string;
  readonly code?: Code;
  /** Set if the topology writes the same: the step is for users who do not deploy the topology. */
  readonly byHand?: true;
}

export interface Code {
  readonly language: 'dockerfile' | 'hcl' | 'json' | 'sh' | 'yaml';
  readonly text: string;
  /** File name to save the code as, if a later command reads it. */
  readonly file?: string;
}

/**
 * `certain`: message and topology leave one cause. `likely`: the usual cause, or the message does not name everything.
 * `open`: several causes print this message.
 */
export interface Certainty {
  readonly level: 'certain' | 'likely' | 'open';
  readonly because: string;
}

const ECR = 'https://docs.aws.amazon.com/AmazonECR/latest/userguide';
const IAM = 'https://docs.aws.amazon.com/IAM/latest/UserGuide';

/** Documentation pages that diagnoses link to. */
export const PAGES = {
  accessDenied: `${IAM}/troubleshoot_access-denied.html`,
  assumeRole: `${IAM}/troubleshoot_roles.html`,
  allowedAccountIds:
    'https://registry.terraform.io/providers/hashicorp/aws/latest/docs#allowed_account_ids-1',
  archive: `${ECR}/archive_restore_image.html`,
  buildCache: 'https://docs.docker.com/build/cache/backends/registry/',
  cdkBootstrap: 'https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping-env.html',
  credentials: 'https://docs.aws.amazon.com/cli/latest/userguide/cli-chap-troubleshooting.html',
  credentialHelper: 'https://github.com/awslabs/amazon-ecr-credential-helper',
  crossAccount: 'https://repost.aws/knowledge-center/secondary-account-access-ecr',
  decode: 'https://docs.aws.amazon.com/STS/latest/APIReference/API_DecodeAuthorizationMessage.html',
  deleteRepository: `${ECR}/repository-delete.html`,
  docker: `${ECR}/common-errors-docker.html`,
  encryption: `${ECR}/encryption-at-rest.html`,
  endpoints: 'https://docs.aws.amazon.com/general/latest/gr/ecr.html',
  errors: `${ECR}/common-errors.html`,
  helm: `${ECR}/push-oci-artifact.html`,
  iamPermissions: `${IAM}/access_permissions-required.html`,
  iamQuotas: `${IAM}/reference_iam-quotas.html`,
  identity: `${ECR}/image-push-iam.html`,
  import: 'https://developer.hashicorp.com/terraform/language/import',
  lambda: 'https://docs.aws.amazon.com/lambda/latest/dg/images-create.html#gettingstarted-images-permissions',
  lifecyclePolicy: `${ECR}/lifecycle_policy_parameters.html`,
  permissionSets: 'https://docs.aws.amazon.com/singlesignon/latest/userguide/referencingpermissionsets.html',
  protectedRoles: `${IAM}/id_roles.html`,
  publicAuth: 'https://docs.aws.amazon.com/AmazonECR/latest/public/public-registry-auth.html',
  publicEndpoints: 'https://docs.aws.amazon.com/general/latest/gr/ecr-public.html',
  pullThroughCache: `${ECR}/error-pullthroughcache.html`,
  quotas: `${ECR}/service-quotas.html`,
  registryAuth: `${ECR}/registry_auth.html`,
  registryPolicy: `${ECR}/registry-permissions-examples.html`,
  replication: `${ECR}/replication.html`,
  replicationPolicy: `${ECR}/registry-permissions-create-replication.html`,
  repositories: `${ECR}/repository-create.html`,
  repositoryPolicy: `${ECR}/repository-policy-examples.html`,
  scanning: `${ECR}/image-scanning.html`,
  serviceLinkedRoles: `${ECR}/using-service-linked-roles.html`,
  tagMutability: `${ECR}/image-tag-mutability.html`,
  vpcEndpoints: `${ECR}/vpc-endpoints.html`,
} as const;
