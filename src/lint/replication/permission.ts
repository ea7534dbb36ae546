import { registryKey, type RegistryId } from '../../aws/arn';
import { formatList } from '../../base/text.listed';
import type { PlannedResource } from '../../plan/model/planned-resource';
import type { PlanReview } from '../../plan/review/review.reviewed';
import { registryMark, repositoryMark } from '../finding-text';
import { accountReferences } from '../predicates/unknown-values';
import { findReplicationStatements } from './permission.replicate-statements';

/**
 * Describes policies that were probably intended as the registry policy of a destination, in complete sentences: a
 * repository policy at the destination, or a registry policy in another account or Region.
 */
export function describeMisplacedPolicies(
  from: RegistryId,
  to: RegistryId,
  { resources }: PlanReview,
): readonly string[] {
  return resources.flatMap(
    (resource) => repositoryPolicyText(resource, to) ?? registryPolicyText(resource, from, to) ?? [],
  );
}

function repositoryPolicyText(resource: PlannedResource, to: RegistryId): string | undefined {
  if (resource.kind !== 'repository-policy' || resource.after === undefined) return undefined;
  const { registry, repository, policy } = resource.after;
  if (registryKey(registry) !== registryKey(to)) return undefined;
  const what = `'${resource.address}' is the policy of the repository ${repositoryMark(registry, repository)}`;
  const noEffect = 'a repository policy has no effect on replication';
  if (findReplicationStatements(policy) !== undefined)
    return `${what} and allows ecr:ReplicateImage: ${noEffect}.`;
  if (policy.kind !== 'notKnown' || policy.isOutlineComplete) return undefined;
  const accounts = accountReferences(policy.references);
  if (accounts.length === 0) return undefined;
  return `${what}, refers to ${formatList(accounts, 3)} and may be meant for this: ${noEffect}.`;
}

function registryPolicyText(resource: PlannedResource, from: RegistryId, to: RegistryId): string | undefined {
  if (resource.kind !== 'registry-policy' || resource.after === undefined) return undefined;
  const { registry, policy } = resource.after;
  const isRelated = registryKey(registry) === registryKey(from) || registry.accountId === to.accountId;
  const mayAllowReplication = policy.kind === 'notKnown' || findReplicationStatements(policy) !== undefined;
  if (!isRelated || !mayAllowReplication || registryKey(registry) === registryKey(to)) return undefined;
  return `'${resource.address}' is the registry policy of ${registryMark(registry)}, which is not the destination.`;
}
