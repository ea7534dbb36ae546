import { registryKey } from '../../aws/arn';
import type { RepositoryName } from '../../aws/names';
import { isSameValue } from '../../base/collections.same';
import type { PlannedRegistry, PlannedTopology } from '../../model/topology';

/**
 * Returns the names of repositories whose access may change. Access to a repository depends only on resources with its name, so
 * in a large plan only these repositories are compared.
 */
export function findAffectedNames(
  before: PlannedTopology,
  after: PlannedTopology,
): ReadonlySet<RepositoryName> | 'all' {
  if (!isSameValue(before.identities, after.identities)) return 'all';
  const previousByKey = new Map(before.registries.map((registry) => [registryKey(registry), registry]));
  const names = new Set<RepositoryName>();
  for (const current of after.registries) {
    const previous = previousByKey.get(registryKey(current));
    if (
      previous === undefined ||
      !isSameValue(previous.policy, current.policy) ||
      !isSameValue(previous.replication, current.replication)
    ) {
      return 'all';
    }
    for (const name of affectedNamesIn(previous, current)) names.add(name);
  }
  return names;
}

function affectedNamesIn(previous: PlannedRegistry, current: PlannedRegistry): readonly RepositoryName[] {
  const previousByKey = new Map(previous.repositories.map(({ name, policy }) => [name, { policy }]));
  const currentByName = new Map(current.repositories.map(({ name, policy }) => [name, { policy }]));
  return [...new Set([...previousByKey.keys(), ...currentByName.keys()])].filter((name) => {
    const [before, after] = [previousByKey.get(name), currentByName.get(name)];
    return before === undefined || after === undefined || !isSameValue(before.policy, after.policy);
  });
}
