import { registriesByKey, registryKey } from '../aws/arn';
import type { Unreadable } from '../live/registry/live-topology';
import type { Registry, Topology } from '../model/topology';
import { requiresInspector, requiresPolicyScope, SCOPE } from './registry-requirements';

/**
 * Leaves out values that are not compared, because the declaration does not manage them. Also leaves out what the endpoint
 * does not implement and the declaration does not use: some partitions and emulators lack newer parts of ECR, so their
 * registries cannot contain them.
 */
export function relevantUnreadable(
  topology: Topology,
  unreadable: readonly Unreadable[],
): readonly Unreadable[] {
  const registries = registriesByKey(topology.registries);
  return unreadable.filter((each) => {
    const declared = each.registry && registries.get(registryKey(each.registry));
    return declared === undefined || isRelevant(declared, each);
  });
}

function isRelevant(declared: Registry, { part, name, failure }: Unreadable): boolean {
  const isSupported = failure.kind !== 'not-supported';
  switch (part) {
    case 'inspector':
      return declared.enablesInspector || requiresInspector(declared);
    case 'scanning':
      return declared.scanning !== undefined;
    case 'settings':
      return isSettingCompared(declared, name);
    case 'creationTemplates':
    case 'pullThroughCache':
    case 'pullTimeUpdateExclusions':
      return isSupported || declared[part].length > 0;
    case 'identities':
    case 'lifecyclePolicies':
    case 'policy':
    case 'registry':
    case 'replication':
    case 'repositories':
    case 'repositoryPolicies':
    case 'repositoryTags':
      return true;
  }
}

/** @param setting undefined: none could be read */
function isSettingCompared(declared: Registry, setting: string | undefined): boolean {
  const { accountSettings } = declared;
  if (setting === undefined) return accountSettings.length > 0 || requiresPolicyScope(declared);
  return (
    accountSettings.some(({ name }) => name === setting) ||
    (setting === SCOPE && requiresPolicyScope(declared))
  );
}
