import { ACCESS_DENIED, EXPLICIT_DENY, LOGIN_DENIED, REPLICATION_DENIED } from './entries/access-denied';
import { ASSUME_ROLE_DENIED } from './entries/assume-role';
import { CDK_NOT_BOOTSTRAPPED, CDK_REPOSITORY_DENIED } from './entries/cdk';
import {
  AWS_CLI_TOO_OLD,
  CERTIFICATE_REFUSED,
  CREDENTIAL_HELPER_FAILED,
  CREDENTIAL_HELPER_MISSING,
  GET_LOGIN_REMOVED,
  IMAGE_NAME_INVALID,
  IMAGE_NOT_LOCAL,
} from './entries/client-setup';
import {
  ACCOUNT_NOT_ALLOWED,
  CREDENTIALS_REFUSED,
  LOGIN_NOT_STORED,
  LOGIN_REFUSED,
  NO_PASSWORD,
} from './entries/credentials';
import { PUBLIC_REGISTRY } from './entries/ecr-public';
import { ENCODED_DENIAL } from './entries/encoded-denial';
import { BARE_STATUS, NAMED_EXCEPTION, REGISTRY_AUTH_FAILED } from './entries/fallback';
import { ANSWER_ENTRIES, NOT_AWS, SERVER_ERROR } from './entries/fixed-answers';
import { SETUP_ENTRIES } from './entries/fixed-setup';
import { IAM_DENIED, IAM_REFUSED } from './entries/iam';
import { IMPORT_NOT_FOUND, REPOSITORY_EXISTS } from './entries/import';
import { KEY_DENIED } from './entries/kms-key';
import { LIFECYCLE_POLICY_NOT_FOUND, LIFECYCLE_POLICY_REFUSED } from './entries/lifecycle-policy';
import { MANIFEST_REFUSED, PLATFORM_MISMATCH, REFERENCED_IMAGES_NOT_FOUND } from './entries/manifest';
import { LAYERS_UNREACHABLE, UNREACHABLE } from './entries/network';
import { POLICY_REFUSED, REGISTRY_POLICY_NOT_FOUND, REPOSITORY_POLICY_NOT_FOUND } from './entries/policy';
import { UPLOAD_CLOSED } from './entries/push';
import { QUOTA_EXCEEDED, TOO_MANY_REQUESTS } from './entries/quota';
import { REGISTRY_ACTION_DENIED } from './entries/registry-action';
import { FORBIDDEN, NOT_LOGGED_IN, PULL_DENIED, TOKEN_EXPIRED } from './entries/registry-refusals';
import { REPLICATION_FAILED, REPLICATION_TO_ITSELF } from './entries/replication';
import {
  IMAGE_NOT_FOUND,
  REPOSITORY_NOT_EMPTY,
  REPOSITORY_NOT_FOUND,
  TAG_IMMUTABLE,
  UPSTREAM_FAILED,
} from './entries/repository';
import { SERVICE_LINKED_ROLE_DENIED } from './entries/service-linked-role';
import {
  APP_RUNNER_DENIED,
  LAMBDA_DENIED,
  LAMBDA_IMAGE_NOT_FOUND,
  LAMBDA_IMAGE_UNSUPPORTED,
  SAGEMAKER_DENIED,
} from './entries/services';
import type { Entry } from './model/entry';

/**
 * All entries, the most specific first. Clients wrap messages (ECS wraps Docker, Docker wraps AWS), and the innermost
 * message is the most precise: AWS's access denied message, then ECR exceptions, then messages of clients. To add an
 * entry, write it in a file of `entries/` and list it here.
 */
export const ENTRIES: readonly Entry[] = [
  // Access denied messages of AWS
  EXPLICIT_DENY,
  LOGIN_DENIED,
  REPLICATION_DENIED,
  CDK_REPOSITORY_DENIED,
  REGISTRY_ACTION_DENIED,
  ACCESS_DENIED,
  SERVICE_LINKED_ROLE_DENIED,
  IAM_DENIED,
  IAM_REFUSED,
  ASSUME_ROLE_DENIED,
  KEY_DENIED,
  ENCODED_DENIAL,

  NOT_AWS,

  // ECR Public, before entries with messages that private registries print too
  PUBLIC_REGISTRY,

  // ECR exceptions, by name or text
  POLICY_REFUSED,
  LIFECYCLE_POLICY_REFUSED,
  REPLICATION_TO_ITSELF,
  REPLICATION_FAILED,
  TAG_IMMUTABLE,
  REPOSITORY_NOT_EMPTY,
  REPOSITORY_EXISTS,
  IMPORT_NOT_FOUND,
  REGISTRY_POLICY_NOT_FOUND,
  REPOSITORY_POLICY_NOT_FOUND,
  LIFECYCLE_POLICY_NOT_FOUND,
  CDK_NOT_BOOTSTRAPPED,
  QUOTA_EXCEEDED,
  REPOSITORY_NOT_FOUND,
  REFERENCED_IMAGES_NOT_FOUND,
  ...SETUP_ENTRIES,
  ...ANSWER_ENTRIES,
  UPSTREAM_FAILED,
  TOO_MANY_REQUESTS,
  TOKEN_EXPIRED,

  // Messages of programs and services
  CREDENTIALS_REFUSED,
  AWS_CLI_TOO_OLD,
  GET_LOGIN_REMOVED,
  CREDENTIAL_HELPER_MISSING,
  LOGIN_REFUSED,
  LOGIN_NOT_STORED,
  ACCOUNT_NOT_ALLOWED,
  LAMBDA_DENIED,
  LAMBDA_IMAGE_NOT_FOUND,
  LAMBDA_IMAGE_UNSUPPORTED,
  SAGEMAKER_DENIED,
  APP_RUNNER_DENIED,
  LAYERS_UNREACHABLE,
  MANIFEST_REFUSED,
  PLATFORM_MISMATCH,
  IMAGE_NAME_INVALID,
  CERTIFICATE_REFUSED,
  NOT_LOGGED_IN,
  IMAGE_NOT_LOCAL,
  IMAGE_NOT_FOUND,
  FORBIDDEN,
  UPLOAD_CLOSED,
  SERVER_ERROR,
  UNREACHABLE,
  PULL_DENIED,
  CREDENTIAL_HELPER_FAILED,

  // Other responses of ECR
  REGISTRY_AUTH_FAILED,
  BARE_STATUS,
  NAMED_EXCEPTION,

  // Last, because it follows a message of the command before the pipe.
  NO_PASSWORD,
];
