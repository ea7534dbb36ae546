import { factsIn } from './facts';
import type { Facts, Message } from './message';
import { readPaste } from './paste';
import {
  recogniseCredentialsRefused,
  recogniseLoginNotStored,
  recogniseLoginRefused,
  recogniseNoPassword,
} from './recognisers/credentials';
import { recogniseDenial } from './recognisers/denial';
import { recogniseAssumeRoleDenied, recogniseIamDenied, recogniseIamRefused } from './recognisers/iam';
import { recogniseImportNotFound } from './recognisers/import';
import { recogniseKeyDenied } from './recognisers/key';
import {
  recogniseAccountNotAllowed,
  recogniseEncodedDenial,
  recogniseTooManyRequests,
  recogniseUnreachable,
} from './recognisers/limits';
import {
  recogniseExpired,
  recogniseForbidden,
  recogniseLambdaDenied,
  recogniseNotLoggedIn,
  recognisePullDenied,
} from './recognisers/login';
import { recognisePolicyNotFound, recognisePolicyRefused } from './recognisers/policy';
import {
  recogniseReplicationFailed,
  recogniseReplicationRecord,
  recogniseReplicationToItself,
} from './recognisers/replication';
import {
  recogniseImageNotFound,
  recogniseRepositoryExists,
  recogniseRepositoryNotEmpty,
  recogniseRepositoryNotFound,
  recogniseTagImmutable,
  recogniseUpstreamFailed,
} from './recognisers/repository';

/** Says what a text tells, or undefined where it tells nothing of its kind. Linear in the length of the text. */
type Recogniser = (text: string, facts: Facts) => Message | undefined;

/**
 * The most specific first. Clients wrap one message into another (ECS's around Docker's around AWS's own), and what
 * stands innermost says most: AWS's sentence, then the names of ECR's exceptions, then Docker's guesses.
 */
const RECOGNISERS: readonly Recogniser[] = [
  recogniseDenial,
  recogniseIamDenied,
  recogniseIamRefused,
  recogniseAssumeRoleDenied,
  recogniseKeyDenied,
  recogniseEncodedDenial,
  recognisePolicyRefused,
  recogniseReplicationToItself,
  recogniseReplicationFailed,
  recogniseReplicationRecord,
  recogniseTagImmutable,
  recogniseRepositoryNotEmpty,
  recogniseRepositoryExists,
  recogniseImportNotFound,
  recognisePolicyNotFound,
  recogniseRepositoryNotFound,
  recogniseUpstreamFailed,
  recogniseTooManyRequests,
  recogniseExpired,
  recogniseCredentialsRefused,
  recogniseLoginRefused,
  recogniseLoginNotStored,
  recogniseAccountNotAllowed,
  recogniseLambdaDenied,
  recogniseNotLoggedIn,
  recogniseImageNotFound,
  recogniseForbidden,
  recogniseUnreachable,
  recognisePullDenied,
  // It follows whatever failed before it.
  recogniseNoPassword,
];

/** The error message in what somebody pasted, or undefined where there is none that is known. Never throws. */
export function recognise(pasted: string): Message | undefined {
  const text = readPaste(pasted);
  const facts = factsIn(text);
  for (const each of RECOGNISERS) {
    const message = each(text, facts);
    if (message !== undefined) return message;
  }
  return undefined;
}

/** What is looked for, in words, for whoever pasted something else. */
export const RECOGNISED: readonly string[] = [
  "AWS's sentence about a denied request, with an action of ECR: '… is not authorized to perform: ecr:…'",
  'policies that ECR or IAM refuses or does not find, and roles, users and principals that do not exist or cannot be changed',
  "what whoever deploys may not do: iam:PutRolePolicy and the like, sts:AssumeRole, a key of KMS, Terraform's 'AWS account ID not allowed'",
  "credentials of AWS that are missing, wrong or expired, and what 'docker login' refuses or cannot store",
  "what Docker, ECS, EKS, CodeBuild and Lambda say when they may not pull or push: 'no basic auth credentials', 403, 'pull access denied', expired tokens",
  'repositories, images and tags that are missing, taken, immutable or not empty, and what Terraform cannot import',
  'failures of replication, of pull through caches, of limits and of the network',
  'encoded authorization messages, records of CloudTrail',
];
