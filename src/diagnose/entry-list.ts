import { ENTRIES as ACCESS_DENIED } from './entries/access-denied';
import { ENTRIES as ASSUME_ROLE } from './entries/assume-role';
import { ENTRIES as CDK } from './entries/cdk';
import { ENTRIES as CLIENT_SETUP } from './entries/client-setup';
import { ENTRIES as CREDENTIALS } from './entries/credentials';
import { ENTRIES as ECR_PUBLIC } from './entries/ecr-public';
import { ENTRIES as ENCODED_DENIAL } from './entries/encoded-denial';
import { ENTRIES as FALLBACK } from './entries/fallback';
import { ENTRIES as FIXED_ANSWERS } from './entries/fixed-answers';
import { ENTRIES as FIXED_SETUP } from './entries/fixed-setup';
import { ENTRIES as IAM } from './entries/iam';
import { ENTRIES as IMPORT } from './entries/import';
import { ENTRIES as KMS_KEY } from './entries/kms-key';
import { ENTRIES as LIFECYCLE_POLICY } from './entries/lifecycle-policy';
import { ENTRIES as LOGIN } from './entries/login';
import { ENTRIES as MANIFEST } from './entries/manifest';
import { ENTRIES as NETWORK } from './entries/network';
import { ENTRIES as POLICY } from './entries/policy';
import { ENTRIES as PUSH } from './entries/push';
import { ENTRIES as QUOTA } from './entries/quota';
import { ENTRIES as REGISTRY_ACTION } from './entries/registry-action';
import { ENTRIES as REGISTRY_REFUSALS } from './entries/registry-refusals';
import { ENTRIES as REPLICATION } from './entries/replication';
import { ENTRIES as REPOSITORY } from './entries/repository';
import { ENTRIES as SERVICE_LINKED_ROLE } from './entries/service-linked-role';
import { ENTRIES as SERVICES } from './entries/services';
import { LEVELS, type Entry, type FamilyEntries } from './model/entry';

/**
 * The files of `entries/`. Their order decides between entries of one level: the lists of a level are concatenated in it.
 */
const FAMILIES: readonly FamilyEntries[] = [
  POLICY,
  LIFECYCLE_POLICY,
  REPLICATION,
  CDK,
  QUOTA,
  REGISTRY_ACTION,
  ACCESS_DENIED,
  SERVICE_LINKED_ROLE,
  IAM,
  ASSUME_ROLE,
  KMS_KEY,
  ENCODED_DENIAL,
  MANIFEST,
  LOGIN,
  REGISTRY_REFUSALS,
  PUSH,
  FIXED_SETUP,
  FIXED_ANSWERS,
  ECR_PUBLIC,
  CLIENT_SETUP,
  REPOSITORY,
  IMPORT,
  FALLBACK,
  CREDENTIALS,
  SERVICES,
  NETWORK,
];

/** All entries, the most specific first. */
export const ENTRIES: readonly Entry[] = LEVELS.flatMap((level) =>
  FAMILIES.flatMap((entries) => entries[level] ?? []),
);
