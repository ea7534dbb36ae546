import { columnsText, type Fields } from '../columns';
import { mayLines, type AccessRow } from './rows';

const HEADINGS = ['CALLER', 'MAY', 'REGISTRY', 'REPOSITORIES', 'ANSWER'] as const;

/** Renders the access matrix for a terminal, one row of several lines for each answer. */
export function accessText(rows: readonly AccessRow[]): string {
  if (rows.length === 0) return 'No policy or rule of the topology names anybody.\n';
  return columnsText(HEADINGS, rows.map(fieldsOf));
}

function fieldsOf(row: AccessRow): Fields {
  const { callers, registries, repositories, answer } = row;
  return [callers, mayLines(row), registries, repositories, [answer]];
}
