import type { Entry } from '../entry';
import { ACCOUNT_NOT_ALLOWED } from './account-not-allowed';
import { ASSUME_ROLE_DENIED } from './assume-role';
import { CDK_NOT_BOOTSTRAPPED, CDK_REPOSITORY_DENIED } from './cdk';
import {
  AWS_CLI_TOO_OLD,
  CERTIFICATE_REFUSED,
  CREDENTIAL_HELPER_FAILED,
  CREDENTIAL_HELPER_MISSING,
  GET_LOGIN_REMOVED,
  IMAGE_NAME_INVALID,
  IMAGE_NOT_LOCAL,
} from './client-setup';
import { CREDENTIALS_REFUSED, LOGIN_NOT_STORED, LOGIN_REFUSED, NO_PASSWORD } from './credentials';
import { ACCESS_DENIED, EXPLICIT_DENY, LOGIN_DENIED, REPLICATION_DENIED } from './denial';
import { ENCODED_DENIAL } from './encoded-denial';
import { BARE_STATUS, NAMED_EXCEPTION, REGISTRY_AUTH_FAILED } from './fallback';
import { ANSWER_ENTRIES, NOT_AWS, SERVER_ERROR } from './fixed-answers';
import { SETUP_ENTRIES } from './fixed-setup';
import { IAM_DENIED, IAM_REFUSED } from './iam';
import { IMPORT_NOT_FOUND, REPOSITORY_EXISTS } from './import';
import { KEY_DENIED } from './key';
import { LAMBDA_DENIED, LAMBDA_IMAGE_NOT_FOUND, LAMBDA_IMAGE_UNSUPPORTED } from './lambda';
import { LAYERS_UNREACHABLE } from './layers';
import { LIFECYCLE_POLICY_NOT_FOUND, LIFECYCLE_POLICY_REFUSED } from './lifecycle';
import { FORBIDDEN, NOT_LOGGED_IN, PULL_DENIED, TOKEN_EXPIRED } from './login';
import { MANIFEST_REFUSED, PLATFORM_MISMATCH, REFERENCED_IMAGES_NOT_FOUND } from './manifest';
import { UNREACHABLE } from './network';
import { POLICY_REFUSED, REGISTRY_POLICY_NOT_FOUND, REPOSITORY_POLICY_NOT_FOUND } from './policy';
import { PUBLIC_REGISTRY } from './public';
import { UPLOAD_CLOSED } from './push';
import { QUOTA_EXCEEDED } from './quota';
import { TOO_MANY_REQUESTS } from './rate-limit';
import { REGISTRY_ACTION_DENIED } from './registry-action';
import { REPLICATION_FAILED, REPLICATION_TO_ITSELF } from './replication';
import {
  IMAGE_NOT_FOUND,
  REPOSITORY_NOT_EMPTY,
  REPOSITORY_NOT_FOUND,
  TAG_IMMUTABLE,
  UPSTREAM_FAILED,
} from './repository';
import { SERVICE_LINKED_ROLE_DENIED } from './service-linked-role';
import { APP_RUNNER_DENIED, SAGEMAKER_DENIED } from './services';

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
