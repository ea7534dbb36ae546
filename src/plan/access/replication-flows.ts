import { replicationCells, type AccessCell } from '../../access/matrix';
import { isKnown, registryKey, type PlannedTopology, type RepositoryName } from '../../registry';
import { isPossible, moreThan, type AnswerChange } from './answer-change';

/** Replication of a repository from one registry to another starts or stops. */
export interface FlowChange extends AnswerChange {
  readonly kind: 'gained' | 'lost';
  readonly flow: AccessCell;
  /** Whether the destination repository does not exist in the other state. */
  readonly isWithRepository: boolean;
}

/** Returns the replication that starts or stops. Rules or policies that are known after apply cause no change. */
export function flowChanges(before: PlannedTopology, after: PlannedTopology): readonly FlowChange[] {
  const [was, is] = [flowsAt(before), flowsAt(after)];
  return [...differing('gained', is, was), ...differing('lost', was, is)];
}

interface FlowsAt {
  readonly cells: ReadonlyMap<string, AccessCell>;
  readonly topology: PlannedTopology;
}

function flowsAt(topology: PlannedTopology): FlowsAt {
  return {
    cells: new Map(replicationCells(topology).map((cell) => [flowKey(cell), cell])),
    topology,
  };
}

function flowKey({ caller, registry, repository }: AccessCell): string {
  const from = caller.kind === 'registry' ? registryKey(caller.registry) : '';
  return [from, registryKey(registry), repository].join('\n');
}

function differing(kind: FlowChange['kind'], here: FlowsAt, there: FlowsAt): readonly FlowChange[] {
  return [...here.cells].flatMap(([key, flow]): readonly FlowChange[] => {
    const other = there.cells.get(key)?.answer;
    if (!isPossible(other) && isUnknownAt(there.topology, flow)) return [];
    const change = moreThan(flow.answer, other, () => false);
    const isWithRepository = !holds(there.topology, flow);
    return change === undefined ? [] : [{ kind, flow, isWithRepository, ...change }];
  });
}

function isUnknownAt({ registries }: PlannedTopology, { caller, registry, repository }: AccessCell): boolean {
  const to = registries.find((each) => registryKey(each) === registryKey(registry));
  const held = to?.repositories.find(({ name }) => name === repository);
  if (to?.policy === 'notKnown' || held?.policy === 'notKnown') return true;
  if (caller.kind !== 'registry') return false;
  const from = registries.find((each) => registryKey(each) === registryKey(caller.registry));
  return from !== undefined && !isKnown(from.replication);
}

function holds({ registries }: PlannedTopology, { registry, repository }: AccessCell): boolean {
  const to = registries.find((each) => registryKey(each) === registryKey(registry));
  return to?.repositories.some(({ name }: { readonly name: RepositoryName }) => name === repository) === true;
}
