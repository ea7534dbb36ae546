import { accessMatrix, callerKey, type AccessCell, type Answer } from '../../access/matrix';
import { accountOfGrantee } from '../../access/grantees';
import {
  registryKey,
  REPLICATION_ACTIONS,
  type AccountId,
  type EcrAction,
  type PlannedTopology,
  type RepositoryName,
} from '../../registry';

/** What makes something possible: `yes`, or what it depends on. */
export type Possible = Extract<Answer, { kind: 'depends' | 'yes' }>;

/** One thing that somebody may do with one repository. */
export interface Use extends Pick<AccessCell, 'caller' | 'operation' | 'registry' | 'repository'> {
  /** What `other` is. */
  readonly action: EcrAction | undefined;
  readonly answer: Possible;
}

/** Everything that anybody may do with some repositories, by a text that is the same for the same thing. */
export function usesIn(
  topology: PlannedTopology,
  names: ReadonlySet<RepositoryName> | 'all',
): ReadonlyMap<string, Use> {
  const found = new Map<string, Use>();
  for (const cell of accessMatrix(names === 'all' ? topology : only(topology, names))) {
    const { answer, caller, operation, registry, repository } = cell;
    if (!isPossible(answer)) continue;
    for (const action of operation === 'other' ? cell.actions : [undefined]) {
      const key = [callerKey(caller), operation, action ?? '', registryKey(registry), repository].join('\n');
      found.set(key, { answer, caller, operation, action, registry, repository });
    }
  }
  return found;
}

export function isPossible(answer: Answer): answer is Possible {
  return answer.kind === 'yes' || answer.kind === 'depends';
}

function only(topology: PlannedTopology, names: ReadonlySet<RepositoryName>): PlannedTopology {
  return {
    ...topology,
    registries: topology.registries.map((registry) => ({
      ...registry,
      repositories: registry.repositories.filter(({ name }) => names.has(name)),
    })),
  };
}

/** The accounts that replicate, each with where to. */
export function sourcesIn(all: ReadonlyMap<string, Use>): ReadonlySet<string> {
  return new Set(
    [...all.values()].flatMap((use) =>
      use.caller.kind === 'registry' ? sourceKey(use.caller.registry.accountId, use) : [],
    ),
  );
}

/**
 * Whether it is the permission of an account that replicates at the other moment, and is listed as that there: a rule that
 * comes or goes changes nothing of what the destination permits.
 */
export function isToldAsReplication(use: Use, sources: ReadonlySet<string>): boolean {
  const { caller, action } = use;
  if (caller.kind !== 'grantee' || !REPLICATION_ACTIONS.created.some((each) => each === action)) return false;
  const account = accountOfGrantee(caller.grantee);
  return account !== undefined && sources.has(sourceKey(account, use));
}

function sourceKey(account: AccountId, { registry, repository }: Use): string {
  return [account, registryKey(registry), repository].join('\n');
}
