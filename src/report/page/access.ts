import type { AccountNames, StatementGrantee } from '../../access/evaluate/grantees';
import {
  accessMatrix,
  type AccessCell,
  type MatrixCaller,
  type MatrixRegistry,
} from '../../access/matrix/access-matrix';
import { registryKey } from '../../aws/arn';
import type { RegistryName, RepositoryName } from '../../aws/names';
import { memoize } from '../../base/collections';
import type { PlannedTopology } from '../../model/topology';
import {
  ANSWER_KINDS,
  answerText,
  groupCells,
  isPublicCaller,
  matrixCallerText,
  matrixRegistryText,
} from '../access/matrix-text';

/** Repositories of a registry for which a caller has the same answer. */
export interface AccessEntry {
  readonly caller: AccessCaller;
  readonly operation: AccessCell['operation'];
  /** The actions of operation `other`. */
  readonly actions: AccessCell['actions'];
  readonly registry: AccessRegistry;
  /**
   * `all` if they are all repositories of the registry; for `replicate`, of the source registry. Otherwise sorted names.
   * `repositoriesOfEntry` returns the names.
   */
  readonly repositories: 'all' | readonly RepositoryName[];
  readonly answer: AccessAnswer;
}

/** `text` is its account and Region if the registry is only a replication destination, because it has no name. */
interface AccessRegistry extends MatrixRegistry {
  readonly text: string;
}

/** A principal, or the source registry of a replication rule. */
export type AccessCaller =
  | {
      readonly kind: 'grantee';
      readonly grantee: StatementGrantee;
      readonly text: string;
      readonly isPublic: boolean;
    }
  | { readonly kind: 'registry'; readonly registry: RegistryName; readonly text: string };

export interface AccessAnswer {
  readonly kind: 'yes' | 'depends' | 'no' | 'unknown';
  /** Such as `if its account allows it`. */
  readonly text: string;
}

/** Groups the access matrix by caller, operation, registry and answer. */
export function accessEntries(topology: PlannedTopology, names: AccountNames): readonly AccessEntry[] {
  const total = new Map(
    topology.registries.map((registry) => [registryKey(registry), registry.repositories.length]),
  );
  const describe = memoize((caller: MatrixCaller) => describeCaller(caller, names));
  return groupCells(accessMatrix(topology), names).map((group): AccessEntry => {
    const [{ caller, operation, actions, registry, answer }] = group;
    const source = caller.kind === 'registry' ? caller.registry : registry;
    const isEvery = group.length === total.get(registryKey(source));
    const { name, accountId, region } = registry;
    return {
      caller: describe(caller),
      operation,
      actions,
      registry: { name, accountId, region, text: matrixRegistryText(registry) },
      repositories: isEvery ? 'all' : group.map(({ repository }) => repository),
      answer: { kind: ANSWER_KINDS[answer.kind], text: answerText(answer) },
    };
  });
}

function describeCaller(caller: MatrixCaller, names: AccountNames): AccessCaller {
  const text = matrixCallerText(caller, names);
  return caller.kind === 'grantee'
    ? { kind: 'grantee', grantee: caller.grantee, text, isPublic: isPublicCaller(caller) }
    : { kind: 'registry', registry: caller.registry.name, text };
}

/** Returns the names of the repositories of an entry. */
export function repositoriesOfEntry(
  { caller, registry, repositories }: AccessEntry,
  { registries }: PlannedTopology,
): readonly RepositoryName[] {
  if (repositories !== 'all') return repositories;
  const source = caller.kind === 'registry' ? caller.registry : registry.name;
  return registries.find(({ name }) => name === source)?.repositories.map(({ name }) => name) ?? [];
}
