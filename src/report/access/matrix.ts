import type { AccountNames } from '../../access/evaluate/grantees.grantee-text';
import type { AccessCell } from '../../access/matrix/access-matrix';
import { registryKey } from '../../aws/arn';
import { compareText, sortedUnique } from '../../base/collections';
import { groupBy } from '../../base/collections.grouped';
import type { Topology } from '../../model/topology';
import { answerText, matrixCallerText, matrixRegistryText } from './matrix.answer';

/** Several questions with the same answer: each caller may perform each operation on each repository of the row. */
export interface AccessRow {
  readonly callers: readonly string[];
  /** `pull`, `push`, `replicate`; empty if the row describes other actions. */
  readonly operations: readonly string[];
  readonly actions: readonly string[];
  readonly registries: readonly string[];
  /** Names, or only `all` if all of many match. */
  readonly repositories: readonly string[];
  readonly answer: string;
}

/** Up to this number, repositories are named even if the row matches all of them. */
const MAX_NAMED_REPOSITORIES = 3;

/** Groups the access matrix into as few rows as possible, sorted by caller. */
export function accessRows(
  cells: readonly AccessCell[],
  { registries }: Topology,
  names: AccountNames,
): readonly AccessRow[] {
  const totals = new Map(registries.map((registry) => [registryKey(registry), registry.repositories.length]));
  const single = [...groupBy(cells, (cell) => rowKey(cell, names)).values()].map((group): AccessRow => {
    const [{ caller, operation, actions, registry, answer }] = group;
    const repositories = sortedUnique(group.map(({ repository }) => repository));
    return {
      callers: [matrixCallerText(caller, names)],
      operations: operation === 'other' ? [] : [operation],
      actions,
      registries: [matrixRegistryText(registry, names)],
      repositories: isEveryRepository(repositories.length, group[0], totals) ? ['all'] : repositories,
      answer: answerText(answer),
    };
  });
  const merged = MERGED_LISTS.reduce<readonly AccessRow[]>((rows, list) => mergeRowsBy(rows, list), single);
  return [...merged].sort((a, b) => compareText(JSON.stringify(a), JSON.stringify(b)));
}

/** Returns the operations in one line, or one action a line because action names are long. */
export function operationLines({ operations, actions }: AccessRow): readonly string[] {
  return operations.length > 0 ? [operations.join(', ')] : actions;
}

function rowKey({ caller, operation, actions, registry, answer }: AccessCell, names: AccountNames): string {
  const principal = matrixCallerText(caller, names);
  return JSON.stringify([principal, operation, actions, registryKey(registry), answerText(answer)]);
}

/** Replication depends on the repositories of the source, every other operation on those of the registry itself. */
function isEveryRepository(
  count: number,
  { caller, registry }: AccessCell,
  totals: ReadonlyMap<string, number>,
): boolean {
  const owner = caller.kind === 'registry' ? caller.registry : registry;
  return count > MAX_NAMED_REPOSITORIES && count === totals.get(registryKey(owner));
}

/** In the order in which rows are merged. */
const MERGED_LISTS = ['operations', 'registries', 'callers'] as const;

/** Merges rows that differ only in one list. */
function mergeRowsBy(rows: readonly AccessRow[], list: (typeof MERGED_LISTS)[number]): readonly AccessRow[] {
  const groups = groupBy(rows, (row) => JSON.stringify({ ...row, [list]: [] }));
  return [...groups.values()].map((group) => ({
    ...group[0],
    [list]: sortedUnique(group.flatMap((row) => row[list])),
  }));
}
