import { LOGIN_ACTION, type EcrAction } from '../../aws/policy/actions';
import type { PolicyDocument } from '../../aws/policy/document';
import type { PlannedTopology } from '../../model/topology';
import { isKnown } from '../../model/unknown';
import type { Caller } from '../evaluate/caller';
import { decide } from '../evaluate/decide';
import type { Decision, LabelledPolicy, LayerName, Layers, OrUnknown } from '../evaluate/decision';
import {
  collectLayers,
  createRequest,
  type EvaluationContext,
  type RequestTarget,
} from '../evaluate/evaluation-context';
import { unmetStatementsIn } from '../evaluate/layer-evaluation';
import type { UnmetStatement } from '../evaluate/policy-evaluation';
import type { ActionExplanation } from './question';

/** A missing grant: in the identity policies of the caller, or in the policies of the registry and repository. */
export interface MissingGrant {
  readonly side: 'caller' | 'registry';
  /** False if the identity policies are unknown, so that the grant may exist. */
  readonly isKnown: boolean;
}

/**
 * Returns the grants that are required and missing, or possibly missing. Denials, boundaries and control policies are ignored:
 * they need another fix and would hide a missing grant.
 */
export function findMissingGrants(
  topology: PlannedTopology,
  caller: Caller,
  notAllowed: readonly EcrAction[],
  target: RequestTarget,
  evaluationContext: EvaluationContext,
): readonly MissingGrant[] {
  const decisions = notAllowed.map((action) =>
    decideWithoutLimits(topology, caller, action, target, evaluationContext),
  );
  const identityDecisions = decisions.filter(lacksIdentityGrant);
  const isRegistryMissing = decisions.some(({ reason }) => RESOURCE_REASONS.has(reason.kind));
  const isKnown = identityDecisions.some(({ reason }) => IDENTITY_REASONS.has(reason.kind));
  return [
    ...(identityDecisions.length === 0 ? [] : [{ side: 'caller', isKnown } as const]),
    ...(isRegistryMissing ? [{ side: 'registry', isKnown: true } as const] : []),
  ];
}

const RESOURCE_REASONS: ReadonlySet<string> = new Set([
  'resourceDoesNotAllow',
  'neitherAllows',
  'nobodyAllows',
]);
const IDENTITY_REASONS: ReadonlySet<string> = new Set([
  'identityDoesNotAllow',
  'neitherAllows',
  'nobodyAllows',
]);

/** Whether no identity policy allows the action, or whether that is unknown. */
function lacksIdentityGrant({ verdict, reason, layers }: Decision): boolean {
  if (verdict === 'allowed') return false;
  if (IDENTITY_REASONS.has(reason.kind)) return true;
  return layers.some(({ layer, state }) => layer === 'identity' && state.kind === 'notKnown');
}

function decideWithoutLimits(
  topology: PlannedTopology,
  caller: Caller,
  action: EcrAction,
  { registry, repository }: RequestTarget,
  evaluationContext: EvaluationContext,
): Decision {
  const target = { registry, repository: action === LOGIN_ACTION ? undefined : repository };
  const request = createRequest(caller, action, target, evaluationContext);
  return decide(request, withoutLimits(collectLayers(topology, request, evaluationContext)));
}

function withoutLimits(layers: Layers): Layers {
  const { identity, repositoryPolicy, registryPolicy } = layers;
  return {
    ...layers,
    identity: !isKnown(identity)
      ? identity
      : {
          ...identity,
          policies: identity.policies.map((each) => (isKnown(each) ? withoutDenials(each) : each)),
        },
    boundary: undefined,
    scps: [],
    rcps: [],
    repositoryPolicy: withoutDenialsIfKnown(repositoryPolicy),
    registryPolicy: withoutDenialsIfKnown(registryPolicy),
  };
}

function withoutDenialsIfKnown(
  policy: OrUnknown<LabelledPolicy | undefined>,
): OrUnknown<LabelledPolicy | undefined> {
  return policy === undefined || !isKnown(policy) ? policy : withoutDenials(policy);
}

/** Cached by policy, because compiling a policy costs more than evaluating it. */
const ALLOW_STATEMENTS = new WeakMap<PolicyDocument, PolicyDocument>();

