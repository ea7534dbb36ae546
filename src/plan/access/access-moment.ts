import { answerTo, asking, openStatementsFor, type Asking, type Wanted } from '../../access/answer';
import type { MatrixCaller } from '../../access/matrix';
import { accountOfGrantee } from '../../access/grantees';
import { reachesAsFar } from '../../access/reach';
import {
  identityArn,
  registryKey,
  type Identity,
  type NotKnown,
  type PlannedRegistry,
  type PlannedRepository,
  type PlannedTopology,
  type RepositoryName,
} from '../../registry';
import { isPossible, sourcesIn, usesIn, type Possible, type Use } from './access-uses';

/** A topology before or after, ready to be asked what somebody can do there who is named at the other moment. */
export interface AccessMoment {
  readonly topology: PlannedTopology;
  readonly uses: ReadonlyMap<string, Use>;
  readonly sources: ReadonlySet<string>;
  readonly registries: ReadonlyMap<string, HeldRegistry>;
  readonly identities: ReadonlyMap<string, Identity<NotKnown>>;
}

interface HeldRegistry {
  readonly registry: PlannedRegistry;
  readonly repositories: ReadonlyMap<RepositoryName, PlannedRepository>;
}

export function accessMoment(
  topology: PlannedTopology,
  names: ReadonlySet<RepositoryName> | 'all',
): AccessMoment {
  const uses = usesIn(topology, names);
  return {
    topology,
    uses,
    sources: sourcesIn(uses),
    registries: new Map(
      topology.registries.map((registry) => {
        const repositories = new Map(registry.repositories.map((each) => [each.name, each]));
        return [registryKey(registry), { registry, repositories }];
      }),
    ),
    identities: new Map(topology.identities.map((identity) => [identityArn(identity), identity])),
  };
}

/** Whether a repository is there. */
export function holds({ registries }: AccessMoment, { registry, repository }: Use): boolean {
  return registries.get(registryKey(registry))?.repositories.has(repository) === true;
}

/**
 * What comes of a use that is listed at the other moment, whoever has to be named for it: a role can pull where its account
 * may. `notKnown`: it is for a policy to say that is not known.
 * @param other the other moment
 */
export function possibleAt(
  moment: AccessMoment,
  other: AccessMoment,
  key: string,
  use: Use,
): Possible | 'notKnown' | undefined {
  const known = moment.uses.get(key)?.answer;
  if (known !== undefined) return known;
  const held = moment.registries.get(registryKey(use.registry));
  const repository = held?.repositories.get(use.repository);
  if (held?.registry.policy === 'notKnown' || repository?.policy === 'notKnown') return 'notKnown';
  const { caller } = use;
  if (caller.kind === 'registry') {
    const from = moment.registries.get(registryKey(caller.registry));
    return from?.registry.replication === 'notKnown' ? 'notKnown' : undefined;
  }
  if (held === undefined || repository === undefined) return undefined;
  const answer = answerTo(questionAt(moment, other, caller, held.registry, use), wantedBy(use));
  if (!isPossible(answer)) return undefined;
  return attached(moment, caller)?.policy === 'notKnown' ? 'notKnown' : answer;
}

function questionAt(
  moment: AccessMoment,
  other: AccessMoment,
  caller: Extract<MatrixCaller, { readonly kind: 'grantee' }>,
  registry: PlannedRegistry,
  { repository }: Use,
): Asking {
  const { grantee } = caller;
  // In its own account it has what is attached to it, and what the plans do not have was said at neither moment.
  const isOwn = accountOfGrantee(grantee) === registry.accountId;
  const isManaged = attached(moment, caller) !== undefined || attached(other, caller) !== undefined;
  return asking(moment.topology, grantee, { registry, repository }, isOwn || isManaged);
}

function wantedBy({ operation, action }: Use): Wanted {
  if (operation === 'pull' || operation === 'push') return operation;
  return action === undefined ? [] : [action];
}

/** What is attached to the caller itself. */
function attached({ identities }: AccessMoment, caller: MatrixCaller): Identity<NotKnown> | undefined {
  if (caller.kind !== 'grantee' || caller.grantee.who.kind !== 'identity') return undefined;
  return identities.get(identityArn(caller.grantee.who.identity));
}

/** Whether a use that depends on the same condition keys at both moments is possible with values with which it is not there. */
export function reachesFurther(here: AccessMoment, there: AccessMoment, use: Use): boolean {
  const { caller } = use;
  const [place, otherPlace] = [placeAt(here, use), placeAt(there, use)];
  if (caller.kind !== 'grantee' || place === undefined || otherPlace === undefined) return false;
  const isUntouched =
    place.repository.policy === otherPlace.repository.policy &&
    place.registry.policy === otherPlace.registry.policy &&
    attached(here, caller) === attached(there, caller);
  if (isUntouched) return false;
  const statements = ({ topology }: AccessMoment, { registry }: HeldPlace) =>
    openStatementsFor(
      asking(topology, caller.grantee, { registry, repository: use.repository }),
      wantedBy(use),
    );
  return !reachesAsFar(statements(there, otherPlace), statements(here, place));
}

interface HeldPlace {
  readonly registry: PlannedRegistry;
  readonly repository: PlannedRepository;
}

function placeAt({ registries }: AccessMoment, { registry, repository }: Use): HeldPlace | undefined {
  const held = registries.get(registryKey(registry));
  const found = held?.repositories.get(repository);
  return held === undefined || found === undefined
    ? undefined
    : { registry: held.registry, repository: found };
}
