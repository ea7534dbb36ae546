import { registryKey, type RegistryId } from '../../aws/arn';
import type { RepositoryName } from '../../aws/names';
import { groupBy } from '../../base/collections';
import { formatList } from '../../base/text';
import type { Scanning } from '../../model/scanning';
import { isKnown, UNKNOWN, type Unknown } from '../../model/unknown';
import {
  compareAddresses,
  isRegistryResource,
  type Address,
  type PlannedResource,
  type RepositoryResource,
} from '../../plan/model/planned-resource';
import type { PlanReview } from '../../plan/review/review';
import { repositoryMark } from '../finding-text';
import type { Problem } from '../rule';

/**
 * Returns the address that a finding about replication from one registry to another refers to: the replication configuration
 * of the source, or a resource of the destination if the plans do not contain the source. Undefined if they contain neither.
 */
export function findReplicationAddress(
  reviewed: PlanReview,
  from: RegistryId,
  to: RegistryId,
): Address | undefined {
  const { resourceOf } = reviewed;
  return (
    resourceOf('after', 'replication', from) ??
    resourceOf('after', 'registry-policy', to) ??
    resourceOf('before', 'registry-policy', to) ??
    findAnyResource(reviewed, to)
  );
}

function findAnyResource({ resources }: PlanReview, registry: RegistryId): PlannedResource | undefined {
  const key = registryKey(registry);
  return resources.find((resource) => {
    const values = resource.after ?? resource.before;
    return values !== undefined && isRegistryResource(resource) && registryKey(values.registry) === key;
  });
}

/** Drops all properties of a resource except its address. */
export function addressOf({ plan, address }: Address): Address {
  return { plan, address };
}

/** A repository with a known name, as it is after the plans are applied. */
export interface RepositoryAfter {
  readonly resource: RepositoryResource;
  readonly values: NonNullable<RepositoryResource['after']>;
  readonly name: RepositoryName;
  /** Whether the plans create or change the repository. An import without changes does not count. */
  readonly isChanged: boolean;
}

/** Returns every managed repository with a known name that exists after the plans are applied. */
export function repositoriesAfter({ resources }: PlanReview): readonly RepositoryAfter[] {
  return resources.flatMap((resource) => {
    if (resource.kind !== 'repository' || resource.isDeposed || resource.after === undefined) return [];
    const { after: values, action } = resource;
    if (action === 'forget' || !isKnown(values.name)) return [];
    return { resource, values, name: values.name, isChanged: action !== 'no-op' };
  });
}

/** @param predicate the rest of the sentence that starts with the repository's name */
export function repositoryProblem(
  { resource, values, name }: RepositoryAfter,
  predicate: string,
  advice: Pick<Problem, 'help' | 'helpForDeclaration'>,
): Problem {
  const { plan, address } = resource;
  const { registry } = values;
  return {
    at: { plan, address },
    subject: { registry, repository: name },
    message: `The repository ${repositoryMark(registry, name)} ${predicate}`,
    ...advice,
  };
}

/**
 * Returns a sentence that lists the attached policies that ECR deletes together with a repository and that these plans do not
 * recreate. Empty if there are none.
 *
 * ECR deletes the policy and the lifecycle policy of a repository together with the repository. If the repository is recreated
 * under the same name, Terraform sees no change of the policies and recreates them only with the next plan.
 */
export function deletedPoliciesText(
  { resourceOf }: PlanReview,
  registry: RegistryId,
  name: RepositoryName,
): string {
  const policies = (['repository-policy', 'lifecycle-policy'] as const).flatMap(
    (kind) => resourceOf('after', kind, registry, name) ?? [],
  );
  // An update writes the whole policy after the repository is created.
  const deleted = policies.filter(({ action }) => action === 'no-op' || action === 'forget');
  if (deleted.length === 0) return '';
  const texts = [...deleted]
    .sort(compareAddresses)
    .map(({ kind, address }) => `${POLICY_NAMES[kind]} ('${address}')`);
  return ` ECR also deletes ${formatList(texts, 4)}, and these plans do not recreate ${deleted.length === 1 ? 'it' : 'them'}.`;
}

/** Returns the scanning configurations by registry. The result is unknown if several resources manage one configuration. */
export function scanningByRegistry(
  { resources }: PlanReview,
  when: 'after' | 'before',
): ReadonlyMap<string, Scanning | Unknown> {
  const all = resources.flatMap((resource) => (resource.kind === 'scanning' ? (resource[when] ?? []) : []));
  const byRegistry = groupBy(all, ({ registry }) => registryKey(registry));
  return new Map(
    [...byRegistry].map(([key, [{ scanning }, ...others]]) => [
      key,
      others.length === 0 ? scanning : UNKNOWN,
    ]),
  );
}

const POLICY_NAMES = {
  'repository-policy': 'its policy',
  'lifecycle-policy': 'its lifecycle policy',
} as const;

/** Appended to the help of a finding if attached policies are deleted. */
export const RECREATE_POLICIES_HELP =
  'If you apply this, plan and apply again to recreate the policies. ' +
  'To recreate them together with the repository, add lifecycle { replace_triggered_by = [aws_ecr_repository.<name>] } to each policy.';
