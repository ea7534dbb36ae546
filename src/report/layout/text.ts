import { columnsText, type Fields } from '../columns';
import { holdings } from './holdings';
import type { StackRow } from './rows';

const HEADINGS = ['WAVE', 'STACK', 'ACCOUNT', 'REGION', 'HOLDS', 'AFTER'] as const;

/** Renders the stacks for a terminal, in the order in which they are applied. */
export function stacksText(rows: readonly StackRow[]): string {
  return columnsText(HEADINGS, rows.map(fieldsOf));
}

function fieldsOf(row: StackRow): Fields {
  const accounts = row.accounts.map(({ name }) => name);
  return [[String(row.wave)], [row.name], accounts, row.regions, holdings(row), row.dependsOn];
}
