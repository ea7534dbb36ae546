import { grouped, isKnown, listed, registryKey, type RegistryId, type RepositoryName } from '../registry';
import type { PlannedResource } from './resources/planned';

/**
 * Returns a sentence that lists the attached policies that ECR deletes together with a repository and that these plans do not
 * recreate. Empty if there are none.
 */
export type LostWith = (registry: RegistryId, name: RepositoryName) => string;

/**
 * ECR deletes the policy and the lifecycle policy of a repository together with the repository. If the repository is recreated
 * under the same name, Terraform sees no change of the policies and recreates them only with the next plan.
 */
export function lostWithRepositories(resources: readonly PlannedResource[]): LostWith {
  const attached = resources.flatMap((resource): readonly Attached[] => {
    if (resource.kind !== 'repository-policy' && resource.kind !== 'lifecycle-policy') return [];
    const { action, after, isDeposed, kind, address } = resource;
    // An update writes the whole policy after the repository is created.
    if ((action !== 'no-op' && action !== 'forget') || isDeposed || after === undefined) return [];
    if (!isKnown(after.repository)) return [];
    return [{ key: keyOf(after.registry, after.repository), text: `${NAMES[kind]} ('${address}')` }];
  });
  const byRepository = grouped(attached, ({ key }) => key);
  return (registry, name) => {
    const lost = byRepository.get(keyOf(registry, name)) ?? [];
    if (lost.length === 0) return '';
    const texts = listed(
      lost.map(({ text }) => text),
      4,
    );
    return ` What is attached to it goes too, and the plans do not put it again: ${texts}.`;
  };
}

interface Attached {
  readonly key: string;
  readonly text: string;
}

const NAMES = { 'repository-policy': 'its policy', 'lifecycle-policy': 'its lifecycle policy' } as const;

function keyOf(registry: RegistryId, name: RepositoryName): string {
  return `${registryKey(registry)}/${name}`;
}

/** Appended to the help of a finding if attached policies are deleted. */
export const PUT_AGAIN =
  'If you do apply it, plan and apply once more: only then is what was attached put again. ' +
  'With lifecycle { replace_triggered_by = [aws_ecr_repository.<name>] } it is put along with the repository.';
