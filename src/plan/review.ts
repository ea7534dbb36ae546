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
import { generatedTest } from './generated';
import { registryNames } from './topologies/registry-names';
import type { Reviewed } from './reviewed';
import { plannedResources } from './resources';
import { identityChanges } from './resources/identity-changes';
import { placedPlans } from './resources/providers';
import { gainsOfKnownStatements, withKnownStatements } from './access/known-statements';
import { topologiesOf, type NameOf } from './topologies/topologies';
import { driftIn } from './drift';
import { isLost, publicRepositoriesIn } from './public-repositories';
import { unreviewedChanges } from './unreviewed';
import { untoldChanges } from './untold';

/** The topologies before and after the plans, as far as these plans show them. */
type Planned = Pick<Reviewed, 'after' | 'before' | 'fromDeclaration' | 'identities' | 'nameOf' | 'resources'>;

/**
 * Builds the topologies before and after the plans are applied, from the plan of one stack or of several stacks.
 * @param declared names the registries, and supplies sources and destinations that are in no plan
 */
export function plannedTopologies(plans: readonly PlanDocument[], declared?: Topology): Planned {
  const placed = placedPlans(plans);
  const resources = plannedResources(placed);
  const nameOf = registryNames(placed, declared);
  const { before, after } = topologiesOf(resources, nameOf);
  const elsewhere = notPlanned(after.registries, declared?.registries ?? []);
  return {
    resources,
    identities: identityChanges(placed),
    before: withRegistries(before, elsewhere),
    after: withRegistries(after, elsewhere),
    nameOf,
    fromDeclaration: new Set(elsewhere.map(registryKey)),
  };
}

/** Returns everything that rules and reports need to know about the plans. */
export function review(plans: readonly PlanDocument[], declared?: Topology): Reviewed {
  const planned = plannedTopologies(plans, declared);
  const { before, after } = planned;
  const publicRepositories = publicRepositoriesIn(plans);
  return {
    ...planned,
    plans: plans.map(({ file }) => file),
    changes: diffTopologies(before, after),
    access: [...accessChanges(before, after), ...gainsInUnknownPolicies(planned)],
    unreviewed: unreviewedChanges(plans, [...planned.resources, ...publicRepositories.filter(isLost)]),
    drift: driftIn(plans),
    publicRepositories,
    untold: untoldChanges(plans),
    declared,
    isGenerated: generatedTest(plans, planned.resources, declared),
  };
}

function gainsInUnknownPolicies({ resources, before, after, nameOf }: Planned): Reviewed['access'] {
  const known = withKnownStatements(resources);
  if (known === undefined) return [];
  // `registryNames` never returns anything but a valid name.
  const topology = topologiesOf(known, nameOf as NameOf).after;
  return gainsOfKnownStatements(before, after, topology);
}

/** Returns the declared registries that are in no plan, but are the source or destination of a registry that is. */
function notPlanned(
  planned: PlannedTopology['registries'],
  declared: Topology['registries'],
): Topology['registries'] {
  const held = new Set(planned.map(registryKey));
  const destinations = new Set(planned.flatMap(destinationKeys));
  return declared.filter((registry) => {
    const key = registryKey(registry);
    return !held.has(key) && (destinations.has(key) || destinationKeys(registry).some((to) => held.has(to)));
  });
}

function destinationKeys({ replication }: PlannedRegistry): readonly string[] {
  return isKnown(replication) ? replication.flatMap(({ destinations }) => destinations.map(registryKey)) : [];
}

function withRegistries(topology: PlannedTopology, others: Topology['registries']): PlannedTopology {
  const registries = sortedBy([...topology.registries, ...others], ({ name }) => name);
  return { ...topology, registries };
}
