import { callerOf } from './caller';
import { sentence, type Case, type Conclusion } from './case';
import { accessDenied } from './causes/access';
import { assumeRoleDenied } from './causes/assume-role';
import { credentialsRefused, loginNotStored, loginRefused, noPassword } from './causes/credentials';
import { explicitDeny } from './causes/deny';
import { iamDenied, iamRefused } from './causes/iam';
import { importNotFound, repositoryExists } from './causes/import';
import { keyDenied } from './causes/key';
import { loginDenied, notLoggedIn, tokenExpired } from './causes/login';
import { unreachable } from './causes/network';
import { policyRefused, registryPolicyNotFound, repositoryPolicyNotFound } from './causes/policy';
import { lambdaDenied, pullDenied } from './causes/pull';
import { replicationDenied, replicationFailed, replicationToItself } from './causes/replication';
import {
  imageNotFound,
  repositoryNotEmpty,
  repositoryNotFound,
  tagImmutable,
  upstreamFailed,
} from './causes/repository';
import { accountNotAllowed, encodedDenial, tooManyRequests } from './causes/surroundings';
import type { Diagnosis } from './diagnosis';
import { likelyPlace } from './likely-place';
import type { Kind, Message, MessageOf } from './message';
import type { Declared, Place } from './place';

/**
 * What a message means: from the message alone or, better, held against what is declared.
 *
 * @param declared undefined where there is no topology to ask; then the advice is general
 */
export function diagnose(message: Message, declared: Declared | undefined): Diagnosis {
  const place = likelyPlace(message, declared);
  const { principal, action, repository, tag, client } = message.facts;
  const { accountId, region, name, accountName } = place;
  const registry = { accountId, region, name, accountName };
  const conclusion = conclude(message, declared, place);
  return {
    kind: message.kind,
    found: { principal, action, repository: repository ?? place.repositoryName, tag, registry, client },
    ...conclusion,
    summary: sentence(conclusion.summary),
  };
}

type Conclusions = { readonly [K in Kind]: (found: Case<K>) => Conclusion };

const CONCLUSIONS: Conclusions = {
  'access-denied': accessDenied,
  'account-not-allowed': accountNotAllowed,
  'assume-role-denied': assumeRoleDenied,
  'credentials-refused': credentialsRefused,
  'encoded-denial': encodedDenial,
  'explicit-deny': explicitDeny,
  forbidden: pullDenied,
  'iam-denied': iamDenied,
  'iam-refused': iamRefused,
  'image-not-found': imageNotFound,
  'import-not-found': importNotFound,
  'key-denied': keyDenied,
  'lambda-denied': lambdaDenied,
  'login-denied': loginDenied,
  'login-not-stored': loginNotStored,
  'login-refused': loginRefused,
  'no-password': noPassword,
  'not-logged-in': notLoggedIn,
  'policy-refused': policyRefused,
  'pull-denied': pullDenied,
  'registry-policy-not-found': registryPolicyNotFound,
  'replication-denied': replicationDenied,
  'replication-failed': replicationFailed,
  'replication-to-itself': replicationToItself,
  'repository-exists': repositoryExists,
  'repository-not-empty': repositoryNotEmpty,
  'repository-not-found': repositoryNotFound,
  'repository-policy-not-found': repositoryPolicyNotFound,
  'tag-immutable': tagImmutable,
  'token-expired': tokenExpired,
  'too-many-requests': tooManyRequests,
  unreachable,
  'upstream-failed': upstreamFailed,
};

function conclude<K extends Kind>(
  message: MessageOf<K>,
  declared: Declared | undefined,
  place: Place,
): Conclusion {
  // The table has for each kind a function of that kind; the compiler loses the link between the two.
  const kind = message.kind;
  const conclusion: Conclusions[K] = CONCLUSIONS[kind];
  return conclusion({ message, declared, place, caller: callerOf(message.facts, declared) });
}
