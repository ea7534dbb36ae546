import {
  LOGIN_ACTION,
  sortedUnique,
  type EcrAction,
  type Operation,
  type PlannedTopology,
} from '../registry';
import { decide } from './decide';
import type { Decision, LayerState } from './decision';
import { neededBy } from './explain';
import { callerOf, hiding, type GranteeCaller } from './grantee-caller';
import type { StatementGrantee } from './grantees';
import { appliedStatementsOf } from './layer-findings';
import type { Layers } from './layers';
import type { AppliedStatement } from './policy/finding';
import type { Request } from './request';
import { layersFor, NOTHING_GIVEN, requestFor, type Place } from './situation';

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
  | { readonly kind: 'notKnown' };

export type Wanted = Operation | readonly EcrAction[];

/** A principal and a repository or registry. Several operations can be evaluated for it. */
export interface Asking {
  readonly topology: PlannedTopology;
  /** Undefined if no request can be made for the grantee. */
  readonly by: GranteeCaller | undefined;
  readonly place: Place;
  /** Whether to assume that the topology contains every identity policy of the caller. */
  readonly hasAllPolicies: boolean;
}

export function asking(
  topology: PlannedTopology,
  grantee: StatementGrantee,
  place: Place,
  hasAllPolicies = false,
): Asking {
  return { topology, by: callerOf(grantee, place.registry), place, hasAllPolicies };
}

export function answerTo(question: Asking, wanted: Wanted): Answer {
  const asked = askedIn(question, wanted);
  return asked === undefined ? { kind: 'notKnown' } : answerOf(asked.map(({ decision }) => decision));
}

/** Returns the statements that apply to the request, or may apply, with the conditions that are unknown. */
export function appliedStatementsFor(question: Asking, wanted: Wanted): readonly AppliedStatement[] {
  return (askedIn(question, wanted) ?? []).flatMap(({ request, layers }) =>
    TOPOLOGY_LAYERS.flatMap((layer) => appliedStatementsOf(request, layers, layer)),
  );
}

const TOPOLOGY_LAYERS = ['identity', 'repositoryPolicy', 'registryPolicy'] as const;

interface Asked {
  readonly request: Request;
  readonly layers: Layers;
  readonly decision: Decision;
}

function askedIn(question: Asking, wanted: Wanted): readonly Asked[] | undefined {
  const { by } = question;
  if (by === undefined) return undefined;
  const actions = typeof wanted === 'string' ? neededBy(by.caller, wanted) : wanted;
  return actions.map((action) => askedFor(question, by, action));
}

function askedFor(
  { topology, place: { registry, repository }, hasAllPolicies }: Asking,
  { caller, context, notKnown }: GranteeCaller,
  action: EcrAction,
): Asked {
  const isLogin = action === LOGIN_ACTION;
  const place = { registry, repository: isLogin ? undefined : repository };
  const identityPolicies = hasAllPolicies ? [] : undefined;
  const given = { ...NOTHING_GIVEN, context, identityPolicies };
  const told = requestFor(caller, action, place, given);
  const layers = forAnyRepository(layersFor(topology, told, given));
  const request = { ...told, context: hiding(told.context, notKnown) };
  return { request, layers, decision: decide(request, layers) };
}

/** The answer is shared by several repositories, so the label does not name one of them. */
function forAnyRepository(layers: Layers): Layers {
  const { repositoryPolicy } = layers;
  if (repositoryPolicy === undefined || repositoryPolicy === 'notKnown') return layers;
  return { ...layers, repositoryPolicy: { ...repositoryPolicy, label: 'the repository policy' } };
}

/** Combines decisions on actions that are all required. */
export function answerOf(decisions: readonly Decision[]): Answer {
  const denied = decisions.find(({ verdict }) => verdict === 'denied');
  if (denied !== undefined) return { kind: 'no', decision: denied };
  const open = decisions.filter(({ verdict }) => verdict === 'unknown').flatMap(({ layers }) => layers);
  if (open.length === 0) return { kind: 'yes' };
  return {
    kind: 'depends',
    onItsAccount: open.some(({ layer, state }) => layer === 'identity' && state.kind === 'notKnown'),
    onKeys: sortedUnique(open.flatMap(({ state }) => keysOf(state))),
  };
}

/** Only of layers in state `maybe`: in other layers another statement decides. */
function keysOf(state: LayerState): readonly string[] {
  if (state.kind !== 'maybe') return [];
  const { keys, operators, principals } = state.unknowns;
  return [...keys, ...operators, ...principals];
}
