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

/** What comes of a question when all policies are taken together. */
export type Answer =
  | { readonly kind: 'yes' }
  | {
      readonly kind: 'depends';
      /** On the policies of the caller's own account, which the topology does not have. */
      readonly onItsAccount: boolean;
      /** On what these condition keys say, or whom these principals mean; sorted. */
      readonly onKeys: readonly string[];
    }
  | { readonly kind: 'no'; readonly decision: Decision }
  /** The destination has no such repository, and may not create it. */
  | { readonly kind: 'noReplica' }
  /** The caller is one that cannot be asked for, or the registry one that the topology does not have. */
  | { readonly kind: 'notKnown' };

/** An operation, or the actions that have to be allowed. */
export type Wanted = Operation | readonly EcrAction[];

/** Somebody at a repository, of whom several things may be asked. */
export interface Asking {
  readonly topology: PlannedTopology;
  /** Undefined where nothing can be asked in the name of the grantee. */
  readonly by: GranteeCaller | undefined;
  readonly place: Place;
  /** Whether the topology is taken to have all policies of the caller. */
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

/** The statements that decide about an answer, with the conditions that it depends on. */
export function appliedStatementsFor(question: Asking, wanted: Wanted): readonly AppliedStatement[] {
  return (askedIn(question, wanted) ?? []).flatMap(({ request, layers }) =>
    TOPOLOGY_LAYERS.flatMap((layer) => appliedStatementsOf(request, layers, layer)),
  );
}

/** The layers that a topology has policies for. */
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

/** The answer is about several repositories, so none of them is named. */
function forAnyRepository(layers: Layers): Layers {
  const { repositoryPolicy } = layers;
  if (repositoryPolicy === undefined || repositoryPolicy === 'notKnown') return layers;
  return { ...layers, repositoryPolicy: { ...repositoryPolicy, label: 'the repository policy' } };
}

/** What several decisions come to, all of which have to allow it. */
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

/** Only what a layer turns on: what a statement depends on is nothing where another one decides anyway. */
function keysOf(state: LayerState): readonly string[] {
  if (state.kind !== 'maybe') return [];
  const { keys, operators, principals } = state.unknowns;
  return [...keys, ...operators, ...principals];
}
