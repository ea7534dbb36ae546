import type { Loaded } from '../lint/declaration/load';

/** Exit codes of all commands. */
export const EXIT = {
  ok: 0,
  /** The declaration has errors, access is denied, or a plan has findings. */
  failed: 1,
  /** Wrong usage, a missing file, or an unknown result. */
  couldNotRun: 2,
} as const;

/**
 * A mistake of the user: an argument that is wrong, or a file that cannot be read or written. The message says how to fix
 * it. Any other error is a bug in this program.
 */
export class UsageError extends Error {}

/** Returns the exit code for one or more loaded declarations. */
export function exitCodeFor(...loaded: readonly Loaded[]): number {
  if (loaded.some(({ kind }) => kind === 'unreadable')) return EXIT.couldNotRun;
  return loaded.some(({ kind }) => kind === 'refused') ? EXIT.failed : EXIT.ok;
}
