import type { AccessCell } from '../../access/matrix/access-matrix';
import type { AccountNames } from '../../access/evaluate/grantees.grantee-text';
import { printable } from '../format/text';
import { answerText, callerKind, matrixCallerText } from './matrix.answer';

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
