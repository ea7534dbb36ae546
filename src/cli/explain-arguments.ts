import { REPOSITORY_NAME, type RepositoryName } from '../aws/names';
import { nearestNamespace } from '../aws/namespaces';
import { didYouMean, formatList } from '../declaration/syntax/suggestions.suggest';
import type { Registry, Topology } from '../model/topology';

/**
 * Returns the registry with this name.
 * @throws Error that lists the declared registries
 */
export function findRegistry({ registries }: Topology, name: string): Registry {
  const match = registries.find((registry) => registry.name === name);
  if (match !== undefined) return match;
  const names = registries.map((registry) => registry.name);
  throw new Error(
    joinHelp(`'${name}' is not a registry. Declared: ${formatList(names)}.`, didYouMean(name, names)),
  );
}

/**
 * Returns the repository with this name, in any registry.
 * @throws Error that lists the declared repositories
 */
export function findRepository({ registries }: Topology, name: string): RepositoryName {
  const all = new Map(
    registries.flatMap(({ repositories }) => repositories.map((each) => [each.name, each])),
  );
  const match = [...all.keys()].find((each) => each === name);
  if (match !== undefined) return match;
  rejectCachedName(registries, name);
  throw new Error(
    joinHelp(
      `'${name}' is not a repository. Declared: ${formatList(all.keys())}.`,
      didYouMean(name, all.keys()),
    ),
  );
}

/**
 * Rejects a name that a pull-through cache rule matches: it is unknown whether ECR has created the repository and with
 * which policy.
 * @throws Error that lists the actions that the first pull requires
 */
function rejectCachedName(registries: Topology['registries'], name: string): void {
  for (const { name: registry, pullThroughCache } of registries) {
    const rule = nearestNamespace(pullThroughCache, name);
    if (rule === undefined || REPOSITORY_NAME.fault(name) !== undefined) continue;
    throw new Error(
      `'${name}' is not declared: '${registry}' fills it from ${rule.upstream}, and ECR creates it when it is first pulled. ` +
        'That takes ecr:CreateRepository and ecr:BatchImportUpstreamImage beside what every pull takes, granted in ' +
        `the caller's policies or in statements of '${registry}'. Such repositories are not in the topology, so this cannot be told.`,
    );
  }
}

/**
 * Returns the only registry that contains the repository.
 * @throws Error that lists the registries if there are several
 */
export function findOnlyRegistry({ registries }: Topology, repository: RepositoryName): Registry {
  const matches = registries.filter(({ repositories }) =>
    repositories.some(({ name }) => name === repository),
  );
  const [only, ...others] = matches;
  if (only !== undefined && others.length === 0) return only;
  const names = matches.map(({ name }) => name);
  throw new Error(
    `'${repository}' is in several registries: say which with --registry (${formatList(names)}).`,
  );
}

function joinHelp(message: string, help: string | undefined): string {
  return help === undefined ? message : `${message} ${help}`;
}
