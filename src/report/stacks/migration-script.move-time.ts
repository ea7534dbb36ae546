/** Up to this number, the moves take too little time to mention it. */
const MAX_QUICK_MOVES = 1000;

/** Measured with Terraform 1.11.4, which reads and writes both states for each move (docs/layouts.md). */
const SECONDS_PER_MOVE = 0.15;
const SECONDS_PER_RESOURCE = 0.0007;

/** Returns the estimated duration of the moves as text, or undefined if they are few. */
export function estimateDuration(moves: number): string | undefined {
  if (moves <= MAX_QUICK_MOVES) return undefined;
  const minutes = (moves * (SECONDS_PER_MOVE + SECONDS_PER_RESOURCE * moves)) / 60;
  if (minutes < 90) return `up to ${Math.ceil(minutes)} minutes`;
  const hours = minutes / 60;
  return hours < 48 ? `up to ${Math.ceil(hours)} hours` : `up to ${Math.ceil(hours / 24)} days`;
}
