import { LOGIN_ACTION, type EcrAction } from '../../aws/policy/actions';
import type { PolicyDocument } from '../../aws/policy/document';
import type { PlannedTopology } from '../../model/topology';
import type { Caller } from '../evaluate/caller';
import { decide } from '../evaluate/decide';
import type { Decision } from '../evaluate/decision';
import type { LabelledPolicy, Layers, OrUnknown } from '../evaluate/decision.layers';
import {
  collectLayers,
  createRequest,
  type EvaluationContext,
  type RequestTarget,
} from '../evaluate/evaluation-context';

/** A missing grant: in the identity policies of the caller, or in the policies of the registry and repository. */
export interface MissingGrant {
  readonly side: 'caller' | 'registry';
  /** False if the identity policies are unknown, so that the grant may exist. */
  readonly isKnown: boolean;
}

/**
 * Returns the grants that are required and missing, or possibly missing. Denials, boundaries and control policies are ignored:
 * they need a fix of their own and would hide a missing grant.
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
    identity:
      identity === 'notKnown' ? identity : { ...identity, policies: identity.policies.map(withoutDenials) },
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
  return policy === undefined || policy === 'notKnown' ? policy : withoutDenials(policy);
}

/** Cached by policy, because compiling a policy costs more than evaluating it. */
const ALLOW_STATEMENTS = new WeakMap<PolicyDocument, PolicyDocument>();

function withoutDenials({ label, policy }: LabelledPolicy): LabelledPolicy {
  const cached = ALLOW_STATEMENTS.get(policy);
  const allowing = cached ?? { statements: policy.statements.filter(({ effect }) => effect === 'Allow') };
  if (cached === undefined) ALLOW_STATEMENTS.set(policy, allowing);
  return { label, policy: allowing };
}
