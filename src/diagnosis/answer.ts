import {
  decide,
  layersFor,
  NOTHING_GIVEN,
  replicationCaller,
  requestFor,
  type Caller,
  type Decision,
  type LayerName,
  type LayerState,
  type StatementReference,
} from '../access';
import { getPartition } from '../registry';
import { accountIdOf, type Declared, type Place } from './place';

/** What the topology says of a request that AWS denied. */
export interface Answer {
  readonly verdict: Decision['verdict'];
  /** What is attached to the caller. */
  readonly identity: Side;
  /** The repository policy and the registry policy together: one of them is enough. */
  readonly resource: Side;
  /** A statement of the topology that denies it. */
  readonly denial: { readonly layer: LayerName; readonly by: StatementReference } | undefined;
}

/**
 * `notKnown`: the topology does not hold the policy, or it depends on what the message does not tell. `mayAllow`: an Allow
 * depends on that.
 */
export type Side = 'allows' | 'denies' | 'silent' | 'notKnown' | 'mayAllow';

/** Undefined where the topology does not declare the registry, so that it says nothing. */
export function askTopology(
  declared: Declared | undefined,
  caller: Caller | undefined,
  action: string | undefined,
  { registry, repositoryName: repository }: Place,
): Answer | undefined {
  if (declared === undefined || registry === undefined) return undefined;
  if (caller === undefined || action === undefined || repository === undefined) return undefined;
  const { topology } = declared;
  const request = requestFor(caller, action, { registry, repository }, NOTHING_GIVEN);
  return answerOf(decide(request, layersFor(topology, request, NOTHING_GIVEN)));
}

/** The same for the service-linked role with which ECR replicates out of an account. */
export function askReplication(
  declared: Declared | undefined,
  source: string | undefined,
  action: string,
  place: Place,
): Answer | undefined {
  const accountId = accountIdOf(source);
  if (accountId === undefined || place.id === undefined) return undefined;
  const { id: partition } = getPartition(place.id.region);
  return askTopology(declared, replicationCaller(partition, accountId), action, place);
}

function answerOf({ verdict, layers }: Decision): Answer {
  const stateOf = (name: LayerName) => layers.find(({ layer }) => layer === name)?.state;
  const denying = layers.flatMap(({ layer, state }) =>
    state.kind === 'denies' ? [{ layer, by: state.by }] : [],
  );
  return {
    verdict,
    identity: sideOf(stateOf('identity')),
    resource: together(sideOf(stateOf('repositoryPolicy')), sideOf(stateOf('registryPolicy'))),
    denial: denying[0],
  };
}

function sideOf(state: LayerState | undefined): Side {
  switch (state?.kind) {
    case 'allows':
    case 'denies':
    case 'silent':
      return state.kind;
    case 'absent':
    case 'doesNotApply':
      return 'silent';
    case 'maybe':
      return state.effect === 'Allow' ? 'mayAllow' : 'notKnown';
    case 'notKnown':
    case undefined:
      return 'notKnown';
  }
}

/** A Deny wins; one Allow is enough. */
function together(one: Side, other: Side): Side {
  const order: readonly Side[] = ['denies', 'allows', 'notKnown', 'mayAllow', 'silent'];
  return order.find((side) => side === one || side === other) ?? 'silent';
}
