import { groupBy, sortedBy, sortedUnique } from '../../base/collections';
import { formatList } from '../../base/text';
import { resourcesText, type Account, type ResourceType, type StacksBy } from '../../model/deployment';
import { wavesOf, type StackLayout } from '../../terraform/layout';
import { terminalTable, type TableRow } from '../format/table';
import type { Terminal } from '../format/terminal';

export interface StackRow {
  readonly name: string;
  /** Starts at 1. All dependencies of the stack are in earlier waves. */
  readonly wave: number;
  readonly accounts: readonly Pick<Account, 'id' | 'name'>[];
  /** Sorted. If the stack has no resources in a registry, the Region of its provider. */
  readonly regions: readonly string[];
  /** Number of resources of each type, in the order of the stack. */
  readonly resources: ReadonlyMap<ResourceType, number>;
  readonly dependsOn: readonly string[];
}

/** Returns the stacks in the order in which they are applied. Stacks of a wave are sorted by name. */
export function stackRows(stacks: readonly StackLayout[], accounts: readonly Account[]): readonly StackRow[] {
  return wavesOf(stacks).flatMap((wave, index) =>
    sortedBy(wave, ({ name }) => name).map((stack) => rowOf(stack, index + 1, accounts)),
  );
}

function rowOf(stack: StackLayout, wave: number, accounts: readonly Account[]): StackRow {
  const { name, dependsOn, providers } = stack;
  const accountIds = new Set(providers.map(({ accountId }) => accountId));
  const resources = new Map<ResourceType, number>();
  for (const { resource } of stack.resources) {
    resources.set(resource.type, (resources.get(resource.type) ?? 0) + 1);
  }
  return {
    name,
    wave,
    accounts: accounts.filter(({ id }) => accountIds.has(id)),
    regions: regionsOf(stack),
    resources,
    dependsOn,
  };
}

function regionsOf({ providers, resources }: StackLayout): readonly string[] {
  const resourceRegions = resources.flatMap(({ resource }) =>
    'registry' in resource ? [resource.registry.region] : [],
  );
  return sortedUnique(resourceRegions.length > 0 ? resourceRegions : providers.map(({ region }) => region));
}

const STACK_HEADINGS = ['Wave', 'Stack', 'Accounts', 'Regions', 'Resources', 'After'] as const;

/** Renders the stacks for a terminal, in the order in which they are applied. */
export function stacksText(rows: readonly StackRow[], terminal: Terminal): string {
  return terminalTable(STACK_HEADINGS, rows.map(fieldsOf), terminal);
}

function fieldsOf(row: StackRow): TableRow {
  // Each list of names is one line: names of several columns on the same line would read as pairs.
  const accounts = formatList(row.accounts.map(({ name }) => name));
  const dependsOn = row.dependsOn.length === 0 ? [] : [formatList(row.dependsOn)];
  return [
    { lines: [String(row.wave)] },
    { lines: [row.name] },
    { lines: [accounts] },
    { lines: [formatList(row.regions)] },
    { lines: resourceLines(row) },
    { lines: dependsOn },
  ];
}

/**
 * Returns, for example, `3 repositories` and `1 registry policy`, or `none` for a stack whose resources are all
 * removed.
 */
function resourceLines({ resources }: StackRow): readonly string[] {
  const lines = [...resources].map(([type, number]) => resourcesText(type, number));
  return lines.length === 0 ? ['none'] : lines;
}

export function stacksJson(stacksBy: StacksBy, rows: readonly StackRow[]): string {
  return `${JSON.stringify({ version: 1, by: stacksBy, stacks: rows.map(stackJson) }, null, 2)}\n`;
}

/** Returns a stack as in `stacks[]` of the JSON output. */
export function stackJson({ name, wave, accounts, regions, resources, dependsOn }: StackRow): object {
  return {
    name,
    wave,
    accounts: accounts.map(({ id, name: account }) => ({ name: account, id })),
    regions,
    resources: Object.fromEntries(resources),
    dependsOn,
  };
}

/**
 * Maximum number of jobs of one matrix in a GitHub workflow run.
 * https://docs.github.com/en/actions/reference/limits
 */
const MAX_JOBS = 256;

/**
 * Returns a JSON list with a matrix for each wave, in one line because a step output is one line:
 * `strategy.matrix: ${{ fromJSON(needs.stacks.outputs.waves)[0] }}`.
 * @throws Error if a wave has more stacks than a matrix may have jobs
 */
export function stacksMatrix(rows: readonly StackRow[]): string {
  const waves = [...groupBy(rows, ({ wave }) => wave)].map(([wave, stacks]) => {
    if (stacks.length > MAX_JOBS) {
      throw new Error(
        `Wave ${wave} has ${stacks.length} stacks, but a GitHub matrix has at most ${MAX_JOBS} jobs. ` +
          "Deploy the stacks in one job: cdktf deploy '*' --parallelism N.",
      );
    }
    return { include: stacks.map(jobOf) };
  });
  return `${JSON.stringify(waves)}\n`;
}

/**
 * Returns a JSON list of jobs in one line, for jobs that need no order, such as plans:
 * `strategy.matrix.include: ${{ fromJSON(needs.stacks.outputs.stacks) }}`.
 * @throws Error if there are more stacks than a matrix may have jobs
 */
export function stacksInclude(rows: readonly StackRow[]): string {
  if (rows.length > MAX_JOBS) {
    throw new Error(
      `${rows.length} stacks are listed, but a GitHub matrix has at most ${MAX_JOBS} jobs. ` +
        'Plan the stacks in one job.',
    );
  }
  return `${JSON.stringify(rows.map(jobOf))}\n`;
}

/** Matrix values are strings, so that expressions can print and compare them. */
function jobOf({ name, accounts, regions }: StackRow) {
  return {
    stack: name,
    account: accounts.map((account) => account.name).join(','),
    accountId: accounts.map(({ id }) => id).join(','),
    region: regions.join(','),
  };
}
