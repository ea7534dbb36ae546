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

/** Two topologies, as far as plans tell them. */
type Planned = Pick<Reviewed, 'after' | 'before' | 'fromDeclaration' | 'identities' | 'nameOf' | 'resources'>;

/**
 * What AWS holds before plans are applied and after, read together: of one stack, or of several that belong together.
 * @param declared names the registries, and stands for sources and destinations that no plan holds
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

/** What plans change, and who can do more or less by them. */
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
  // Only ever names: see `registryNames`.
  const topology = topologiesOf(known, nameOf as NameOf).after;
  return gainsOfKnownStatements(before, after, topology);
}

/** The declared registries that no plan holds, as far as one that is planned replicates to them, or they to it. */
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
