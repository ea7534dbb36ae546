import { registryKey, type RegistryId } from '../../aws/arn';
import type { RepositoryName } from '../../aws/names';
import { groupBy } from '../../base/collections';
import { formatList } from '../../base/text';
import type { Scanning } from '../../model/scanning';
import { isKnown, UNKNOWN, type Unknown } from '../../model/unknown';
import {
  isRegistryResource,
  type Address,
  type PlannedResource,
  type RepositoryResource,
} from '../../plan/model/planned-resource';
import type { PlanReview } from '../../plan/review/review';
import { repositoryMark } from '../finding-text';
import type { Problem } from '../rule';

type SingletonKind = Extract<PlannedResource['kind'], 'registry-policy' | 'replication'>;

/**
 * Returns the address of the resource that manages the registry policy or the replication configuration of a registry, before
 * or after the plans are applied, or undefined if no plan contains one.
 */
export function findSingletonAddress(
  { resources }: PlanReview,
  kind: SingletonKind,
  registry: RegistryId,
  when: 'after' | 'before',
): Address | undefined {
  const key = registryKey(registry);
  const resource = resources.find((each) => {
    const values = each[when];
    return each.kind === kind && values !== undefined && registryKey(values.registry) === key;
  });
  return resource === undefined ? undefined : addressOf(resource);
}

/**
 * Returns the address that a finding about replication from one registry to another refers to: the replication configuration
 * of the source, or a resource of the destination if the plans do not contain the source. Undefined if they contain neither.
 */
export function findReplicationAddress(
  reviewed: PlanReview,
  from: RegistryId,
  to: RegistryId,
): Address | undefined {
  return (
    findSingletonAddress(reviewed, 'replication', from, 'after') ??
    findSingletonAddress(reviewed, 'registry-policy', to, 'after') ??
    findSingletonAddress(reviewed, 'registry-policy', to, 'before') ??
    findAnyAddress(reviewed, to)
  );
}

function findAnyAddress({ resources }: PlanReview, registry: RegistryId): Address | undefined {
  const key = registryKey(registry);
  const resource = resources.find((resource) => {
    const values = resource.after ?? resource.before;
    return values !== undefined && isRegistryResource(resource) && registryKey(values.registry) === key;
  });
  return resource === undefined ? undefined : addressOf(resource);
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
