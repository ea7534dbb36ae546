import type { Registry, Repository, Topology } from '../registry';
import { isReplicatedInto } from './causes/sources';
import type { Facts, Message } from './message';
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

/** Which registry is meant, where several hold the repository. */
function preferredFor({ kind, facts }: Message, { topology }: Declared): (registry: Registry) => boolean {
  if (kind === 'registry-policy-not-found') return ({ policy }) => policy !== undefined;
  const isReplication = ['policy-refused', 'replication-denied', 'replication-failed'].includes(kind);
  return (registry) => isReplication && isReplicatedInto(registry, facts.repository, topology);
}

/** What a message can be about that names nothing. */
function possibleFor(message: Message, { topology }: Declared): readonly Named[] {
  const { kind } = message;
  if (kind === 'replication-denied' || kind === 'replication-failed') return replicas(topology);
  if (kind === 'registry-policy-not-found') return registryPolicies(topology);
  if (kind !== 'policy-refused') return [];
  return message.policy === 'registry' ? registryPolicies(topology) : repositoryPolicies(topology);
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
