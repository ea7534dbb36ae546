import { columnsText, type TableRow } from '../format/text.columns';
import { operationLines, type AccessRow } from './matrix';

const TEXT_HEADINGS = ['CALLER', 'MAY', 'REGISTRY', 'REPOSITORIES', 'ANSWER'] as const;

/** Renders the access matrix for a terminal, one row of several lines for each answer. */
export function accessText(rows: readonly AccessRow[]): string {
  if (rows.length === 0) return 'No policy or rule of the topology names anybody.\n';
  return columnsText(TEXT_HEADINGS, rows.map(fieldsOf));
}

function fieldsOf(row: AccessRow): TableRow {
  const { callers, registries, repositories, answer } = row;
  return [callers, operationLines(row), registries, repositories, [answer]];
}
