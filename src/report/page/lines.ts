import type { StatementOrigins } from '../../declaration/lower/statement-origins';
import { topologyOrigins, type PolicyOrigins } from '../../declaration/lower/origins';
import { keySpan, type Path } from '../../declaration/syntax/tree';
import { memoize } from '../../base/collections';
import type { LoadedTopology } from '../../lint/declaration/load';

/**
 * The lines of the declaration that declare a topology. Each list has the order of the topology: `registries[0]`
 * belongs to `topology.registries[0]`.
 */
export interface DeclarationLines {
  readonly registries: readonly RegistryLines[];
  readonly identities: readonly IdentityLines[];
}

export interface RegistryLines {
  readonly line: number;
  readonly policy: StatementLines;
  readonly creationTemplates: readonly RepositoryLines[];
  readonly repositories: readonly RepositoryLines[];
}

/** The line of a repository or creation template, and those of its policy. */
interface RepositoryLines {
  readonly line: number;
  readonly policy: StatementLines;
}

/** The lines of the policies of a role or user. */
interface IdentityLines {
  /** Of its inline policy. */
  readonly policy: StatementLines;
  /** The lines of the entries that attach AWS managed policies. */
  readonly managedPolicies: readonly number[];
}

/**
 * For each statement of a policy, the lines of the entries that it comes from: under `access`, `replication`,
 * `statements` or `pullThroughCache`. Empty if there is no policy.
 */
export type StatementLines = readonly (readonly number[])[];

/** Finds the line of each registry, repository and policy statement. */
export function declarationLines({ declared: { tree, bound }, topology }: LoadedTopology): DeclarationLines {
  const lineOf = memoize((path: Path) => keySpan(tree, path).line);
  const linesOf = (paths: readonly Path[]) => [...new Set(paths.map(lineOf))].sort((a, b) => a - b);
  // Many repositories share their origins.
  const ofPolicy = memoize((origins: StatementOrigins): StatementLines => origins.map(linesOf));
  const ofRepository = ({ path, policy }: PolicyOrigins): RepositoryLines => ({
    line: lineOf(path),
    policy: ofPolicy(policy),
  });
  const origins = topologyOrigins(bound, topology);
  return {
    registries: origins.registries.map(({ path, policy, creationTemplates, repositories }) => ({
      line: lineOf(path),
      policy: ofPolicy(policy),
      creationTemplates: creationTemplates.map(ofRepository),
      repositories: repositories.map(ofRepository),
    })),
    identities: origins.identities.map(({ policy, managedPolicies }) => ({
      policy: ofPolicy(policy),
      managedPolicies: linesOf(managedPolicies),
    })),
  };
}
