import { replicationCaller, type Caller } from '../../access/evaluate/caller';
import type { Decision, LayerName, LayerState, StatementReference } from '../../access/evaluate/decision';
import { NO_CONTEXT } from '../../access/evaluate/evaluation-context';
import { decideAction, explain } from '../../access/explain/explain';
import type { Fix } from '../../access/explain/fix';
import { getPartition } from '../../aws/partitions';
import { requiredActions, type Operation } from '../../aws/policy/actions';
import { parseAccountId, type DeclaredTopology, type MessageLocation } from './location';

/** Result of evaluating a denied request against the policies of the topology. */
export interface Evaluation {
  readonly verdict: Decision['verdict'];
  /** Effect of the identity policies that the topology attaches to the caller. */
  readonly identity: PolicyEffect;
  /** Combined effect of the repository policy and the registry policy. One Allow is enough. */
  readonly resource: PolicyEffect;
  /** The statement of the topology that denies the request. */
  readonly denial: { readonly layer: LayerName; readonly by: StatementReference } | undefined;
  /** The fixes of the pull or push that needs the action. Undefined if neither does. */
  readonly fixes: readonly Fix[] | undefined;
}

/**
 * `unknown`: the topology does not contain the policy, or its effect depends on a value that the message does not
 * show.
 * `mayAllow`: an Allow depends on such a value.
 */
export type PolicyEffect = 'allows' | 'denies' | 'silent' | 'unknown' | 'mayAllow';

/**
 * Returns the result for the request, or undefined if the topology does not declare the registry or the message lacks
 * the caller, the action or the repository.
 */
export function evaluateRequest(
  declared: DeclaredTopology | undefined,
  caller: Caller | undefined,
  action: string | undefined,
  { registry, repositoryName: repository }: MessageLocation,
): Evaluation | undefined {
  if (declared === undefined || registry === undefined) return undefined;
  if (caller === undefined || action === undefined || repository === undefined) return undefined;
  const { topology, accounts } = declared;
  const operation = operationRequiring(action);
  const target = { registry, repository };
  const explanation =
    operation === undefined
      ? undefined
      : explain(topology, accounts, { operation, caller, ...target }, NO_CONTEXT);
  const decision =
    explanation?.actions.find((each) => each.action === action)?.decision ??
    decideAction(topology, caller, action, target, NO_CONTEXT);
  return toEvaluation(decision, explanation?.fixes);
}

/**
 * Returns the operation that needs the action, or undefined if none does. `ecr:BatchGetImage` counts as pull, because
 * AWS denies a push at other actions first.
 */
export function operationRequiring(action: string | undefined): Operation | undefined {
  return (['pull', 'push'] as const).find((operation) =>
    requiredActions(operation).some((each) => each === action),
  );
}

/** Returns the result for a request of the service-linked role with which ECR replicates from the account `source`. */
export function evaluateReplication(
  declared: DeclaredTopology | undefined,
  source: string | undefined,
  action: string,
  location: MessageLocation,
): Evaluation | undefined {
  const accountId = parseAccountId(source);
  if (accountId === undefined || location.id === undefined) return undefined;
  const { id: partition } = getPartition(location.id.region);
  return evaluateRequest(declared, replicationCaller(partition, accountId), action, location);
}

function toEvaluation({ verdict, layers }: Decision, fixes: Evaluation['fixes']): Evaluation {
  const stateOf = (name: LayerName) => layers.find(({ layer }) => layer === name)?.state;
  const denying = layers.flatMap(({ layer, state }) =>
    state.kind === 'denies' ? [{ layer, by: state.by }] : [],
  );
  return {
    verdict,
    identity: policyEffect(stateOf('identity')),
    resource: combineEffects(
      policyEffect(stateOf('repositoryPolicy')),
      policyEffect(stateOf('registryPolicy')),
    ),
    denial: denying[0],
    fixes,
  };
}

function policyEffect(state: LayerState | undefined): PolicyEffect {
  switch (state?.kind) {
    case 'allows':
    case 'denies':
    case 'silent':
      return state.kind;
    case 'absent':
    case 'doesNotApply':
      return 'silent';
    case 'maybe':
      return state.effect === 'Allow' ? 'mayAllow' : 'unknown';
    case 'notKnown':
    case undefined:
      return 'unknown';
  }
}

/** A Deny overrides an Allow. One Allow is enough. */
function combineEffects(first: PolicyEffect, second: PolicyEffect): PolicyEffect {
  const order: readonly PolicyEffect[] = ['denies', 'allows', 'unknown', 'mayAllow', 'silent'];
  return order.find((effect) => effect === first || effect === second) ?? 'silent';
}
