import { columnsText, type TableRow } from '../format/text.columns';
import { resourceLines } from './stack-list.holdings';
import type { StackRow } from './stack-list';

const STACK_HEADINGS = ['WAVE', 'STACK', 'ACCOUNT', 'REGION', 'HOLDS', 'AFTER'] as const;

/** Renders the stacks for a terminal, in the order in which they are applied. */
export function stacksText(rows: readonly StackRow[]): string {
  return columnsText(STACK_HEADINGS, rows.map(fieldsOf));
}

function fieldsOf(row: StackRow): TableRow {
  const accounts = row.accounts.map(({ name }) => name);
  return [[String(row.wave)], [row.name], accounts, row.regions, resourceLines(row), row.dependsOn];
}
