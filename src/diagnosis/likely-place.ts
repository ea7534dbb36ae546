import type { Registry, Repository, Topology } from '../registry';
import { isReplicatedInto } from './causes/sources';
import type { Message } from './entry';
import type { Facts } from './message';
import { placeOf, type Declared, type Place } from './place';

/**
 * The registry and repository that a message is about. Where it is about replication, the destination is meant, and
 * not another holder of the same repository; and where it names nothing, the only one that it can be about.
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

/** Which registry is meant if several hold the repository. */
function preferredFor({ subject, facts }: Message, { topology }: Declared): (registry: Registry) => boolean {
  if (subject === 'registry policy') return ({ policy }) => policy !== undefined;
  return (registry) => subject !== undefined && isReplicatedInto(registry, facts.repository, topology);
}

/** What a message can apply to that names nothing. */
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

/** Where there are none, a registry policy put on a replica is the usual slip. */
function repositoryPolicies(topology: Topology): readonly Named[] {
  const own = repositoriesThat(topology, (_, { policy }) => policy !== undefined);
  return own.length > 0 ? own : replicas(topology);
}

/** Those that are filled from another account. */
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
