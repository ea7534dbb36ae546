import type { AccessCell } from '../../access/matrix';
import { grouped, compareText, registryKey, sortedUnique, type Topology } from '../../registry';
import type { AccountNames } from '../grantee';
import { answerText, matrixCallerText, registryText } from './answer';

/** Several questions with the same answer, for a person: everybody here may do all of it everywhere here. */
export interface AccessRow {
  readonly callers: readonly string[];
  /** `pull`, `push`, `replicate`; empty where the row is about other actions. */
  readonly operations: readonly string[];
  readonly actions: readonly string[];
  readonly registries: readonly string[];
  /** Names; or `all` alone, where they would be many. */
  readonly repositories: readonly string[];
  readonly answer: string;
}

/** Repositories of a registry that are named even where they are all. */
const MOST_NAMED = 3;

/** The matrix in as few rows as say the same. Sorted by caller. */
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

/** What a row is about, line by line: names of actions are long. */
export function mayLines({ operations, actions }: AccessRow): readonly string[] {
  return operations.length > 0 ? [operations.join(', ')] : actions;
}

function placeKey({ caller, operation, actions, registry, answer }: AccessCell, names: AccountNames): string {
  const who = matrixCallerText(caller, names);
  return JSON.stringify([who, operation, actions, registryKey(registry), answerText(answer)]);
}

/** Replication is about what the source holds, all else about what the registry holds. */
function isAll(
  count: number,
  { caller, registry }: AccessCell,
  totals: ReadonlyMap<string, number>,
): boolean {
  const holder = caller.kind === 'registry' ? caller.registry : registry;
  return count > MOST_NAMED && count === totals.get(registryKey(holder));
}

/** In the order in which rows are joined. */
const LISTS = ['operations', 'registries', 'callers'] as const;

/** Rows that differ in one list alone, as one. */
function joinedBy(rows: readonly AccessRow[], list: (typeof LISTS)[number]): readonly AccessRow[] {
  const groups = grouped(rows, (row) => JSON.stringify({ ...row, [list]: [] }));
  return [...groups.values()].map((group) => ({
    ...group[0],
    [list]: sortedUnique(group.flatMap((row) => row[list])),
  }));
}
