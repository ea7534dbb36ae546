import type { AccountNames } from '../../access/evaluate/grantees';
import type { AccessCell, Answer, MatrixCaller } from '../../access/matrix/access-matrix';
import { registryKey } from '../../aws/arn';
import type { RepositoryName } from '../../aws/names';
import { groupBy, memoize, sortedBy, sortedUnique } from '../../base/collections';
import type { PlannedTopology } from '../../model/topology';
import { isKnown } from '../../model/unknown';
import { markdownTable } from '../format/markdown';
import { groupedTable, type TableRow } from '../format/table';
import type { Terminal, Tone } from '../format/terminal';
import {
  answerText,
  createAnswerKey,
  firstNames,
  isPublicCaller,
  matrixCallerText,
  matrixRegistryText,
  repositoryTexts,
} from './matrix-text';

/** The answers for one or more callers that have the same ones. */
interface AccessGroup {
  readonly callers: readonly CallerText[];
  readonly rows: readonly AccessRow[];
}

interface CallerText {
  readonly text: string;
  /** Whether the caller is every AWS account. */
  readonly isPublic: boolean;
}

/** Several questions with the same answer: a caller may perform each operation on each repository of the row. */
interface AccessRow {
  /** `pull`, `push`, `replicate`; empty if the row describes other actions. */
  readonly operations: readonly string[];
  readonly actions: readonly string[];
  readonly registries: readonly string[];
  /** Names and namespaces such as `team/*`, or only `all` if all of many match. */
  readonly repositories: readonly string[];
  readonly answer: string;
  readonly tone: Tone;
}

/** Groups the access matrix into as few rows as possible, by caller and sorted. */
export function accessGroups(
  cells: readonly AccessCell[],
  { registries }: PlannedTopology,
  names: AccountNames,
): readonly AccessGroup[] {
  const repositories: RepositoryNames = new Map(
    registries.map((registry) => [
      registryKey(registry),
      registry.repositories.map(({ name }) => name).filter(isKnown),
    ]),
  );
  // Many cells share a caller.
  const callerText = memoize((caller: MatrixCaller) => matrixCallerText(caller, names));
  const single = [...groupBy(cells, ({ caller }) => callerText(caller))].map(
    ([text, group]): AccessGroup => ({
      callers: [{ text, isPublic: isPublicCaller(group[0].caller) }],
      rows: rowsOf(group, repositories),
    }),
  );
  const merged = [...groupBy(single, ({ rows }) => JSON.stringify(rows)).values()].map((same) => ({
    callers: sortedBy(
      same.flatMap(({ callers }) => callers),
      ({ text }) => text,
    ),
    rows: same[0].rows,
  }));
  return sortedBy(merged, ({ callers }) => callers[0]?.text ?? '');
}

/** The names in each registry, by its key. */
type RepositoryNames = ReadonlyMap<string, readonly RepositoryName[]>;

function rowsOf(cells: readonly AccessCell[], repositories: RepositoryNames): readonly AccessRow[] {
  const single = [...groupBy(cells, createAnswerKey()).values()].map((group): AccessRow => {
    const [{ operation, actions, registry, answer }] = group;
    return {
      operations: operation === 'other' ? [] : [operation],
      actions,
      registries: [matrixRegistryText(registry)],
      repositories: repositoriesOf(group, repositories),
      answer: answerText(answer),
      tone: TONES[answer.kind],
    };
  });
  const merged = MERGED_LISTS.reduce<readonly AccessRow[]>((rows, list) => mergeRowsBy(rows, list), single);
  return sortedBy(merged, (row) => JSON.stringify(row));
}

/** Returns the operations, or the actions if the row describes other ones. */
function operationsText({ operations, actions }: AccessRow): string {
  return (operations.length > 0 ? operations : actions).join(', ');
}

/** Replication depends on the repositories of the source, every other operation on those of the registry itself. */
function repositoriesOf(
  cells: readonly [AccessCell, ...AccessCell[]],
  repositories: RepositoryNames,
): readonly string[] {
  const [{ caller, registry }] = cells;
  const named = sortedUnique(cells.map(({ repository }) => repository));
  const all = repositories.get(registryKey(caller.kind === 'registry' ? caller.registry : registry)) ?? [];
  return repositoryTexts(named, all);
}

/** In the order in which rows are merged. */
const MERGED_LISTS = ['operations', 'registries'] as const;

/** Merges rows that differ only in one list. */
function mergeRowsBy(rows: readonly AccessRow[], list: (typeof MERGED_LISTS)[number]): readonly AccessRow[] {
  const groups = groupBy(rows, (row) => JSON.stringify({ ...row, [list]: [] }));
  return [...groups.values()].map((group) => ({
    ...group[0],
    [list]: sortedUnique(group.flatMap((row) => row[list])),
  }));
}

const TONES = {
  yes: 'good',
  depends: 'caution',
  no: 'danger',
  noReplica: 'danger',
  unknown: 'caution',
} as const satisfies Readonly<Record<Answer['kind'], Tone>>;

const ROW_HEADINGS = ['May', 'Registry', 'Repositories', 'Answer'] as const;

const NO_ACCESS = 'No access.\n';

/** Renders the access matrix for a terminal: a table with a heading for each caller. */
export function accessText(groups: readonly AccessGroup[], terminal: Terminal): string {
  if (groups.length === 0) return NO_ACCESS;
  return groupedTable(
    ROW_HEADINGS,
    groups.map(({ callers, rows }) => ({
      titles: callers.map(({ text, isPublic: isDanger }) => ({
        text,
        tone: isDanger ? 'danger' : 'strong',
      })),
      rows: rows.map(fieldsOf),
    })),
    terminal,
  );
}

/** Renders the access matrix as one Markdown table. */
export function accessMarkdown(groups: readonly AccessGroup[]): string {
  if (groups.length === 0) return NO_ACCESS;
  return markdownTable(
    ['Caller', ...ROW_HEADINGS],
    groups.flatMap(({ callers, rows }) =>
      rows.map((row) => [{ lines: callers.map(({ text }) => text) }, ...fieldsOf(row)]),
    ),
  );
}

function fieldsOf(row: AccessRow): TableRow {
  return [
    { lines: [operationsText(row)] },
    { lines: [firstNames(row.registries).join(', ')] },
    { lines: [firstNames(row.repositories).join(', ')] },
    { lines: [row.answer], tone: row.tone },
  ];
}
