import { LOGIN_ACTION, type EcrAction, type PlannedTopology, type PolicyDocument } from '../registry';
import type { Caller } from './caller';
import { decide } from './decide';
import type { Decision } from './decision';
import type { LabelledPolicy, Layers, OrNotKnown } from './layers';
import { layersFor, requestFor, type Given, type Place } from './situation';

/** A missing grant: in the identity policies of the caller, or in the policies of the registry and repository. */
export interface MissingSide {
  readonly side: 'caller' | 'registry';
  /** False if the identity policies are unknown, so that the grant may exist. */
  readonly isKnown: boolean;
}

/**
 * Returns the grants that are required and missing, or possibly missing. Denials, boundaries and control policies are ignored:
 * they need a fix of their own and would hide a missing grant.
 */
export function missingSides(
  topology: PlannedTopology,
  caller: Caller,
  refused: readonly EcrAction[],
  place: Place,
  given: Given,
): readonly MissingSide[] {
  const decisions = refused.map((action) => grantingDecision(topology, caller, action, place, given));
  const ofCaller = decisions.filter(identityIsMissing);
  const isRegistryMissing = decisions.some(({ reason }) => RESOURCE_SIDE.has(reason.kind));
  const isKnown = ofCaller.some(({ reason }) => IDENTITY_SIDE.has(reason.kind));
  return [
    ...(ofCaller.length === 0 ? [] : [{ side: 'caller', isKnown } as const]),
    ...(isRegistryMissing ? [{ side: 'registry', isKnown: true } as const] : []),
  ];
}

const RESOURCE_SIDE: ReadonlySet<string> = new Set(['resourceDoesNotAllow', 'neitherAllows', 'nobodyAllows']);
const IDENTITY_SIDE: ReadonlySet<string> = new Set(['identityDoesNotAllow', 'neitherAllows', 'nobodyAllows']);

/** Whether no identity policy allows the action, or whether that is unknown. */
function identityIsMissing({ verdict, reason, layers }: Decision): boolean {
  if (verdict === 'allowed') return false;
  if (IDENTITY_SIDE.has(reason.kind)) return true;
  return layers.some(({ layer, state }) => layer === 'identity' && state.kind === 'notKnown');
}

function grantingDecision(
  topology: PlannedTopology,
  caller: Caller,
  action: EcrAction,
  { registry, repository }: Place,
  given: Given,
): Decision {
  const place = { registry, repository: action === LOGIN_ACTION ? undefined : repository };
  const request = requestFor(caller, action, place, given);
  return decide(request, withoutLimits(layersFor(topology, request, given)));
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
    repositoryPolicy: optional(repositoryPolicy),
    registryPolicy: optional(registryPolicy),
  };
}

function optional(policy: OrNotKnown<LabelledPolicy | undefined>): OrNotKnown<LabelledPolicy | undefined> {
  return policy === undefined || policy === 'notKnown' ? policy : withoutDenials(policy);
}

/** Cached by policy, because compiling a policy costs more than evaluating it. */
const ALLOWING = new WeakMap<PolicyDocument, PolicyDocument>();

function withoutDenials({ label, policy }: LabelledPolicy): LabelledPolicy {
  const known = ALLOWING.get(policy);
  const allowing = known ?? { statements: policy.statements.filter(({ effect }) => effect === 'Allow') };
  if (known === undefined) ALLOWING.set(policy, allowing);
  return { label, policy: allowing };
}
