import { replicationCells, type AccessCell } from '../../access/matrix/access-matrix';
import { registryKey } from '../../aws/arn';
import type { RepositoryName } from '../../aws/names';
import type { PlannedTopology } from '../../model/topology';
import { isKnown } from '../../model/unknown';
import { findAnswerChange, isPossible, type AnswerChange } from './policy-snapshot';

/** Replication of a repository from one registry to another starts or stops. */
export interface ReplicationAccessChange extends AnswerChange {
  readonly kind: 'gained' | 'lost';
  readonly cell: AccessCell;
  /** Whether the destination repository does not exist in the other state. */
  readonly isWithRepository: boolean;
}

/** Returns the replication that starts or stops. Rules or policies that are known after apply cause no change. */
export function findReplicationChanges(
  before: PlannedTopology,
  after: PlannedTopology,
): readonly ReplicationAccessChange[] {
  const [stateBefore, stateAfter] = [createReplicationState(before), createReplicationState(after)];
  return [
    ...changesOfKind('gained', stateAfter, stateBefore),
    ...changesOfKind('lost', stateBefore, stateAfter),
  ];
}

interface ReplicationState {
  readonly cells: ReadonlyMap<string, AccessCell>;
  readonly topology: PlannedTopology;
}

function createReplicationState(topology: PlannedTopology): ReplicationState {
  return {
    cells: new Map(replicationCells(topology).map((cell) => [cellKey(cell), cell])),
    topology,
  };
}

function cellKey({ caller, registry, repository }: AccessCell): string {
  const from = caller.kind === 'registry' ? registryKey(caller.registry) : '';
  return [from, registryKey(registry), repository].join('\n');
}

function changesOfKind(
  kind: ReplicationAccessChange['kind'],
  compared: ReplicationState,
  reference: ReplicationState,
): readonly ReplicationAccessChange[] {
  return [...compared.cells].flatMap(([key, cell]): readonly ReplicationAccessChange[] => {
    const other = reference.cells.get(key)?.answer;
    if (!isPossible(other) && isReplicationUnknown(reference.topology, cell)) return [];
    const change = findAnswerChange(cell.answer, other, () => false);
    const isWithRepository = !hasRepository(reference.topology, cell);
    return change === undefined ? [] : [{ kind, cell, isWithRepository, ...change }];
  });
}

function isReplicationUnknown(
  { registries }: PlannedTopology,
  { caller, registry, repository }: AccessCell,
): boolean {
  const to = registries.find((each) => registryKey(each) === registryKey(registry));
  const destinationRepository = to?.repositories.find(({ name }) => name === repository);
  if (!isKnown(to?.policy) || !isKnown(destinationRepository?.policy)) return true;
  if (caller.kind !== 'registry') return false;
  const from = registries.find((each) => registryKey(each) === registryKey(caller.registry));
  return from !== undefined && !isKnown(from.replication);
}

function hasRepository({ registries }: PlannedTopology, { registry, repository }: AccessCell): boolean {
  const to = registries.find((each) => registryKey(each) === registryKey(registry));
  return to?.repositories.some(({ name }: { readonly name: RepositoryName }) => name === repository) === true;
}
