import type { Loaded } from '../topology';

/** What the exit code of every command means. */
export const EXIT = {
  fine: 0,
  /** Errors were found, access is denied, a plan has findings. */
  no: 1,
  /** Wrong usage, a file is missing, nothing could be told. */
  couldNotRun: 2,
} as const;

/** The exit code for what came of reading one declaration or several. */
export function exitCodeFor(...loaded: readonly Loaded[]): number {
  if (loaded.some(({ kind }) => kind === 'unreadable')) return EXIT.couldNotRun;
  return loaded.some(({ kind }) => kind === 'refused') ? EXIT.no : EXIT.fine;
}
