/** Raised to search further: `ECR_TOPOLOGY_RANDOM=20 npm run test:unit`. */
const FACTOR = Number(process.env.ECR_TOPOLOGY_RANDOM ?? 1);

/**
 * Number of runs of a property in fast-check. The seed is fixed, so that the tested change causes a failure. A search
 * with `ECR_TOPOLOGY_RANDOM` has its own seed, which fast-check prints with a failure.
 */
export function runs(numRuns: number): { readonly numRuns: number; readonly seed?: number } {
  return FACTOR === 1 ? { numRuns, seed: 20261130 } : { numRuns: numRuns * FACTOR };
}
