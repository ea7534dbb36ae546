import {
  diffTopologies,
  isKnown,
  registryKey,
  sortedBy,
  type PlannedRegistry,
  type PlannedTopology,
  type Topology,
} from '../registry';
import { accessChanges } from './access/access-changes';
import type { PlanDocument } from './document';
import { createGeneratedTest } from './generated';
import { createRegistryNamer } from './topologies/registry-names';
import type { PlanReview } from './reviewed';
import { decodeResources } from './resources';
import { identityChanges } from './resources/identity-changes';
import { locatePlans } from './resources/providers';
import { findGainsOfKnownStatements, withKnownStatements } from './access/known-statements';
import { buildTopologies, type NameRegistry } from './topologies/topologies';
import { findDrift } from './drift';
import { isDeleted, publicRepositoriesIn } from './public-repositories';
import { unreviewedChanges } from './unreviewed';
import { sensitiveChanges } from './untold';

/** The topologies before and after the plans, as far as these plans show them. */
type PlannedTopologies = Pick<
  PlanReview,
  'after' | 'before' | 'fromDeclaration' | 'identities' | 'nameOf' | 'resources'
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
  const { before, after } = buildTopologies(resources, nameOf);
  const declaredOnly = declaredOnlyRegistries(after.registries, declared?.registries ?? []);
  return {
    resources,
    identities: identityChanges(placed),
    before: withRegistries(before, declaredOnly),
    after: withRegistries(after, declaredOnly),
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
