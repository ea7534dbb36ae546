import { lstatSync, statSync, type BigIntStats } from 'node:fs';
import { dirname, resolve, sep } from 'node:path';
import { foreignIn } from './written-files';

/** A folder that may be written and, if it exists, replaced. */
export interface OutputFolder {
  /** Absolute, so the folder that was checked is the folder that is written. */
  readonly path: string;
  readonly isThere: boolean;
}

/**
 * Checks whether a folder may be replaced.
 * @throws Error that says why not, and what to name instead
 */
export function outputFolder(named: string): OutputFolder {
  if (named === '') throw new Error('The name of the output folder is empty; name a new folder.');
  const path = resolve(named);
  if (path.split(sep).some((name) => name.toLowerCase() === '.git')) {
    throw new Error(`'${named}' is in a folder that git keeps; name another.`);
  }
  const found = lstatSync(path, { bigint: true, throwIfNoEntry: false });
  if (found === undefined) return { path, isThere: false };
  if (found.isSymbolicLink()) {
    throw new Error(`'${named}' is a symbolic link, which would be replaced; name the folder itself.`);
  }
  if (!found.isDirectory()) throw new Error(`'${named}' is not a folder; name a new one.`);
  if (holdsWorkingFolder(found)) {
    throw new Error(
      `'${named}' is the folder you are in, or one that holds it, and would be replaced; name a new folder in it.`,
    );
  }
  const foreign = foreignIn(path);
  if (foreign === undefined) return { path, isThere: true };
  throw new Error(
    `'${named}' holds '${foreign}', which this command did not write; name a new folder, or an empty one.`,
  );
}

/**
 * Compares device and inode numbers: a folder has several names, through links and on file systems that ignore case.
 */
function holdsWorkingFolder(found: BigIntStats): boolean {
  let folder = process.cwd();
  for (;;) {
    const { dev, ino } = statSync(folder, { bigint: true });
    if (dev === found.dev && ino === found.ino) return true;
    const above = dirname(folder);
    if (above === folder) return false;
    folder = above;
  }
}
