import { LOGIN_ACTION, type EcrAction, type PlannedTopology } from '../registry';
import type { Caller } from './caller';
import type { Decision } from './decision';
import type { ActionExplanation } from './question';
import { unmetStatementsOf } from './layer-findings';
import type { LayerName } from './layers';
import type { UnmetStatement } from './policy/unmet';
import { layersFor, requestFor, type Given, type Place } from './situation';

/** A statement that would allow actions of a question if its conditions were met, or if its ARNs could match. */
export interface Unmet extends UnmetStatement {
  readonly layer: UnmetLayer;
  readonly actions: readonly EcrAction[];
}

const LAYERS = ['identity', 'boundary', 'scps', 'repositoryPolicy', 'registryPolicy'] as const;
export type UnmetLayer = (typeof LAYERS)[number];

/** Returns the unmet statements of policies that do not allow an action, in the order of the layers. */
export function unmetIn(
  topology: PlannedTopology,
  caller: Caller,
  refused: readonly ActionExplanation[],
  { registry, repository }: Place,
  given: Given,
): readonly Unmet[] {
  const found = new Map<string, Unmet>();
  for (const layer of LAYERS) {
    for (const { action, decision } of refused) {
      const isLogin = action === LOGIN_ACTION;
      // A registry policy cannot allow `ecr:GetAuthorizationToken`.
      if ((isLogin && layer === 'registryPolicy') || allowsAnyway(decision, layer)) continue;
      const place = { registry, repository: isLogin ? undefined : repository };
      const request = requestFor(caller, action, place, given);
      for (const unmet of unmetStatementsOf(request, layersFor(topology, request, given), layer)) {
        if (isForOtherKind(unmet, caller)) continue;
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
function allowsAnyway({ layers }: Decision, layer: UnmetLayer): boolean {
  const isSameSide = (other: LayerName) =>
    other === layer || (RESOURCE_LAYERS.has(other) && RESOURCE_LAYERS.has(layer));
  return layers.some((each) => isSameSide(each.layer) && each.state.kind === 'allows');
}

/** The resource-based policies. One that allows an action is enough. */
export const RESOURCE_LAYERS: ReadonlySet<LayerName> = new Set(['repositoryPolicy', 'registryPolicy']);

/** Whether a condition can only be met by AWS services although the caller is none, or the other way around. */
function isForOtherKind({ conditions }: UnmetStatement, { kind }: Caller): boolean {
  return conditions.some(({ condition, holds }) => {
    const key = condition.key.toLowerCase();
    const isOther = kind === 'service' ? OF_MEMBERS.test(key) : OF_SERVICES.test(key);
    return holds === 'no' && isOther;
  });
}

const OF_MEMBERS = /^aws:principal(account|arn|orgid|orgpaths|tag\/.+)$/;
const OF_SERVICES = /^aws:(source(account|arn|orgid|orgpaths)|principalservicename(slist)?)$/;

/**
 * Whether the statement was generated from an `access` entry for other principals. Its conditions only state that this caller
 * is not one of them.
 */
export function isForOthers({ by, conditions, deadResources }: Unmet): boolean {
  return (
    deadResources.length === 0 &&
    /^(Pull|Push|PullAndPush)[A-Z][A-Za-z0-9]*$/.test(by.statement.sid ?? '') &&
    conditions.every(({ condition }) => NAMES_CALLER.has(condition.key.toLowerCase()))
  );
}

/** The condition keys that select the principal of an `access` entry. */
const NAMES_CALLER: ReadonlySet<string> = new Set(['aws:principalarn', 'aws:sourceaccount', 'aws:sourcearn']);
