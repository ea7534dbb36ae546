import type { Registry, Repository, Topology } from '../registry';
import { isReplicatedInto } from './causes/sources';
import type { Message } from './entry';
import type { Facts } from './message';
import { placeOf, type Declared, type Place } from './place';

/**
 * Returns the registry and repository that a message refers to, as far as they are known. For replication this is the
 * destination. If the message names no registry or repository, returns the only candidate in the topology.
 */
export function likelyPlace(message: Message, declared: Declared | undefined): Place {
  const { facts } = message;
  if (declared === undefined) return placeOf(facts, declared);
  const place = placeOf(facts, declared, preferredFor(message, declared));
  const namesNothing = [facts.accountId, facts.region, facts.repository].every((each) => each === undefined);
  if (place.registry !== undefined || !namesNothing) return place;
  const [named, ...others] = possibleFor(message, declared);
  return named === undefined || others.length > 0 ? place : placeOf({ ...facts, ...named }, declared);
}

/** Selects between registries that contain a repository of the same name. */
function preferredFor({ subject, facts }: Message, { topology }: Declared): (registry: Registry) => boolean {
  if (subject === 'registry policy') return ({ policy }) => policy !== undefined;
  return (registry) => subject !== undefined && isReplicatedInto(registry, facts.repository, topology);
}

/** Registries and repositories that a message without names can refer to. */
function possibleFor({ subject }: Message, { topology }: Declared): readonly Named[] {
  switch (subject) {
    case 'replication':
      return replicas(topology);
    case 'registry policy':
    case 'refused registry policy':
      return registryPolicies(topology);
    case 'refused repository policy':
      return repositoryPolicies(topology);
    case undefined:
      return [];
  }
}

type Named = Pick<Facts, 'repository' | 'accountId' | 'region'>;

function registryPolicies(topology: Topology): readonly Named[] {
  return topology.registries
    .filter(({ policy }) => policy !== undefined)
    .map(({ accountId, region }) => ({ repository: undefined, accountId, region }));
}

/** If no repository has a policy, the usual mistake is a registry policy set on a replica. */
function repositoryPolicies(topology: Topology): readonly Named[] {
  const own = repositoriesThat(topology, (_, { policy }) => policy !== undefined);
  return own.length > 0 ? own : replicas(topology);
}

function replicas(topology: Topology): readonly Named[] {
  return repositoriesThat(topology, (registry, { name }) => isReplicatedInto(registry, name, topology));
}

function repositoriesThat(
  { registries }: Topology,
  fits: (registry: Registry, repository: Repository) => boolean,
): readonly Named[] {
  return registries.flatMap((registry) =>
    registry.repositories
      .filter((repository) => fits(registry, repository))
      .map(({ name }) => ({ repository: name, accountId: registry.accountId, region: registry.region })),
  );
}
