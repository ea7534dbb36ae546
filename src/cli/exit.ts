import { InputError } from '../base/input-error';
import type { Loaded } from '../lint/declaration/load';

/** Exit codes of all commands. */
export const EXIT = {
  ok: 0,
  /** The declaration has errors, access is denied, or a plan has findings. */
  failed: 1,
  /** Wrong usage, a missing file, or an unknown result. */
  couldNotRun: 2,
} as const;

/** An argument that is wrong, or a file that cannot be read or written. */
export class UsageError extends InputError {}

/** Returns the exit code for one or more loaded declarations. */
export function exitCodeFor(...loaded: readonly Loaded[]): number {
  if (loaded.some(({ kind }) => kind === 'unreadable')) return EXIT.couldNotRun;
  return loaded.some(({ kind }) => kind === 'refused') ? EXIT.failed : EXIT.ok;
}
