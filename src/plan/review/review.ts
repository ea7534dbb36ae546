import { registryKey } from '../../aws/arn';
import { sortedBy } from '../../base/collections';
import { accessChanges } from '../../change/access/access-changes';
import { diffTopologies } from '../../change/topology';
import type { PlannedRegistry, PlannedTopology, Topology } from '../../model/topology';
import { isKnown } from '../../model/unknown';
import { identityChanges } from '../decode/identity-changes';
import { decodeResources } from '../decode/resources';
import { locatePlans } from '../locate/providers';
import type { PlanDocument } from '../model/document';
import { buildTopologies, type NameRegistry } from '../topology/topologies';
import { createRegistryNamer } from '../topology/topologies.registry-names';
import { createGeneratedTest } from './generated-resources';
import { findGainsOfKnownStatements, withKnownStatements } from './known-statements';
import type { PlanReview } from './review.reviewed';
import { unreviewedChanges } from './unreviewed-changes';
import { findDrift } from './unreviewed-changes.drift';
import { isDeleted, publicRepositoriesIn } from './unreviewed-changes.public-repositories';
import { sensitiveChanges } from './unreviewed-changes.untold';

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
