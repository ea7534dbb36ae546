/** Raised by a person who searches further: `ECR_TOPOLOGY_RANDOM=20 npm run test:unit`. */
const FACTOR = Number(process.env.ECR_TOPOLOGY_RANDOM ?? 1);

/**
 * How often fast-check runs a property. The seed is fixed, so that a failure is caused by the change that is tested; a
 * search with `ECR_TOPOLOGY_RANDOM` has a seed of its own, which fast-check prints with a failure.
 */
export function runs(numRuns: number): { readonly numRuns: number; readonly seed?: number } {
  return FACTOR === 1 ? { numRuns, seed: 20261130 } : { numRuns: numRuns * FACTOR };
}
