import { escapeMarkdown } from '../format/markdown';
import { operationLines, type AccessRow } from './matrix';

/** Renders the access matrix as a Markdown table. */
export function accessMarkdown(rows: readonly AccessRow[]): string {
  if (rows.length === 0) return 'No policy or rule of the topology names anybody.\n';
  const lines = rows.map((row) =>
    tableRow([row.callers, operationLines(row), row.registries, row.repositories, [row.answer]]),
  );
  return ['| Caller | May | Registry | Repositories | Answer |', '|---|---|---|---|---|', ...lines, ''].join(
    '\n',
  );
}

function tableRow(fields: readonly (readonly string[])[]): string {
  return `| ${fields.map((lines) => lines.map(escapeMarkdown).join('<br>')).join(' | ')} |`;
}
