import {
  accountOfGrantee,
  accountText,
  granteeText,
  type AccountNames,
} from '../../access/evaluate/grantees';
import type { AccessCell, Answer, MatrixCaller, MatrixRegistry } from '../../access/matrix/access-matrix';
import { registryKey } from '../../aws/arn';
import { compareText, groupBy, sortedUnique } from '../../base/collections';
import type { Topology } from '../../model/topology';
import type { TableRenderer, TableRow } from '../format/table';
import { printable } from '../format/text';
import { reasonText } from './decision';

/** Several questions with the same answer: each caller may perform each operation on each repository of the row. */
interface AccessRow {
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
function operationLines({ operations, actions }: AccessRow): readonly string[] {
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
      return 'not known: the topology does not say enough';
  }
}

export function matrixCallerText(caller: MatrixCaller, names: AccountNames): string {
  return caller.kind === 'grantee' ? granteeText(caller.grantee, names) : `registry ${caller.registry.name}`;
}

function matrixRegistryText({ name, accountId, region }: MatrixRegistry, names: AccountNames): string {
  return name ?? `${accountText(accountId, names)} in ${region}`;
}

/** Returns `role` or `user` for identities, otherwise the kind of principal in the policy. */
function callerKind({ caller }: AccessCell) {
  if (caller.kind === 'registry') return caller.kind;
  const { who } = caller.grantee;
  return who.kind === 'identity' ? who.identity.kind : who.kind;
}

const HEADINGS = ['Caller', 'May', 'Registry', 'Repositories', 'Answer'] as const;

/** Renders the access matrix as a table for a terminal or in Markdown, one row of several lines for each answer. */
export function accessTable(rows: readonly AccessRow[], renderTable: TableRenderer): string {
  if (rows.length === 0) return 'No policy or rule of the topology names anybody.\n';
  return renderTable(HEADINGS, rows.map(fieldsOf));
}

function fieldsOf(row: AccessRow): TableRow {
  const { callers, registries, repositories, answer } = row;
  return [callers, operationLines(row), registries, repositories, [answer]].map((lines) => ({ lines }));
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
  const groups = groupBy(cells, (cell) => rowKey(cell, names));
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
