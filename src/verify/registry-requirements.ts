import { V1_ACTIONS } from '../access/evaluate/layer-evaluation';
import { registriesByKey, registryKey } from '../aws/arn';
import { sortedUnique } from '../base/collections';
import { formatList } from '../base/text';
import type { PlannedRegistry, PlannedTopology, Registry, Topology } from '../model/topology';
import { isKnown } from '../model/unknown';
import { different, INSPECTOR } from './describe-difference';
import type { Difference } from './difference';

/**
 * Returns the settings of AWS that the declaration does not manage, but without which what it declares has no effect:
 * the scope of the registry policy, and Amazon Inspector.
 */
export function unmetRequirements(topology: Topology, live: PlannedTopology): readonly Difference[] {
  const liveRegistries = registriesByKey(live.registries);
  return topology.registries.flatMap((declared) => {
    const current = liveRegistries.get(registryKey(declared));
    return current === undefined ? [] : [...policyScope(declared, current), ...inspector(declared, current)];
  });
}

export const SCOPE = 'REGISTRY_POLICY_SCOPE';

/** Scope V1 applies to the actions of replication and caches only. */
export function requiresPolicyScope(declared: Registry): boolean {
  return actionsBeyondV1(declared).length > 0;
}

function policyScope(declared: Registry, { accountSettings }: PlannedRegistry): readonly Difference[] {
  const isManaged = declared.accountSettings.some(({ name }) => name === SCOPE);
  const isV1 =
    isKnown(accountSettings) && accountSettings.some(({ name, value }) => name === SCOPE && value === 'V1');
  const actions = actionsBeyondV1(declared);
  if (isManaged || !isV1 || actions.length === 0) return [];
  const reason = `V2, because the registry policy contains ${formatList(actions, 3)}`;
  return [different(ofSetting(declared), `account setting ${SCOPE}`, reason, 'V1')];
}

function actionsBeyondV1({ policy }: Registry): readonly string[] {
  const statements = policy?.statements ?? [];
  return sortedUnique(
    statements.flatMap(({ actions }) =>
      actions.values.filter((action) => !V1_ACTIONS.has(action.toLowerCase())),
    ),
  );
}

/** Whether Amazon Inspector must be enabled, although the declaration does not enable it. */
export function requiresInspector({ scanning, enablesInspector }: Registry): boolean {
  return scanning?.type === 'ENHANCED' && !enablesInspector;
}

/** ECR enables Amazon Inspector with `ENHANCED` scanning. Without it, nothing is scanned. */
function inspector(declared: Registry, { enablesInspector }: PlannedRegistry): readonly Difference[] {
  return requiresInspector(declared) && enablesInspector === false
    ? [different(ofSetting(declared), INSPECTOR, 'enabled, because scanning is ENHANCED', 'disabled')]
    : [];
}

function ofSetting({ name }: Registry): Parameters<typeof different>[0] {
  return { category: 'setting', registry: name, identity: undefined, repository: undefined };
}
