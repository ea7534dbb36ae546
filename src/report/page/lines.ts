import type { Topology } from '../../model/topology';

/** The lines of the declaration that declare a topology. The lists have the order of the topology. */
export interface DeclarationLines {
  readonly registries: readonly RegistryLines[];
  /** For each role or user: the lines of each statement of its policy. */
  readonly identities: readonly StatementLines[];
}

interface RegistryLines {
  readonly line: number | undefined;
  /** The lines of each statement of the registry policy. */
  readonly policy: StatementLines;
  readonly repositories: readonly RepositoryLines[];
}

interface RepositoryLines {
  readonly line: number | undefined;
  readonly policy: StatementLines;
}

/** For each statement of a policy, the lines of the entries that it was generated from. */
export type StatementLines = readonly (readonly number[])[];

/** Returns lines that are not known. */
export function noLines({ registries, identities }: Topology): DeclarationLines {
  return {
    registries: registries.map(({ repositories }) => ({
      line: undefined,
      policy: [],
      repositories: repositories.map(() => ({ line: undefined, policy: [] })),
    })),
    identities: identities.map(() => []),
  };
}
