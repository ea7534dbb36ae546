import { listed, registryKey, type RegistryId } from '../../registry';
import { registryText, repositoryText } from '../words/place-text';
import { replicateStatements } from './replicate-statements';
import { accountReferences } from '../policies/repository-references';
import type { PlannedResource } from '../resources/planned';
import type { Reviewed } from '../reviewed';

/**
 * Describes policies that were probably intended as the registry policy of a destination, in complete sentences: a
 * repository policy at the destination, or a registry policy in another account or Region.
 */
export function mistakenFor(from: RegistryId, to: RegistryId, { resources }: Reviewed): readonly string[] {
  return resources.flatMap(
    (resource) => repositoryPolicyText(resource, to) ?? registryPolicyText(resource, from, to) ?? [],
  );
}

function repositoryPolicyText(resource: PlannedResource, to: RegistryId): string | undefined {
  if (resource.kind !== 'repository-policy' || resource.after === undefined) return undefined;
  const { registry, repository, policy } = resource.after;
  if (registryKey(registry) !== registryKey(to)) return undefined;
  const what = `'${resource.address}' is the policy of the repository ${repositoryText(registry, repository)}`;
  const never = 'a repository policy has no effect on replication';
  if (replicateStatements(policy) !== undefined) return `${what} and allows ecr:ReplicateImage: ${never}.`;
  if (policy.kind !== 'notKnown' || policy.isOutlineComplete) return undefined;
  const accounts = accountReferences(policy.references);
  if (accounts.length === 0) return undefined;
  return `${what}, refers to ${listed(accounts, 3)} and may be meant for this: ${never}.`;
}

function registryPolicyText(resource: PlannedResource, from: RegistryId, to: RegistryId): string | undefined {
  if (resource.kind !== 'registry-policy' || resource.after === undefined) return undefined;
  const { registry, policy } = resource.after;
  const isNear = registryKey(registry) === registryKey(from) || registry.accountId === to.accountId;
  const isMeant = policy.kind === 'notKnown' || replicateStatements(policy) !== undefined;
  if (!isNear || !isMeant || registryKey(registry) === registryKey(to)) return undefined;
  return `'${resource.address}' is the registry policy of ${registryText(registry)}, which is not the destination.`;
}
