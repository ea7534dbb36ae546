import {
  actionsOf,
  attachedPolicyName,
  identityPolicy,
  isProtected,
  LOGIN_ACTION,
  protectedRolePattern,
  sortedUnique,
  type Account,
  type Grantee,
  type Topology,
} from '../registry';
import { callerAccount, type Caller } from './caller';
import type { Decision } from './decision';
import { denialsOf } from './denials';
import type { ActionExplanation, Question } from './question';
import type { LayerName } from './layers';
import type { Mend } from './mend';
import { otherOfSameName } from './same-name';
import { serviceMends } from './service-proposals';
import type { MissingSide } from './sides';
import type { Given } from './situation';
import { isForOthers, RESOURCE_LAYERS, type Unmet, type UnmetLayer } from './unmet';

/** A question whose answer is not yes, and its evaluation. */
export interface Refused {
  readonly topology: Topology;
  readonly accounts: readonly Account[];
  readonly question: Question;
  readonly given: Given;
  readonly actions: readonly ActionExplanation[];
  readonly missing: readonly MissingSide[];
  readonly unmet: readonly Unmet[];
}

/**
 * Returns all changes that are required to allow the operation. A change to the identity policy or the resource-based policy alone
 * is a common mistake. No change bypasses a condition.
 */
export function proposalsFor(refused: Refused): readonly Mend[] {
  if (refused.actions.length === 0) return [];
  const { topology, question, actions, given } = refused;
  const other = otherOfSameName(topology, question.caller);
  const changes = [...denialsOf(question.caller, question, actions, given), ...limitsOf(refused)];
  if (other !== undefined) return [...changes, { kind: 'other-path', identity: other }];
  const conditions = conditionsToMeet(refused);
  const grants =
    question.caller.kind === 'service' ? serviceMends(refused, conditions) : grantsFor(refused, conditions);
  const toMeet: readonly Mend[] =
    conditions.length === 0 ? [] : [{ kind: 'condition', statements: conditions }];
  return [...changes, ...toMeet, ...grants, ...questionsOf(refused, grants)];
}

/** Boundaries and service control policies that do not allow some actions, and have no unmet statement for them. */
function limitsOf({ actions, unmet }: Refused): readonly Mend[] {
  return (['boundary', 'scps'] as const).flatMap((layer): readonly Mend[] => {
    const silent = actions
      .filter(({ decision: { layers } }) =>
        layers.some((each) => each.layer === layer && each.state.kind === 'silent'),
      )
      .map(({ action }) => action)
      .filter((action) => !unmet.some((each) => each.layer === layer && each.actions.includes(action)));
    return silent.length === 0 ? [] : [{ kind: 'limited', layer, actions: silent }];
  });
}

/** Actions that do not identify a push, because pulls or logins need them too. */
const READS: ReadonlySet<string> = new Set([
  ...actionsOf('pull'),
  'ecr:BatchCheckLayerAvailability',
  LOGIN_ACTION,
]);

/**
 * Returns the statements that already allow the operation under conditions. A new grant or policy would bypass these. A statement
 * with an unknown condition counts only if it covers the operation itself, because most statements allow pulls, which pushes include.
 */
function conditionsToMeet({ question, unmet }: Refused): readonly Unmet[] {
  return unmet.filter((each) => {
    if (isForOthers(each)) return false;
    const isCertain = each.deadResources.length > 0 || each.conditions.some(({ holds }) => holds === 'no');
    const isAbout =
      question.operation === 'pull'
        ? each.actions.some((action) => action !== LOGIN_ACTION)
        : each.actions.some((action) => !READS.has(action));
    return isCertain || isAbout;
  });
}

/**
 * Returns the missing grants of the identity policy and the resource-based policy, except if only a condition is unmet.
 */
