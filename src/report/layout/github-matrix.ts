import { grouped } from '../../registry';
import type { StackRow } from './rows';

/**
 * What GitHub takes of one matrix in a workflow run.
 * https://docs.github.com/en/actions/reference/limits
 */
const MOST_JOBS = 256;

/**
 * A list with a matrix for each wave, on the one line that an output of a step takes:
 * `strategy.matrix: ${{ fromJSON(needs.stacks.outputs.waves)[0] }}`.
 * @throws Error where a wave has more stacks than a matrix may have jobs
 */
export function stacksMatrix(rows: readonly StackRow[]): string {
  const waves = [...grouped(rows, ({ wave }) => wave)].map(([wave, stacks]) => {
    if (stacks.length > MOST_JOBS) {
      throw new Error(
        `Wave ${wave} has ${stacks.length} stacks, and a matrix of GitHub takes ${MOST_JOBS} jobs. ` +
          "Deploy them in one job: cdktf deploy '*' --parallelism N.",
      );
    }
    return { include: stacks.map(jobOf) };
  });
  return `${JSON.stringify(waves)}\n`;
}

/** Values of a matrix are text, so that they can be shown and compared. */
function jobOf({ name, accounts, regions }: StackRow) {
  return {
    stack: name,
    account: accounts.map((account) => account.name).join(','),
    accountId: accounts.map(({ id }) => id).join(','),
    region: regions.join(','),
  };
}
