import { withTemplatePolicies } from '../predicates/template-policies';
import { accessNotEvaluated } from './access-not-evaluated';
import { accessRemoved } from './access-removed';
import { accessWidened } from './access-widened';
import { actionWithoutEffect } from './action-without-effect';
import { authTokenInRepositoryPolicy } from './auth-token-in-repository-policy';
import { cacheRuleChanged } from './cache-rule-changed';
import { cacheRuleRefused } from './cache-rule-refused';
import { creationTemplatePublic } from './creation-template-public';
import { creationTemplateRefused } from './creation-template-refused';
import { countIndexShift } from './count-index-shift';
import { creationTemplateWidened } from './creation-template-widened';
import { crossAccountWildcard } from './cross-account-wildcard';
import { deleteReplicationReset } from './delete-replication-reset';
import { forceDeleteEnabled } from './force-delete-enabled';
import { imagesBeforeReplication } from './images-before-replication';
import { inspectorDenied } from './inspector-denied';
import { lifecycleExpiresImages } from './lifecycle-expires-images';
import { lifecyclePolicyRefused } from './lifecycle-policy-refused';
import { mutableTags } from './mutable-tags';
import { noLifecyclePolicy } from './no-lifecycle-policy';
import { policyRefused } from './policy-refused';
import { policyTooLarge } from './policy-too-large';
import { principalDestroyed } from './principal-destroyed';
import { principalNotFound } from './principal-not-found';
import { publicAccess } from './public-access';
import { publicRepositoryDestroyed } from './public-repository-destroyed';
import { registryLocked } from './registry-locked';
import { registryPolicyTooBroad } from './registry-policy-too-broad';
import { replicaMissing } from './replica-missing';
import { replicateInRepositoryPolicy } from './replicate-in-repository-policy';
import { replicationChain } from './replication-chain';
import { replicationDestinationRemoved } from './replication-destination-removed';
import { replicationLimits } from './replication-limits';
import { replicationNotPermitted } from './replication-not-permitted';
import { replicationOvermatch } from './replication-overmatch';
import { repositoryDestroyed } from './repository-destroyed';
import { repositoryDrifted } from './repository-drifted';
import { repositoryNameRefused } from './repository-name-refused';
import { repositoryReplaced } from './repository-replaced';
import { resourceInRepositoryPolicy } from './resource-in-repository-policy';
import { scanningReduced } from './scanning-reduced';
import { scanningRefused } from './scanning-refused';
import { singletonConflict } from './singleton-conflict';
import { tagsBecomeMutable } from './tags-become-mutable';
import { undecidable } from './undecidable';
import { unencryptedWithCmk } from './unencrypted-with-cmk';
import { unscanned } from './unscanned';
import { wrongArnInRegistryPolicy } from './wrong-arn-in-registry-policy';

/** All rules in the order of the documentation: images, access, policy mistakes, replication, hygiene. */
export const RULES = [
  repositoryDestroyed,
  repositoryReplaced,
  countIndexShift,
  repositoryDrifted,
  publicRepositoryDestroyed,
  forceDeleteEnabled,
  lifecycleExpiresImages,
  lifecyclePolicyRefused,
  repositoryNameRefused,
  tagsBecomeMutable,
  cacheRuleChanged,
  cacheRuleRefused,
  creationTemplateRefused,
  creationTemplatePublic,
  scanningReduced,
  scanningRefused,
  accessWidened,
  accessRemoved,
  accessNotEvaluated,
  registryLocked,
  creationTemplateWidened,
  publicAccess,
  withTemplatePolicies(crossAccountWildcard),
  registryPolicyTooBroad,
  policyRefused,
  principalNotFound,
  principalDestroyed,
  withTemplatePolicies(policyTooLarge),
  withTemplatePolicies(resourceInRepositoryPolicy),
  withTemplatePolicies(replicateInRepositoryPolicy),
  withTemplatePolicies(authTokenInRepositoryPolicy),
  actionWithoutEffect,
  wrongArnInRegistryPolicy,
  inspectorDenied,
  replicationDestinationRemoved,
  deleteReplicationReset,
  imagesBeforeReplication,
  replicationNotPermitted,
  replicaMissing,
  replicationLimits,
  replicationOvermatch,
  replicationChain,
  singletonConflict,
  mutableTags,
  unscanned,
  noLifecyclePolicy,
  unencryptedWithCmk,
  undecidable,
] as const;

export type RuleId = (typeof RULES)[number]['id'];
