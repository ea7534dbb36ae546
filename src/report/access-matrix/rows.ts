import type { AccessCell } from '../../access/matrix';
import { grouped, compareText, registryKey, sortedUnique, type Topology } from '../../registry';
import type { AccountNames } from '../../access/grantee-text';
import { answerText, matrixCallerText, registryText } from './answer';

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
const MOST_NAMED = 3;

/** Groups the access matrix into as few rows as possible, sorted by caller. */
export function accessRows(
  cells: readonly AccessCell[],
  { registries }: Topology,
  names: AccountNames,
): readonly AccessRow[] {
  const totals = new Map(registries.map((registry) => [registryKey(registry), registry.repositories.length]));
  const single = [...grouped(cells, (cell) => placeKey(cell, names)).values()].map((group): AccessRow => {
    const [{ caller, operation, actions, registry, answer }] = group;
    const repositories = sortedUnique(group.map(({ repository }) => repository));
    return {
      callers: [matrixCallerText(caller, names)],
      operations: operation === 'other' ? [] : [operation],
      actions,
      registries: [registryText(registry, names)],
      repositories: isAll(repositories.length, group[0], totals) ? ['all'] : repositories,
      answer: answerText(answer),
    };
  });
  const joined = LISTS.reduce<readonly AccessRow[]>((rows, list) => joinedBy(rows, list), single);
  return [...joined].sort((a, b) => compareText(JSON.stringify(a), JSON.stringify(b)));
}

/** Returns the operations in one line, or one action a line because action names are long. */
export function mayLines({ operations, actions }: AccessRow): readonly string[] {
  return operations.length > 0 ? [operations.join(', ')] : actions;
}

function placeKey({ caller, operation, actions, registry, answer }: AccessCell, names: AccountNames): string {
  const who = matrixCallerText(caller, names);
  return JSON.stringify([who, operation, actions, registryKey(registry), answerText(answer)]);
}

/** Replication depends on the repositories of the source, every other operation on those of the registry itself. */
function isAll(
  count: number,
  { caller, registry }: AccessCell,
  totals: ReadonlyMap<string, number>,
): boolean {
  const holder = caller.kind === 'registry' ? caller.registry : registry;
  return count > MOST_NAMED && count === totals.get(registryKey(holder));
}

/** In the order in which rows are merged. */
const LISTS = ['operations', 'registries', 'callers'] as const;

/** Merges rows that differ only in one list. */
function joinedBy(rows: readonly AccessRow[], list: (typeof LISTS)[number]): readonly AccessRow[] {
  const groups = grouped(rows, (row) => JSON.stringify({ ...row, [list]: [] }));
  return [...groups.values()].map((group) => ({
    ...group[0],
    [list]: sortedUnique(group.flatMap((row) => row[list])),
  }));
}
