import { randomBytes } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  chownSync,
  constants,
  existsSync,
  mkdirSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  type Stats,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { systemCode } from '../base/file';
import { UsageError } from './exit';
import { writeError } from './write-error';

export interface FileToWrite {
  /** As the user wrote it. */
  readonly file: string;
  readonly text: string;
}

/** A file whose text is in a temporary file in the same folder. The temporary file only needs to be renamed. */
interface StagedFile {
  readonly named: string;
  readonly text: string;
  readonly path: string;
  /** Undefined if the folder does not accept a new file. The existing file is written in place. */
  readonly temporaryPath: string | undefined;
}

/**
 * Writes files, each completely or not at all, and none if one cannot be written. Creates missing folders. Writes in
 * place what cannot be replaced: a file that is a mount point, or a writable file in a read-only folder.
 * @throws UsageError that names the file and the reason
 */
export function writeFiles(files: readonly FileToWrite[]): void {
  const staged: StagedFile[] = [];
  try {
    for (const { file, text } of files) {
      const written = withFileError(file, () => stageFile(file, text));
      if (written !== undefined) staged.push(written);
    }
    for (const each of staged) {
      withFileError(each.named, () => {
        replaceFile(each);
      });
    }
  } finally {
    for (const { temporaryPath } of staged) removeFile(temporaryPath);
  }
}

/** Returns the path of a file with all links resolved, or the absolute path if the file does not exist. */
export function resolveRealPath(file: string): string {
  try {
    return realpathSync(file);
  } catch (error) {
    const target = systemCode(error) === 'ENOENT' ? missingTarget(file) : undefined;
    return target === undefined ? resolve(file) : resolveRealPath(target);
  }
}

/** Returns the target of a symbolic link to a missing file, or undefined if the file is not a link. */
function missingTarget(file: string): string | undefined {
  try {
    return resolve(realpathSync(dirname(file)), readlinkSync(file));
  } catch {
    return undefined;
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
    removeFile(temporaryPath);
    if (stats === undefined || !isReplacementDenied(error)) throw error;
    return { named: file, text, path, temporaryPath: undefined };
  }
  return { named: file, text, path, temporaryPath };
}

function replaceFile({ text, path, temporaryPath }: StagedFile): void {
  if (temporaryPath === undefined) {
    writeInPlace(path, text);
    return;
  }
  try {
    renameSync(temporaryPath, path);
  } catch (error) {
    if (!existsSync(path) || !isReplacementDenied(error)) throw error;
    writeInPlace(path, text);
  }
}

/** Returns whether a file cannot be replaced although it may be writable. */
function isReplacementDenied(error: unknown): boolean {
  // EBUSY: the file is a mount point, as a single file of the host in a container. The others: the folder is read-only.
  return ['EBUSY', 'EACCES', 'EPERM', 'EROFS'].includes(systemCode(error));
}

/** Does not create the file, which a folder such as /tmp rejects for the file of another user. */
function writeInPlace(path: string, text: string): void {
  writeFileSync(path, text, { flag: 'r+' });
  truncateSync(path, Buffer.byteLength(text));
}

/** Removes a temporary file. On a read-only file system, removing a missing file is an error. */
function removeFile(path: string | undefined): void {
  if (path !== undefined && existsSync(path)) rmSync(path, { force: true });
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
    throw writeError(file, error);
  }
}
