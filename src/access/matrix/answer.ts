import { LOGIN_ACTION, type EcrAction, type Operation } from '../../aws/policy/actions';
import { sortedUnique } from '../../base/collections';
import type { PlannedTopology } from '../../model/topology';
import { isKnown } from '../../model/unknown';
import { decide } from '../evaluate/decide';
import type { Decision, Layers, LayerState } from '../evaluate/decision';
import { collectLayers, createRequest, NO_CONTEXT, type RequestTarget } from '../evaluate/evaluation-context';
import type { StatementGrantee } from '../evaluate/grantees';
import { appliedStatementsIn } from '../evaluate/layer-evaluation';
import type { AppliedStatement } from '../evaluate/policy-evaluation';
import type { Request } from '../evaluate/request';
import { createSampleCaller, hideKeys, type SampleCaller } from '../evaluate/sample-caller';
import { actionsForCaller } from '../explain/explain';
import type { ActionExplanation } from '../explain/question';

/** The answer to an access question, from all policies together. */
export type Answer =
  | { readonly kind: 'yes' }
  | {
      readonly kind: 'depends';
      /** Whether it depends on the identity policies of the caller, which the topology does not contain. */
      readonly onItsAccount: boolean;
      /** The condition keys and principals that it depends on. Sorted. */
      readonly onKeys: readonly string[];
    }
  | { readonly kind: 'no'; readonly decision: Decision }
  /** The destination does not contain the repository, and ECR may not create it. */
  | { readonly kind: 'noReplica' }
  /** No request can be made for the caller, or the topology does not contain the registry. */
  | { readonly kind: 'unknown' };

export type OperationOrActions = Operation | readonly EcrAction[];

/** A principal and a repository or registry. Several operations can be evaluated for it. */
export interface AccessQuestion {
  readonly topology: PlannedTopology;
  /** Undefined if no request can be made for the grantee. */
  readonly sampleCaller: SampleCaller | undefined;
  readonly target: RequestTarget;
  /** Whether to assume that the topology contains every identity policy of the caller. */
  readonly hasAllPolicies: boolean;
}

export function createAccessQuestion(
  topology: PlannedTopology,
  grantee: StatementGrantee,
  target: RequestTarget,
  hasAllPolicies = false,
): AccessQuestion {
  return { topology, sampleCaller: createSampleCaller(grantee, target.registry), target, hasAllPolicies };
}

export function answerQuestion(question: AccessQuestion, operationOrActions: OperationOrActions): Answer {
  const evaluated = evaluateActions(question, operationOrActions);
  return evaluated === undefined
    ? { kind: 'unknown' }
    : combineDecisions(evaluated.map(({ decision }) => decision));
}

/** Returns the decision on each action that the answer combines. Undefined if no request can be made for the grantee. */
export function explainActions(
  question: AccessQuestion,
  operationOrActions: OperationOrActions,
): readonly ActionExplanation[] | undefined {
  return evaluateActions(question, operationOrActions)?.map(({ action, decision }) => ({
    action,
    decision,
  }));
}

/** Returns the statements that apply to the request, or may apply, with the conditions that are unknown. */
export function appliedStatementsFor(
  question: AccessQuestion,
  operationOrActions: OperationOrActions,
): readonly AppliedStatement[] {
  return (evaluateActions(question, operationOrActions) ?? []).flatMap(({ request, layers }) =>
    TOPOLOGY_LAYERS.flatMap((layer) => appliedStatementsIn(request, layers, layer)),
  );
}

const TOPOLOGY_LAYERS = ['identity', 'repositoryPolicy', 'registryPolicy'] as const;

interface EvaluatedAction extends ActionExplanation {
  readonly request: Request;
  readonly layers: Layers;
}

function evaluateActions(
  question: AccessQuestion,
  operationOrActions: OperationOrActions,
): readonly EvaluatedAction[] | undefined {
  const { sampleCaller } = question;
  if (sampleCaller === undefined) return undefined;
  const actions =
    typeof operationOrActions === 'string'
      ? actionsForCaller(sampleCaller.caller, operationOrActions)
      : operationOrActions;
  return actions.map((action) => evaluateAction(question, sampleCaller, action));
}

function evaluateAction(
  { topology, target: { registry, repository }, hasAllPolicies }: AccessQuestion,
  { caller, context, unknownKeys }: SampleCaller,
  action: EcrAction,
): EvaluatedAction {
  const isLogin = action === LOGIN_ACTION;
  const target = { registry, repository: isLogin ? undefined : repository };
  const identityPolicies = hasAllPolicies ? [] : undefined;
  const evaluationContext = { ...NO_CONTEXT, context, identityPolicies };
  const completeRequest = createRequest(caller, action, target, evaluationContext);
  const collected = withoutRepositoryName(collectLayers(topology, completeRequest, evaluationContext));
  const layers = hasAllPolicies ? withoutPolicyNames(collected) : collected;
  const request = { ...completeRequest, context: hideKeys(completeRequest.context, unknownKeys) };
  return { action, request, layers, decision: decide(request, layers) };
}

/** The answer is shared by several repositories, so the label does not name one of them. */
function withoutRepositoryName(layers: Layers): Layers {
  const { repositoryPolicy } = layers;
  if (repositoryPolicy === undefined || !isKnown(repositoryPolicy)) return layers;
  return { ...layers, repositoryPolicy: { ...repositoryPolicy, label: 'the repository policy' } };
}

/** The model has one policy for all policies of an identity, so the label does not name one of them. */
function withoutPolicyNames(layers: Layers): Layers {
  const { identity } = layers;
  if (!isKnown(identity)) return layers;
  const policies = identity.policies.map((each) =>
    isKnown(each) ? { ...each, label: 'the identity policies of the caller' } : each,
  );
  return { ...layers, identity: { ...identity, policies } };
}

/** Combines decisions on actions that are all required. */
export function combineDecisions(decisions: readonly Decision[]): Answer {
  const denied = decisions.find(({ verdict }) => verdict === 'denied');
  if (denied !== undefined) return { kind: 'no', decision: denied };
  const unknownLayers = decisions
    .filter(({ verdict }) => verdict === 'unknown')
    .flatMap(({ layers }) => layers);
  if (unknownLayers.length === 0) return { kind: 'yes' };
  return {
    kind: 'depends',
    onItsAccount: unknownLayers.some(({ layer, state }) => layer === 'identity' && state.kind === 'notKnown'),
    onKeys: sortedUnique(unknownLayers.flatMap(({ state }) => unknownsOf(state))),
  };
}

/** Only of layers in state `maybe`: in other layers another statement decides. */
function unknownsOf(state: LayerState): readonly string[] {
  if (state.kind !== 'maybe') return [];
  const { keys, operators, principals } = state.unknowns;
  return [...keys, ...operators, ...principals];
}
