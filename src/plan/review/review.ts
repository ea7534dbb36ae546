import { registryKey, type RegistryId } from '../../aws/arn';
import type { RepositoryName } from '../../aws/names';
import { sortedBy } from '../../base/collections';
import { accessChanges, type AccessChange } from '../../change/access/access-changes';
import type { TopologyChange } from '../../change/change';
import { diffTopologies } from '../../change/topology';
import type { PlannedRegistry, PlannedTopology, Topology } from '../../model/topology';
import { isKnown } from '../../model/unknown';
import { identityChanges, type IdentityChange } from '../decode/identity-changes';
import { decodeResources } from '../decode/resources';
import { locatePlans } from '../locate/providers';
import type { PlanDocument } from '../model/document';
import type { Address, PlannedResource } from '../model/planned-resource';
import {
  buildTopologies,
  createRegistryNamer,
  type FindResource,
  type NameRegistry,
} from '../topology/topologies';
import { createGeneratedTest } from './generated-resources';
import { findGainsOfKnownStatements, withKnownStatements } from './known-statements';
import {
  findDrift,
  isDeleted,
  publicRepositoriesIn,
  sensitiveChanges,
  unreviewedChanges,
  type DriftedResource,
  type PublicRepository,
  type SensitiveChange,
  type UnreviewedChanges,
} from './unreviewed-changes';

/** The topologies before and after the plans, as far as these plans show them. */
type PlannedTopologies = Pick<
  PlanReview,
  'after' | 'before' | 'fromDeclaration' | 'identities' | 'nameOf' | 'resourceOf' | 'resources'
>;

/**
 * Builds the topologies before and after the plans are applied, from the plan of one stack or of several stacks.
 * @param declared names the registries, and supplies sources and destinations that are in no plan
 */
export function readPlannedTopologies(
  plans: readonly PlanDocument[],
  declared?: Topology,
): PlannedTopologies {
  const placed = locatePlans(plans);
  const resources = decodeResources(placed);
  const nameOf = createRegistryNamer(placed, declared);
  const { before, after, resourceOf } = buildTopologies(resources, nameOf);
  const declaredOnly = declaredOnlyRegistries(after.registries, declared?.registries ?? []);
  return {
    resources,
    identities: identityChanges(placed),
    before: withRegistries(before, declaredOnly),
    after: withRegistries(after, declaredOnly),
    resourceOf,
    nameOf,
    fromDeclaration: new Set(declaredOnly.map(registryKey)),
  };
}

/** Returns everything that rules and reports need to know about the plans. */
export function reviewPlans(plans: readonly PlanDocument[], declared?: Topology): PlanReview {
  const planned = readPlannedTopologies(plans, declared);
  const { before, after } = planned;
  const publicRepositories = publicRepositoriesIn(plans);
  return {
    ...planned,
    plans: plans.map(({ file }) => file),
    changes: diffTopologies(before, after),
    access: [...accessChanges(before, after), ...gainsInUnknownPolicies(planned)],
    unreviewed: unreviewedChanges(plans, [...planned.resources, ...publicRepositories.filter(isDeleted)]),
    drift: findDrift(plans),
    publicRepositories,
    sensitiveChanges: sensitiveChanges(plans),
    declared,
    isGenerated: createGeneratedTest(plans, planned.resources, declared),
  };
}

function gainsInUnknownPolicies({
  resources,
  before,
  after,
  nameOf,
}: PlannedTopologies): PlanReview['access'] {
  const known = withKnownStatements(resources);
  if (known === undefined) return [];
  // `registryNames` never returns anything but a valid name.
  const topology = buildTopologies(known, nameOf as NameRegistry).after;
  return findGainsOfKnownStatements(before, after, topology);
}

/** Returns the declared registries that are in no plan, but are the source or destination of a registry that is. */
function declaredOnlyRegistries(
  planned: PlannedTopology['registries'],
  declared: Topology['registries'],
): Topology['registries'] {
  const plannedKeys = new Set(planned.map(registryKey));
  const destinations = new Set(planned.flatMap(destinationKeys));
  return declared.filter((registry) => {
    const key = registryKey(registry);
    return (
      !plannedKeys.has(key) &&
      (destinations.has(key) || destinationKeys(registry).some((to) => plannedKeys.has(to)))
    );
  });
}

function destinationKeys({ replication }: PlannedRegistry): readonly string[] {
  return isKnown(replication) ? replication.flatMap(({ destinations }) => destinations.map(registryKey)) : [];
}

function withRegistries(topology: PlannedTopology, others: Topology['registries']): PlannedTopology {
  const registries = sortedBy([...topology.registries, ...others], ({ name }) => name);
  return { ...topology, registries };
}

/** Everything that these plans show together: the input of rules and reports. */
export interface PlanReview {
  /** File names of the plans, as the user specified them. */
  readonly plans: readonly string[];
  /** Sorted by plan and address. */
  readonly resources: readonly PlannedResource[];
  /** Roles and users that the plans create, destroy or replace. */
  readonly identities: readonly IdentityChange[];
  readonly before: PlannedTopology;
  readonly after: PlannedTopology;
  /** Finds the resource that manages a value of `before` or `after`. */
  readonly resourceOf: FindResource;
  /** Returns the name of a registry, including one that appears only as a destination. */
  readonly nameOf: (id: RegistryId) => string;
  /** The differences between `before` and `after`. */
  readonly changes: readonly TopologyChange[];
  /** The access that principals and registries gain or lose. */
  readonly access: readonly AccessChange[];
  /** Keys of registries that are in no plan and come from the declaration. */
  readonly fromDeclaration: ReadonlySet<string>;
  /** Changes that the review does not evaluate: other services, and policies without ECR actions. */
  readonly unreviewed: readonly UnreviewedChanges[];
  /** Resources that were changed or deleted outside of Terraform, in the order of the plans. */
  readonly drift: readonly DriftedResource[];
  readonly publicRepositories: readonly PublicRepository[];
  /** Changes that the review cannot show completely, because values are marked as sensitive. */
  readonly sensitiveChanges: readonly SensitiveChange[];
  /** The topology of the declaration, if one was specified. */
  readonly declared: Topology | undefined;
  /** Whether this project generated the resource. If so, the fix belongs in `topology.yaml`. */
  readonly isGenerated: (at: Address) => boolean;
}

/** The registry, repository or replication that a finding reports, used to find its line in the declaration. */
export interface Subject {
  readonly registry: RegistryId;
  readonly repository?: RepositoryName | undefined;
  /** Set if the finding reports a replication. */
  readonly destination?: RegistryId | undefined;
}
