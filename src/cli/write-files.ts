import { randomBytes } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  chownSync,
  constants,
  mkdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  type Stats,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { systemCode } from '../base/file';
import { UsageError } from './exit';

export interface FileToWrite {
  /** As the user wrote it. */
  readonly file: string;
  readonly text: string;
}

/** A file that is written under a temporary name in its target folder and only needs to be renamed. */
interface StagedFile {
  readonly named: string;
  readonly temporaryPath: string;
  readonly path: string;
}

/**
 * Writes files, each completely or not at all, and none if one cannot be written. Creates missing folders.
 * @throws UsageError that names the file and the reason
 */
export function writeFiles(files: readonly FileToWrite[]): void {
  const staged: StagedFile[] = [];
  try {
    for (const { file, text } of files) {
      const written = withFileError(file, () => stageFile(file, text));
      if (written !== undefined) staged.push(written);
    }
    for (const { named, temporaryPath, path } of staged) {
      withFileError(named, () => {
        renameSync(temporaryPath, path);
      });
    }
  } catch (error) {
    for (const { temporaryPath } of staged) rmSync(temporaryPath, { force: true });
    throw error;
  }
}

/** Returns the path of a file with all links resolved, or the absolute path if the file does not exist. */
export function resolveRealPath(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return resolve(file);
  }
}

function stageFile(file: string, text: string): StagedFile | undefined {
  // Uses the name itself: the resolved path of /dev/stderr may not exist.
  const stats = statSync(file, { throwIfNoEntry: false });
  if (stats?.isDirectory() === true) throw new UsageError(`'${file}' is a folder. Name a file in it.`);
  if (stats !== undefined && !stats.isFile()) {
    // A pipe or device cannot be replaced by renaming.
    writeFileSync(file, text);
    return undefined;
  }
  const path = resolveRealPath(file);
  mkdirSync(dirname(path), { recursive: true });
  const temporaryPath = join(
    dirname(path),
    `.${basename(path).slice(0, 100)}-${randomBytes(4).toString('hex')}`,
  );
  // Renaming would also replace a file that is read-only.
  if (stats !== undefined) accessSync(path, constants.W_OK);
  try {
    writeFileSync(temporaryPath, text, { flag: 'wx', ...(stats === undefined ? {} : { mode: stats.mode }) });
    if (stats !== undefined) keepOwnerAndMode(temporaryPath, stats);
  } catch (error) {
    rmSync(temporaryPath, { force: true });
    throw error;
  }
  return { named: file, temporaryPath, path };
}

/** Otherwise the root user of a container takes over the file, and the umask removes permissions. */
function keepOwnerAndMode(path: string, { uid, gid, mode }: Stats): void {
  const created = statSync(path);
  if (created.uid !== uid || created.gid !== gid) {
    try {
      chownSync(path, uid, gid);
    } catch {
      // Only root may change the owner. Another user who may write the file becomes its owner.
    }
  }
  chmodSync(path, mode & 0o7777);
}

function withFileError<Result>(file: string, action: () => Result): Result {
  try {
    return action();
  } catch (error) {
    const code = systemCode(error);
    if (code === 'unknown') throw error;
    throw new UsageError(`'${file}' cannot be written (${code}).`, { cause: error });
  }
}
