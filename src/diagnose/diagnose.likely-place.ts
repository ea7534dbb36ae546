import type { Registry, Repository, Topology } from '../model/topology';
import { isReplicatedInto } from './explanations/replication-source';
import type { Message } from './model/entry';
import { locateRegistry, type DeclaredTopology, type MessageLocation } from './model/location';
import type { Facts } from './parse/facts';

/**
 * Returns the registry and repository that a message refers to, as far as they are known. For replication this is the
 * destination. If the message names no registry or repository, returns the only candidate in the topology.
 */
export function locateMessage(message: Message, declared: DeclaredTopology | undefined): MessageLocation {
  const { facts } = message;
  if (declared === undefined) return locateRegistry(facts, declared);
  const location = locateRegistry(facts, declared, preferredRegistryFilter(message, declared));
  const hasNoNames = [facts.accountId, facts.region, facts.repository].every((each) => each === undefined);
  if (location.registry !== undefined || !hasNoNames) return location;
  const [candidate, ...others] = candidatesFor(message, declared);
  return candidate === undefined || others.length > 0
    ? location
    : locateRegistry({ ...facts, ...candidate }, declared);
}

/** Selects between registries that contain a repository of the same name. */
function preferredRegistryFilter(
  { subject, facts }: Message,
  { topology }: DeclaredTopology,
): (registry: Registry) => boolean {
  if (subject === 'registry policy') return ({ policy }) => policy !== undefined;
  return (registry) => subject !== undefined && isReplicatedInto(registry, facts.repository, topology);
}

/** Registries and repositories that a message without names can refer to. */
function candidatesFor({ subject }: Message, { topology }: DeclaredTopology): readonly CandidateRepository[] {
  switch (subject) {
    case 'replication':
      return crossAccountReplicas(topology);
    case 'registry policy':
    case 'refused registry policy':
      return registriesWithPolicy(topology);
    case 'refused repository policy':
      return repositoriesWithPolicy(topology);
    case undefined:
      return [];
  }
}

type CandidateRepository = Pick<Facts, 'repository' | 'accountId' | 'region'>;

function registriesWithPolicy(topology: Topology): readonly CandidateRepository[] {
  return topology.registries
    .filter(({ policy }) => policy !== undefined)
    .map(({ accountId, region }) => ({ repository: undefined, accountId, region }));
}

/** If no repository has a policy, the usual mistake is a registry policy set on a replica. */
function repositoriesWithPolicy(topology: Topology): readonly CandidateRepository[] {
  const own = repositoriesMatching(topology, (_, { policy }) => policy !== undefined);
  return own.length > 0 ? own : crossAccountReplicas(topology);
}

function crossAccountReplicas(topology: Topology): readonly CandidateRepository[] {
  return repositoriesMatching(topology, (registry, { name }) => isReplicatedInto(registry, name, topology));
}

function repositoriesMatching(
  { registries }: Topology,
  matches: (registry: Registry, repository: Repository) => boolean,
): readonly CandidateRepository[] {
  return registries.flatMap((registry) =>
    registry.repositories
      .filter((repository) => matches(registry, repository))
      .map(({ name }) => ({ repository: name, accountId: registry.accountId, region: registry.region })),
  );
}
