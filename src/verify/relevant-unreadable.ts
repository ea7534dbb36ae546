import { registriesByKey, registryKey } from '../aws/arn';
import type { Unreadable } from '../live/registry/live-topology';
import type { Repository } from '../model/resource-types';
import type { Registry, Topology } from '../model/topology';
import type { AlignOptions } from './align';
import { requiresInspector, requiresPolicyScope, SCOPE } from './registry-requirements';

/**
 * Leaves out values that are not compared: those that the declaration does not manage, and settings of repositories,
 * templates and cache rules that are not declared. Also leaves out what the endpoint does not implement and the declaration
 * does not use: some partitions and emulators lack newer parts of ECR, so their registries cannot contain them.
 */
export function relevantUnreadable(
  topology: Topology,
  unreadable: readonly Unreadable[],
  { ignoresUndeclared }: Pick<AlignOptions, 'ignoresUndeclared'>,
): readonly Unreadable[] {
  const registries = registriesByKey(topology.registries);
  return unreadable.filter((each) => {
    const declared = each.registry && registries.get(registryKey(each.registry));
    return declared === undefined || isCompared(declared, each, ignoresUndeclared);
  });
}

function isCompared(
  declared: Registry,
  { part, name, failure }: Unreadable,
  ignoresUndeclared: boolean,
): boolean {
  const comparesUndeclared = !ignoresUndeclared;
  const canContain = comparesUndeclared && failure.kind !== 'not-supported';
  const { repositories } = declared;
  switch (part) {
    case 'identities':
    case 'registry':
      return true;
    case 'inspector':
      return declared.enablesInspector || requiresInspector(declared);
    case 'scanning':
      return declared.scanning !== undefined;
    case 'settings':
      return isSettingCompared(declared, name);
    case 'policy':
      return comparesUndeclared || declared.policy !== undefined;
    case 'replication':
      return comparesUndeclared || declared.replication.length > 0;
    case 'repositories':
      return isItemCompared(name, repositories.map(nameOf), comparesUndeclared);
    case 'repositoryPolicies': {
      const compared = repositories.filter(({ policy }) => comparesUndeclared || policy !== undefined);
      return isItemCompared(name, compared.map(nameOf), false);
    }
    case 'lifecyclePolicies': {
      const compared = repositories.filter(
        ({ settings }) => comparesUndeclared || settings.lifecyclePolicy !== undefined,
      );
      return isItemCompared(name, compared.map(nameOf), false);
    }
    case 'repositoryTags':
      return isItemCompared(name, repositories.map(nameOf), false);
    case 'creationTemplates':
    case 'pullThroughCache': {
      const prefixes = declared[part].map(({ prefix }) => prefix);
      return isItemCompared(name, prefixes, canContain);
    }
    case 'pullTimeUpdateExclusions':
      return isItemCompared(name, declared.pullTimeUpdateExclusions, canContain);
  }
}

function nameOf({ name }: Repository): string {
  return name;
}

/**
 * @param name undefined: none of the items could be read
 * @param compared the declared items whose values are compared
 * @param findsOthers whether items that are not declared are differences
 */
function isItemCompared(
  name: string | undefined,
  compared: readonly string[],
  findsOthers: boolean,
): boolean {
  return name === undefined ? findsOthers || compared.length > 0 : compared.includes(name);
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
