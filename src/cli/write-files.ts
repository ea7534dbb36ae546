import { randomBytes } from 'node:crypto';
import { mkdirSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { systemCode } from '../files';

export interface FileToWrite {
  /** As the user wrote it. */
  readonly file: string;
  readonly text: string;
}

/** A file that is written under a temporary name in its target folder and only needs to be renamed. */
interface Ready {
  readonly named: string;
  readonly beside: string;
  readonly path: string;
}

/**
 * Writes files, each completely or not at all, and none if one cannot be written. Creates missing folders.
 * @throws Error that names the file and the reason
 */
export function writeFiles(files: readonly FileToWrite[]): void {
  const ready: Ready[] = [];
  try {
    for (const { file, text } of files) {
      const written = explained(file, () => prepare(file, text));
      if (written !== undefined) ready.push(written);
    }
    for (const { named, beside, path } of ready) {
      explained(named, () => {
        renameSync(beside, path);
      });
    }
  } catch (error) {
    for (const { beside } of ready) rmSync(beside, { force: true });
    throw error;
  }
}

/** Returns the path of a file with all links resolved, or the absolute path if the file does not exist. */
export function realPath(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return resolve(file);
  }
}

function prepare(file: string, text: string): Ready | undefined {
  // Uses the name itself: the resolved path of /dev/stderr may not exist.
  const found = statSync(file, { throwIfNoEntry: false });
  if (found?.isDirectory() === true) throw new Error(`'${file}' is a folder; name a file in it.`);
  if (found !== undefined && !found.isFile()) {
    // A pipe or device cannot be replaced by renaming.
    writeFileSync(file, text);
    return undefined;
  }
  const path = realPath(file);
  mkdirSync(dirname(path), { recursive: true });
  const beside = join(dirname(path), `.${basename(path).slice(0, 100)}-${randomBytes(4).toString('hex')}`);
  try {
    writeFileSync(beside, text, { flag: 'wx', ...(found === undefined ? {} : { mode: found.mode }) });
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
  return { named: file, beside, path };
}

function explained<Result>(file: string, action: () => Result): Result {
  try {
    return action();
  } catch (error) {
    const code = systemCode(error);
    if (code === 'unknown') throw error;
    throw new Error(`'${file}' cannot be written (${code}).`, { cause: error });
  }
}