function withoutDenials({ label, policy }: LabelledPolicy): LabelledPolicy {
  const cached = ALLOW_STATEMENTS.get(policy);
  const allowing = cached ?? { statements: policy.statements.filter(({ effect }) => effect === 'Allow') };
  if (cached === undefined) ALLOW_STATEMENTS.set(policy, allowing);
  return { label, policy: allowing };
}

/** A statement that would allow actions of a question if its conditions were met, or if its ARNs could match. */
export interface UnmetLayerStatement extends UnmetStatement {
  readonly layer: UnmetLayer;
  readonly actions: readonly EcrAction[];
}

const LAYERS = ['identity', 'boundary', 'scps', 'repositoryPolicy', 'registryPolicy'] as const;
export type UnmetLayer = (typeof LAYERS)[number];

/** Returns the unmet statements of policies that do not allow an action, in the order of the layers. */
export function findUnmetStatements(
  topology: PlannedTopology,
  caller: Caller,
  notAllowed: readonly ActionExplanation[],
  { registry, repository }: RequestTarget,
  evaluationContext: EvaluationContext,
): readonly UnmetLayerStatement[] {
  const found = new Map<string, UnmetLayerStatement>();
  for (const layer of LAYERS) {
    for (const { action, decision } of notAllowed) {
      const isLogin = action === LOGIN_ACTION;
      // A registry policy cannot allow `ecr:GetAuthorizationToken`.
      if ((isLogin && layer === 'registryPolicy') || isAllowedByOtherStatement(decision, layer)) continue;
      const target = { registry, repository: isLogin ? undefined : repository };
      const request = createRequest(caller, action, target, evaluationContext);
      for (const unmet of unmetStatementsIn(
        request,
        collectLayers(topology, request, evaluationContext),
        layer,
      )) {
        if (requiresOtherCallerKind(unmet, caller)) continue;
        const key = JSON.stringify([layer, unmet.by.label, unmet.by.index]);
        const known = found.get(key) ?? { ...unmet, layer, actions: [] };
        found.set(key, { ...known, actions: [...known.actions, action] });
      }
    }
  }
  return [...found.values()];
}

/**
 * Whether another statement of the layer allows the action; for a resource-based policy, a statement of either one.
 */
function isAllowedByOtherStatement({ layers }: Decision, layer: UnmetLayer): boolean {
  const isAlternativeLayer = (other: LayerName) =>
    other === layer || (RESOURCE_LAYERS.has(other) && RESOURCE_LAYERS.has(layer));
  return layers.some((each) => isAlternativeLayer(each.layer) && each.state.kind === 'allows');
}

/** The resource-based policies. One that allows an action is enough. */
export const RESOURCE_LAYERS: ReadonlySet<LayerName> = new Set(['repositoryPolicy', 'registryPolicy']);

/** Whether a condition can only be met by AWS services although the caller is none, or the other way around. */
function requiresOtherCallerKind({ conditions }: UnmetStatement, { kind }: Caller): boolean {
  return conditions.some(({ condition, holds }) => {
    const key = condition.key.toLowerCase();
    const isOtherKindKey = kind === 'service' ? IAM_PRINCIPAL_KEYS.test(key) : SERVICE_KEYS.test(key);
    return holds === 'no' && isOtherKindKey;
  });
}

const IAM_PRINCIPAL_KEYS = /^aws:principal(account|arn|orgid|orgpaths|tag\/.+)$/;
const SERVICE_KEYS = /^aws:(source(account|arn|orgid|orgpaths)|principalservicename(slist)?)$/;

/**
 * Whether the statement was generated from an `access` entry for other principals. Its conditions only state that this caller
 * is not one of them.
 */
export function isGrantToOtherPrincipal({ by, conditions, deadResources }: UnmetLayerStatement): boolean {
  return (
    deadResources.length === 0 &&
    /^(Pull|Push|PullAndPush)[A-Z][A-Za-z0-9]*$/.test(by.statement.sid ?? '') &&
    conditions.every(({ condition }) => CALLER_KEYS.has(condition.key.toLowerCase()))
  );
}

/** The condition keys that select the principal of an `access` entry. */
const CALLER_KEYS: ReadonlySet<string> = new Set(['aws:principalarn', 'aws:sourceaccount', 'aws:sourcearn']);
