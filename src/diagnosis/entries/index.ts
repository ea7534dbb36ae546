import type { Entry } from '../entry';
import { CREDENTIALS_REFUSED, LOGIN_NOT_STORED, LOGIN_REFUSED, NO_PASSWORD } from './credentials';
import { ACCESS_DENIED, EXPLICIT_DENY, LOGIN_DENIED, REPLICATION_DENIED } from './denial';
import { ASSUME_ROLE_DENIED, IAM_DENIED, IAM_REFUSED } from './iam';
import { IMPORT_NOT_FOUND, REPOSITORY_EXISTS } from './import';
import { KEY_DENIED } from './key';
import { ACCOUNT_NOT_ALLOWED, ENCODED_DENIAL, TOO_MANY_REQUESTS, UNREACHABLE } from './limits';
import { FORBIDDEN, LAMBDA_DENIED, NOT_LOGGED_IN, PULL_DENIED, TOKEN_EXPIRED } from './login';
import { POLICY_REFUSED, REGISTRY_POLICY_NOT_FOUND, REPOSITORY_POLICY_NOT_FOUND } from './policy';
import { REPLICATION_FAILED, REPLICATION_TO_ITSELF } from './replication';
import {
  IMAGE_NOT_FOUND,
  REPOSITORY_NOT_EMPTY,
  REPOSITORY_NOT_FOUND,
  TAG_IMMUTABLE,
  UPSTREAM_FAILED,
} from './repository';

/**
 * Every family of messages, the most specific first. Clients wrap one message into another (ECS's around Docker's around
 * AWS's own), and the innermost is the most precise: AWS's sentence, then the names of ECR's exceptions, then Docker's
 * guesses. To add a family, write its entry in a file of this folder, and list it here.
 */
export const ENTRIES: readonly Entry[] = [
  EXPLICIT_DENY,
  LOGIN_DENIED,
  REPLICATION_DENIED,
  ACCESS_DENIED,
  IAM_DENIED,
  IAM_REFUSED,
  ASSUME_ROLE_DENIED,
  KEY_DENIED,
  ENCODED_DENIAL,
  POLICY_REFUSED,
  REPLICATION_TO_ITSELF,
  REPLICATION_FAILED,
  TAG_IMMUTABLE,
  REPOSITORY_NOT_EMPTY,
  REPOSITORY_EXISTS,
  IMPORT_NOT_FOUND,
  REGISTRY_POLICY_NOT_FOUND,
  REPOSITORY_POLICY_NOT_FOUND,
  REPOSITORY_NOT_FOUND,
  UPSTREAM_FAILED,
  TOO_MANY_REQUESTS,
  TOKEN_EXPIRED,
  CREDENTIALS_REFUSED,
  LOGIN_REFUSED,
  LOGIN_NOT_STORED,
  ACCOUNT_NOT_ALLOWED,
  LAMBDA_DENIED,
  NOT_LOGGED_IN,
  IMAGE_NOT_FOUND,
  FORBIDDEN,
  UNREACHABLE,
  PULL_DENIED,
  // It follows any message of the command before it.
  NO_PASSWORD,
];
