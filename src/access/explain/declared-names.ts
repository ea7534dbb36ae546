import { isRepositoryName, type RepositoryName } from '../../aws/names';
import { nearestNamespace } from '../../aws/namespaces';
import { InputError } from '../../base/input-error';
import { didYouMean, formatList } from '../../base/text';
import type { Registry, Topology } from '../../model/topology';
import type { InputNames } from './input-names';

/**
 * Returns the registry with this name.
 * @throws InputError that lists the declared registries
 */
export function findRegistry({ registries }: Topology, name: string): Registry {
  const match = registries.find((registry) => registry.name === name);
  if (match !== undefined) return match;
  const names = registries.map((registry) => registry.name);
  throw new InputError(
    joinHelp(`Registry '${name}' is not declared. Declared: ${formatList(names)}.`, didYouMean(name, names)),
  );
}

/**
 * Returns the repository with this name, in any registry.
 * @throws InputError that lists the declared repositories
 */
export function findRepository({ registries }: Topology, name: string): RepositoryName {
  const all = new Map(
    registries.flatMap(({ repositories }) => repositories.map((each) => [each.name, each])),
  );
  const match = [...all.keys()].find((each) => each === name);
  if (match !== undefined) return match;
  rejectCachedName(registries, name);
  throw new InputError(
    joinHelp(
      `Repository '${name}' is not declared. Declared: ${formatList(all.keys())}.`,
      didYouMean(name, all.keys()),
    ),
  );
}

/**
 * Rejects a name that a pull-through cache rule matches: it is unknown whether ECR has created the repository and with
 * which policy.
 * @throws InputError that lists the actions that the first pull requires
 */
function rejectCachedName(registries: Topology['registries'], name: string): void {
  for (const { name: registry, pullThroughCache } of registries) {
    const rule = nearestNamespace(pullThroughCache, name);
    if (rule === undefined || !isRepositoryName(name)) continue;
    throw new InputError(
      `Repository '${name}' is not declared: a pull-through cache rule of '${registry}' matches it, and ECR creates it with the first pull from ${rule.upstream}. ` +
        'The first pull requires ecr:CreateRepository and ecr:BatchImportUpstreamImage in addition to the actions of every pull. ' +
        `Grant them in the caller's policies or in statements of '${registry}'. 'explain' cannot evaluate such repositories, because they are not in the topology.`,
    );
  }
}

/**
 * Returns the only registry that contains the repository.
 * @throws InputError that lists the registries if there are several
 */
export function findOnlyRegistry(
  { registries }: Topology,
  repository: RepositoryName,
  names: InputNames,
): Registry {
  const matches = registries.filter(({ repositories }) =>
    repositories.some(({ name }) => name === repository),
  );
  const [only, ...others] = matches;
  if (only !== undefined && others.length === 0) return only;
  const registryNames = matches.map(({ name }) => name);
  throw new InputError(
    `Repository '${repository}' is in several registries: ${formatList(registryNames)}. Select one with ${names.registry}.`,
  );
}

function joinHelp(message: string, help: string | undefined): string {
  return help === undefined ? message : `${message} ${help}`;
}
