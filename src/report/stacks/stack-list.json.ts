import type { StacksBy } from '../../model/deployment';
import type { StackRow } from './stack-list';

export function stacksJson(stacksBy: StacksBy, rows: readonly StackRow[]): string {
  const stacks = rows.map(({ name, wave, accounts, regions, resources, dependsOn }) => ({
    name,
    wave,
    accounts: accounts.map(({ id, name: account }) => ({ name: account, id })),
    regions,
    resources: Object.fromEntries(resources),
    dependsOn,
  }));
  return `${JSON.stringify({ by: stacksBy, stacks }, null, 2)}\n`;
}