function grantsFor(refused: Refused, conditions: readonly Unmet[]): readonly Mend[] {
  const { accounts, question, missing, actions } = refused;
  const { caller, registry } = question;
  const isOwn = callerAccount(caller) === registry.accountId;
  const isMet = (isSide: (layer: UnmetLayer) => boolean) =>
    !conditions.some(({ layer }) => layer !== 'boundary' && layer !== 'scps' && (isOwn || isSide(layer)));
  const lacks = (wanted: MissingSide['side']) => missing.some(({ side }) => side === wanted);
  const maySayIdentity = isMet((layer) => layer === 'identity');
  const canAttach = caller.kind === 'identity' && isReached(caller, accounts) && maySayIdentity;
  // An `access` entry also attaches the policy of the caller. Within one account nothing else is required.
  const isForCaller = isOwn && canAttach && lacks('caller') && actions.some(isSilentThere);
  const needsGrant = (lacks('registry') || isForCaller) && isMet((layer) => RESOURCE_LAYERS.has(layer));
  const grant = needsGrant ? grantFor(question, canAttach) : [];
  const isAttached = grant.length > 0 && canAttach;
  const needsIdentity = lacks('caller') && maySayIdentity && !isAttached;
  return [...grant, ...(needsIdentity ? attachmentFor(question) : [])];
}

/** Whether no resource-based policy has a statement for the action. */
function isSilentThere({ action, decision }: ActionExplanation): boolean {
  if (action === LOGIN_ACTION) return false;
  return decision.layers
    .filter(({ layer }) => RESOURCE_LAYERS.has(layer))
    .every(({ state }) => state.kind === 'silent' || state.kind === 'absent');
}

/** Limited to the registry of the question. */
function grantFor(question: Question, canAttach: boolean): readonly Mend[] {
  const { operation, registry, repository, caller } = question;
  const grantee = granteeOf(caller);
  if (grantee === undefined) return [];
  // `validate` requires `identity: none` if no policy can be attached.
  const isNone = grantee.kind === 'identity' && !canAttach;
  const entry = {
    allow: operation,
    repositories: [repository],
    registries: [registry.name],
    principals: [grantee],
    ...(isNone ? { identity: 'none' as const } : {}),
  };
  return [{ kind: 'grant', entry, isForAccount: grantee.kind === 'account' }];
}

function granteeOf(caller: Caller): Grantee | undefined {
  switch (caller.kind) {
    case 'identity': {
      const { identity } = caller;
      return isProtected(identity)
        ? { kind: 'viaAccountRoot', accountId: identity.accountId, arn: protectedRolePattern(identity) }
        : { kind: 'identity', identity };
    }
    // An `access` entry cannot name a session of a federated user or the root user.
    case 'federated':
    case 'root':
      return { kind: 'account', accountId: caller.accountId };
    case 'service':
      return undefined;
  }
}

function isReached(caller: Extract<Caller, { kind: 'identity' }>, accounts: readonly Account[]): boolean {
  if (isProtected(caller.identity)) return false;
  return accounts.some(({ id }) => id === caller.identity.accountId);
}

function attachmentFor({ caller, operation, registry, repository }: Question): readonly Mend[] {
  const policy = identityPolicy([{ registry, repository, operation }]);
  switch (caller.kind) {
    case 'identity': {
      const policyName = attachedPolicyName(registry, repository);
      return [{ kind: 'attach', identity: caller.identity, policyName, policy }];
    }
    case 'federated':
      return [{ kind: 'session', policy }];
    case 'root':
    case 'service':
      return [];
  }
}

/** Unknown values that the answer depends on, unless a proposed grant makes them irrelevant. */
function questionsOf({ actions }: Refused, grants: readonly Mend[]): readonly Mend[] {
  const has = (...kinds: readonly Mend['kind'][]) => grants.some(({ kind }) => kinds.includes(kind));
  const isSettled = (layer: LayerName) =>
    layer === 'identity' ? has('grant', 'attach', 'session') : has('grant') && layer.endsWith('Policy');
  const layers = new Set<LayerName>();
  const keys: string[] = [];
  const undocumented: string[] = [];
  for (const { decision } of actions) {
    for (const { layer, state } of openLayers(decision)) {
      const isAllow = state.kind === 'notKnown' || (state.kind === 'maybe' && state.effect === 'Allow');
      if (isAllow && isSettled(layer)) continue;
      layers.add(layer);
      if (state.kind !== 'maybe') continue;
      keys.push(...state.unknowns.keys);
      undocumented.push(...state.unknowns.operators);
    }
  }
  if (keys.length + undocumented.length === 0 && !layers.has('identity')) return [];
  return [
    {
      kind: 'find-out',
      layers: [...layers],
      keys: sortedUnique(keys),
      undocumented: sortedUnique(undocumented),
    },
  ];
}

function openLayers({ reason, layers }: Decision): Decision['layers'] {
  if (reason.kind !== 'notKnown') return [];
  return layers.filter(({ layer }) => reason.layers.includes(layer));
}
