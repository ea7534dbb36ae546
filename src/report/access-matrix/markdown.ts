import { printable } from '../printable';
import { mayLines, type AccessRow } from './rows';

/** The matrix as one table of Markdown, for a page or a pull request. */
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
  return `| ${fields.map((lines) => lines.map(escaped).join('<br>')).join(' | ')} |`;
}

/** Whatever Markdown, HTML or GitHub (which notifies whom it mentions) could take for its own, by its number. */
function escaped(text: string): string {
  return printable(text).replace(
    /[&<>|`*[\]\\~@#!$]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g,
    (character) => `&#${character.charCodeAt(0)};`,
  );
}
