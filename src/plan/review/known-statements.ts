import { registryKey, type RegistryId } from '../../aws/arn';
import type { RepositoryName } from '../../aws/names';
import { accessChanges, type AccessChange } from '../../change/access/access-changes';
import type { PlannedTopology } from '../../model/topology';
import { isKnown } from '../../model/unknown';
import type { PlannedResource, PolicyInPlan } from '../model/planned-resource';

/**
 * Replaces policies that are partly known after apply by their known statements, so that one unknown ARN does not hide the other
 * statements. Returns undefined if there is no such policy.
 */
export function withKnownStatements(
  resources: readonly PlannedResource[],
): readonly PlannedResource[] | undefined {
  const found = resources.map((resource) => ({ resource, known: withKnownPolicy(resource) }));
  if (found.every(({ known }) => known === undefined)) return undefined;
  return found.map(({ resource, known }) => known ?? resource);
}

function withKnownPolicy(resource: PlannedResource): PlannedResource | undefined {
  if (resource.kind !== 'repository-policy' && resource.kind !== 'registry-policy') return undefined;
  const policy = resource.after === undefined ? undefined : knownPolicy(resource.after.policy);
  if (policy === undefined || resource.after === undefined) return undefined;
  // The spread keeps the kind and the values of the resource.
  return { ...resource, after: { ...resource.after, policy } } as PlannedResource;
}

function knownPolicy(policy: PolicyInPlan): PolicyInPlan | undefined {
  if (policy.kind !== 'unknown') return undefined;
  const statements = policy.outline.flatMap(({ statement, unknown }) =>
    unknown.length === 0 ? statement : [],
  );
  return statements.length === 0 ? undefined : { kind: 'policy', policy: { statements }, text: '' };
}

/**
 * Returns the access that principals gain by the known statements of policies that are partly known after apply. Lost access is
 * unknown, because the unknown statements may still allow it.
 *
 * @param known the topology after, with the known statements in place of unknown policies
 */
export function findGainsOfKnownStatements(
  before: PlannedTopology,
  after: PlannedTopology,
  known: PlannedTopology,
): readonly AccessChange[] {
  return accessChanges(before, known).flatMap((change) => {
    if (change.kind !== 'gained' || change.caller.kind !== 'grantee') return [];
    const repositories = change.repositories.filter((name) => isPolicyUnknown(after, change.registry, name));
    if (repositories.length === 0) return [];
    const withRepository = change.withRepository.filter((name) => repositories.includes(name));
    return [{ ...change, repositories, withRepository }];
  });
}

function isPolicyUnknown({ registries }: PlannedTopology, id: RegistryId, name: RepositoryName): boolean {
  const registry = registries.find((each) => registryKey(each) === registryKey(id));
  const repository = registry?.repositories.find((each) => each.name === name);
  return [registry?.policy, repository?.policy].some((policy) => policy !== undefined && !isKnown(policy));
}
