import { groupBy } from '../../base/collections.grouped';
import type { StackRow } from './stack-list';

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
        `Wave ${wave} has ${stacks.length} stacks, and a matrix of GitHub takes ${MAX_JOBS} jobs. ` +
          "Deploy them in one job: cdktf deploy '*' --parallelism N.",
      );
    }
    return { include: stacks.map(jobOf) };
  });
  return `${JSON.stringify(waves)}\n`;
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
