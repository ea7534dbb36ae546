import { accountOfGrantee, granteeText, type AccountNames } from '../../access/evaluate/grantees';
import type { AccessCell, Answer, MatrixCaller, MatrixRegistry } from '../../access/matrix/access-matrix';
import { registryKey } from '../../aws/arn';
import type { RepositoryName } from '../../aws/names';
import { groupBy, memoize, sortedBy, sortedUnique } from '../../base/collections';
import type { PlannedTopology } from '../../model/topology';
import { isKnown } from '../../model/unknown';
import { markdownTable } from '../format/markdown';
import { groupedTable, type TableRow } from '../format/table';
import type { Terminal, Tone } from '../format/terminal';
import { printable } from '../format/text';
import { foldNamespaces } from '../format/repository-names';
import { reasonText } from './decision';

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

/** Up to this number, repositories are named even if the row matches all of them. */
const MAX_NAMED_REPOSITORIES = 3;

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
      callers: [{ text, isPublic: isPublic(group[0].caller) }],
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

function isPublic(caller: MatrixCaller): boolean {
  return caller.kind === 'grantee' && caller.grantee.who.kind === 'anyone';
}

function rowsOf(cells: readonly AccessCell[], repositories: RepositoryNames): readonly AccessRow[] {
  const single = [...groupBy(cells, createRowKey()).values()].map((group): AccessRow => {
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

/** Returns a function that returns what the cells of one row have in common. Many cells share an answer. */
function createRowKey(): (cell: AccessCell) => string {
  const textOf = memoize(answerText);
  return ({ operation, actions, registry, answer }) =>
    JSON.stringify([operation, actions, registryKey(registry), textOf(answer)]);
}

/** Replication depends on the repositories of the source, every other operation on those of the registry itself. */
function repositoriesOf(
  cells: readonly [AccessCell, ...AccessCell[]],
  repositories: RepositoryNames,
): readonly string[] {
  const [{ caller, registry }] = cells;
  const named = sortedUnique(cells.map(({ repository }) => repository));
  const all = repositories.get(registryKey(caller.kind === 'registry' ? caller.registry : registry)) ?? [];
  const isEvery = named.length > MAX_NAMED_REPOSITORIES && named.length === all.length;
  return isEvery ? ['all'] : foldNamespaces(named, all);
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

/** Returns the answer to one question as text: `yes`, `no: …`, `if its account allows it`. */
export function answerText(answer: Answer): string {
  switch (answer.kind) {
    case 'yes':
      return 'yes';
    case 'depends': {
      const onAccount = answer.onItsAccount ? ['if its account allows it'] : [];
      const onKeys = answer.onKeys.length === 0 ? [] : [`depending on ${answer.onKeys.join(', ')}`];
      return [...onAccount, ...onKeys].join(', ');
    }
    case 'no':
      return `no: ${reasonText(answer.decision)}`;
    case 'noReplica':
      return 'no: the destination has no such repository, and may not create it';
    case 'unknown':
      return 'unknown: the topology has too little information';
  }
}

export function matrixCallerText(caller: MatrixCaller, names: AccountNames): string {
  return caller.kind === 'grantee' ? granteeText(caller.grantee, names) : `registry ${caller.registry.name}`;
}

function matrixRegistryText({ name, accountId, region }: MatrixRegistry): string {
  return name ?? `${accountId}/${region}`;
}

/** Returns `role` or `user` for identities, otherwise the kind of principal in the policy. */
function callerKind({ caller }: AccessCell) {
  if (caller.kind === 'registry') return caller.kind;
  const { who } = caller.grantee;
  return who.kind === 'identity' ? who.identity.kind : who.kind;
}

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
    { lines: [firstItems(row.registries).join(', ')] },
    { lines: [firstItems(row.repositories).join(', ')] },
    { lines: [row.answer], tone: row.tone },
  ];
}

/** Maximum number of names in a field. JSON and CSV output is not limited. */
const MAX_NAMES = 12;

function firstItems(names: readonly string[]): readonly string[] {
  return names.length <= MAX_NAMES + 1
    ? names
    : [...names.slice(0, MAX_NAMES), `and ${names.length - MAX_NAMES} more`];
}

const CSV_HEADINGS = [
  'caller',
  'kind',
  'operation',
  'registry',
  'account',
  'region',
  'repository',
  'answer',
  'actions',
];

/**
 * Renders the access matrix as CSV, one line for each question.
 * https://www.rfc-editor.org/rfc/rfc4180
 */
export function accessCsv(cells: readonly AccessCell[], names: AccountNames): string {
  const lines = cells.map((cell) => [
    matrixCallerText(cell.caller, names),
    callerKind(cell),
    cell.operation,
    cell.registry.name ?? '',
    cell.registry.accountId,
    cell.registry.region,
    cell.repository,
    answerText(cell.answer),
    cell.actions.join(', '),
  ]);
  return [CSV_HEADINGS, ...lines].map((line) => `${line.map(csvField).join(',')}\r\n`).join('');
}

/**
 * A spreadsheet evaluates a value that starts like a formula, and names come from pull requests. An apostrophe makes
 * the value text.
 * https://owasp.org/www-community/attacks/CSV_Injection
 */
function csvField(value: string): string {
  const text = printable(value).replace(/^[=+\-@\t]/, "'$&");
  return /[",]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
}

/**
 * Renders the access matrix as JSON: one item for each caller, operation, registry and answer, with its repositories.
 * `docs/reference/json.md` documents the shape, which is stable.
 */
export function accessJson(cells: readonly AccessCell[], names: AccountNames): readonly object[] {
  const callerText = memoize((caller: MatrixCaller) => matrixCallerText(caller, names));
  const rowKey = createRowKey();
  const groups = groupBy(cells, (cell) => `${callerText(cell.caller)} ${rowKey(cell)}`);
  return [...groups.values()].map((group) => {
    const [cell] = group;
    const { operation, actions, registry, answer } = cell;
    return {
      caller: callerJson(cell, names),
      operation,
      actions,
      registry: { name: registry.name ?? null, accountId: registry.accountId, region: registry.region },
      repositories: group.map(({ repository }) => repository),
      ...answerJson(answer),
      text: answerText(answer),
    };
  });
}

function callerJson(cell: AccessCell, names: AccountNames): object {
  const { caller } = cell;
  const accountId = caller.kind === 'grantee' ? accountOfGrantee(caller.grantee) : caller.registry.accountId;
  return { kind: callerKind(cell), text: matrixCallerText(caller, names), accountId: accountId ?? null };
}

function answerJson(answer: Answer): object {
  const depends = answer.kind === 'depends' ? answer : { onItsAccount: false, onKeys: [] };
  return {
    answer: ANSWERS[answer.kind],
    dependsOn: { itsAccount: depends.onItsAccount, conditionKeys: depends.onKeys },
  };
}

const ANSWERS = {
  yes: 'yes',
  depends: 'depends',
  no: 'no',
  noReplica: 'no',
  unknown: 'unknown',
} as const satisfies Readonly<Record<Answer['kind'], string>>;
