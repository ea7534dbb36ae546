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

/** Result of evaluating a denied request against the policies of the topology. */
export interface Answer {
  readonly verdict: Decision['verdict'];
  /** Effect of the identity policies that the topology attaches to the caller. */
  readonly identity: Side;
  /** Combined effect of the repository policy and the registry policy. One Allow is enough. */
  readonly resource: Side;
  /** The statement of the topology that denies the request. */
  readonly denial: { readonly layer: LayerName; readonly by: StatementReference } | undefined;
}

/**
 * `notKnown`: the topology does not contain the policy, or its effect depends on a value that the message does not
 * show.
 * `mayAllow`: an Allow depends on such a value.
 */
export type Side = 'allows' | 'denies' | 'silent' | 'notKnown' | 'mayAllow';

/**
 * Returns the result for the request, or undefined if the topology does not declare the registry or the message lacks
 * the caller, the action or the repository.
 */
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

/** Returns the result for a request of the service-linked role with which ECR replicates from the account `source`. */
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

/** A Deny overrides an Allow. One Allow is enough. */
function together(one: Side, other: Side): Side {
  const order: readonly Side[] = ['denies', 'allows', 'notKnown', 'mayAllow', 'silent'];
  return order.find((side) => side === one || side === other) ?? 'silent';
}
