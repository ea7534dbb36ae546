import {
  isSameValue,
  registryKey,
  type PlannedRegistry,
  type PlannedTopology,
  type RepositoryName,
} from '../../registry';

/**
 * Returns the names of repositories whose access may change. Access to a repository depends only on resources with its name, so
 * in a large plan only these repositories are compared.
 */
export function touchedNames(
  before: PlannedTopology,
  after: PlannedTopology,
): ReadonlySet<RepositoryName> | 'all' {
  if (!isSameValue(before.identities, after.identities)) return 'all';
  const old = new Map(before.registries.map((registry) => [registryKey(registry), registry]));
  const names = new Set<RepositoryName>();
  for (const is of after.registries) {
    const was = old.get(registryKey(is));
    if (
      was === undefined ||
      !isSameValue(was.policy, is.policy) ||
      !isSameValue(was.replication, is.replication)
    ) {
      return 'all';
    }
    for (const name of touchedIn(was, is)) names.add(name);
  }
  return names;
}

function touchedIn(was: PlannedRegistry, is: PlannedRegistry): readonly RepositoryName[] {
  const old = new Map(was.repositories.map(({ name, policy }) => [name, { policy }]));
  const fresh = new Map(is.repositories.map(({ name, policy }) => [name, { policy }]));
  return [...new Set([...old.keys(), ...fresh.keys()])].filter((name) => {
    const [before, after] = [old.get(name), fresh.get(name)];
    return before === undefined || after === undefined || !isSameValue(before.policy, after.policy);
  });
}
