import { registryKey, type RegistryId } from '../../aws/arn';
import type { RepositoryName } from '../../aws/names';
import { groupBy } from '../../base/collections.grouped';
import { formatList } from '../../base/text.listed';
import { isKnown } from '../../model/unknown';
import type { PlannedResource } from '../../plan/model/planned-resource';

/**
 * Returns a sentence that lists the attached policies that ECR deletes together with a repository and that these plans do not
 * recreate. Empty if there are none.
 */
export type DescribeDeletedPolicies = (registry: RegistryId, name: RepositoryName) => string;

/**
 * ECR deletes the policy and the lifecycle policy of a repository together with the repository. If the repository is recreated
 * under the same name, Terraform sees no change of the policies and recreates them only with the next plan.
 */
export function createDeletedPoliciesText(resources: readonly PlannedResource[]): DescribeDeletedPolicies {
  const attached = resources.flatMap((resource): readonly AttachedPolicy[] => {
    if (resource.kind !== 'repository-policy' && resource.kind !== 'lifecycle-policy') return [];
    const { action, after, isDeposed, kind, address } = resource;
    // An update writes the whole policy after the repository is created.
    if ((action !== 'no-op' && action !== 'forget') || isDeposed || after === undefined) return [];
    if (!isKnown(after.repository)) return [];
    return [
      { key: repositoryKey(after.registry, after.repository), text: `${POLICY_NAMES[kind]} ('${address}')` },
    ];
  });
  const byRepository = groupBy(attached, ({ key }) => key);
  return (registry, name) => {
    const deleted = byRepository.get(repositoryKey(registry, name)) ?? [];
    if (deleted.length === 0) return '';
    const texts = formatList(
      deleted.map(({ text }) => text),
      4,
    );
    return ` What is attached to it goes too, and the plans do not put it again: ${texts}.`;
  };
}

interface AttachedPolicy {
  readonly key: string;
  readonly text: string;
}

const POLICY_NAMES = {
  'repository-policy': 'its policy',
  'lifecycle-policy': 'its lifecycle policy',
} as const;

function repositoryKey(registry: RegistryId, name: RepositoryName): string {
  return `${registryKey(registry)}/${name}`;
}

/** Appended to the help of a finding if attached policies are deleted. */
export const RECREATE_POLICIES_HELP =
  'If you do apply it, plan and apply once more: only then is what was attached put again. ' +
  'With lifecycle { replace_triggered_by = [aws_ecr_repository.<name>] } it is put along with the repository.';
