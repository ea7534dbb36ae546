import { markdownEscaped } from '../markdown-text';
import { mayLines, type AccessRow } from './rows';

/** Renders the access matrix as a Markdown table. */
export function accessMarkdown(rows: readonly AccessRow[]): string {
  if (rows.length === 0) return 'No policy or rule of the topology names anybody.\n';
  const lines = rows.map((row) =>
    lineText([row.callers, mayLines(row), row.registries, row.repositories, [row.answer]]),
  );
  return ['| Caller | May | Registry | Repositories | Answer |', '|---|---|---|---|---|', ...lines, ''].join(
    '\n',
  );
}

function lineText(fields: readonly (readonly string[])[]): string {
  return `| ${fields.map((lines) => lines.map(markdownEscaped).join('<br>')).join(' | ')} |`;
}
