import { LOGIN_ACTION, type EcrAction, type PlannedTopology } from '../registry';
import type { Caller } from './caller';
import type { Decision } from './decision';
import type { ActionExplanation } from './explain';
import { unmetStatementsOf } from './layer-findings';
import type { LayerName } from './layers';
import type { UnmetStatement } from './policy/unmet';
import { layersFor, requestFor, type Given, type Place } from './situation';

/** A statement that would allow actions of a question, but for its conditions or for ARNs that can never match. */
export interface Unmet extends UnmetStatement {
  readonly layer: UnmetLayer;
  readonly actions: readonly EcrAction[];
}

const LAYERS = ['identity', 'boundary', 'scps', 'repositoryPolicy', 'registryPolicy'] as const;
export type UnmetLayer = (typeof LAYERS)[number];

/** Of the sides that do not allow an action, in the order of the layers. */
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
      // No policy of a registry allows a token.
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

/** Whether the side of a layer allows an action by another statement. */
function allowsAnyway({ layers }: Decision, layer: UnmetLayer): boolean {
  const isSameSide = (other: LayerName) =>
    other === layer || (RESOURCE_LAYERS.has(other) && RESOURCE_LAYERS.has(layer));
  return layers.some((each) => isSameSide(each.layer) && each.state.kind === 'allows');
}

/** The policies of the registry's account, one of which is enough. */
export const RESOURCE_LAYERS: ReadonlySet<LayerName> = new Set(['repositoryPolicy', 'registryPolicy']);

/** A condition that only the requests of AWS services can meet, or only those of everybody else. */
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
 * Whether an entry under `access` wrote the statement for other roles, users or services, so that its conditions say no more
 * than that this caller is not one of them.
 */
export function isForOthers({ by, conditions, deadResources }: Unmet): boolean {
  return (
    deadResources.length === 0 &&
    /^(Pull|Push|PullAndPush)[A-Z][A-Za-z0-9]*$/.test(by.statement.sid ?? '') &&
    conditions.every(({ condition }) => NAMES_CALLER.has(condition.key.toLowerCase()))
  );
}

/** The condition keys with which an entry under `access` names one role, user or service. */
const NAMES_CALLER: ReadonlySet<string> = new Set(['aws:principalarn', 'aws:sourceaccount', 'aws:sourcearn']);
