import { lstatSync, statSync, type BigIntStats } from 'node:fs';
import { dirname, resolve, sep } from 'node:path';
import { findForeignEntry } from './output-folder.written-files';

/** A folder that may be written and, if it exists, replaced. */
export interface OutputFolder {
  /** Absolute, so the folder that was checked is the folder that is written. */
  readonly path: string;
  readonly exists: boolean;
}

/**
 * Checks whether a folder may be replaced.
 * @throws Error that says why not, and what to name instead
 */
export function checkOutputFolder(named: string): OutputFolder {
  if (named === '') throw new Error('The name of the output folder is empty; name a new folder.');
  const path = resolve(named);
  if (path.split(sep).some((name) => name.toLowerCase() === '.git')) {
    throw new Error(`'${named}' is in a folder that git keeps; name another.`);
  }
  const stats = lstatSync(path, { bigint: true, throwIfNoEntry: false });
  if (stats === undefined) return { path, exists: false };
  if (stats.isSymbolicLink()) {
    throw new Error(`'${named}' is a symbolic link, which would be replaced; name the folder itself.`);
  }
  if (!stats.isDirectory()) throw new Error(`'${named}' is not a folder; name a new one.`);
  if (containsWorkingFolder(stats)) {
    throw new Error(
      `'${named}' is the folder you are in, or one that holds it, and would be replaced; name a new folder in it.`,
    );
  }
  const foreignEntry = findForeignEntry(path);
  if (foreignEntry === undefined) return { path, exists: true };
  throw new Error(
    `'${named}' holds '${foreignEntry}', which this command did not write; name a new folder, or an empty one.`,
  );
}

/**
 * Compares device and inode numbers: a folder has several names, through links and on file systems that ignore case.
 */
function containsWorkingFolder(stats: BigIntStats): boolean {
  let folder = process.cwd();
  for (;;) {
    const { dev, ino } = statSync(folder, { bigint: true });
    if (dev === stats.dev && ino === stats.ino) return true;
    const parent = dirname(folder);
    if (parent === folder) return false;
    folder = parent;
  }
}
