import type { AccountNames } from '../../access/evaluate/grantees';
import type { AccessCell, MatrixRegistry } from '../../access/matrix/access-matrix';
import type { RepositoryName } from '../../aws/names';
import { printable } from '../format/text';
import { answerText, callerKind, matrixCallerText, type CallerKind } from './matrix-text';

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

/** The answer to one question. */
export interface AccessRecord extends Pick<AccessCell, 'actions' | 'operation'> {
  readonly caller: { readonly text: string; readonly kind: CallerKind };
  readonly registry: MatrixRegistry;
  readonly repository: RepositoryName;
  readonly answer: { readonly text: string };
}

/** Renders the access matrix as CSV, one line for each question. */
export function accessCsv(cells: readonly AccessCell[], names: AccountNames): string {
  return recordsCsv(
    cells.map(({ caller, answer, ...cell }) => ({
      ...cell,
      caller: { text: matrixCallerText(caller, names), kind: callerKind(caller) },
      answer: { text: answerText(answer) },
    })),
  );
}

/**
 * Renders answers as CSV, one line for each.
 * https://www.rfc-editor.org/rfc/rfc4180
 */
export function recordsCsv(records: readonly AccessRecord[]): string {
  const lines = records.map(({ caller, operation, registry, repository, answer, actions }) => [
    caller.text,
    caller.kind,
    operation,
    registry.name ?? '',
    registry.accountId,
    registry.region,
    repository,
    answer.text,
    actions.join(', '),
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
