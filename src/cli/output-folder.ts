import { randomBytes } from 'node:crypto';
import { mkdirSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { systemCode } from '../base/file';
import type { PolicyFile } from '../report/policy-files.applied-policy';
import { checkOutputFolder, type OutputFolder } from './output-folder.output-folder';
import { MANIFEST_FILE, manifestText } from './output-folder.written-files';

/**
 * Writes the files into a folder, all of them or none. Replaces the files of an earlier run.
 * @throws Error if the folder contains a file that this command has not written, or cannot be written
 */
export function replaceFolder(named: string, files: readonly PolicyFile[]): void {
  try {
    const folder = checkOutputFolder(named);
    const parent = dirname(folder.path);
    const firstCreated = mkdirSync(parent, { recursive: true });
    try {
      writeAndSwap(folder, files);
    } catch (error) {
      if (firstCreated !== undefined) removeEmptyFolders(parent, firstCreated);
      throw error;
    }
  } catch (error) {
    const code = systemCode(error);
    if (code === 'unknown') throw error;
    throw new Error(`'${named}' cannot be written (${code})${REASONS[code] ?? ''}.`, { cause: error });
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: ': you have no permission',
  EBUSY: ': it is in use, or something is mounted there; name a folder in it',
  EEXIST: ': a part of its path is a file, or two policies have the same name for this file system',
  ENAMETOOLONG: ': the name is too long',
  ENOSPC: ': the disk is full',
  ENOTDIR: ': a part of its path is a file',
  EPERM: ': you have no permission',
  EROFS: ': the file system is read-only',
};

/** Writes a new folder next to the old one, then swaps them. */
function writeAndSwap({ path, exists }: OutputFolder, files: readonly PolicyFile[]): void {
  const run = randomBytes(4).toString('hex');
  const newFolder = join(dirname(path), `.ecr-topology-new-${run}`);
  const oldFolder = join(dirname(path), `.ecr-topology-old-${run}`);
  try {
    writeNewFolder(newFolder, files);
    if (exists) renameSync(path, oldFolder);
    try {
      renameSync(newFolder, path);
    } catch (error) {
      if (exists) renameSync(oldFolder, path);
      throw error;
    }
  } catch (error) {
    rmSync(newFolder, { recursive: true, force: true });
    throw error;
  }
  removeOld(path, oldFolder);
}

function removeOld(path: string, oldFolder: string): void {
  try {
    rmSync(oldFolder, { recursive: true, force: true });
  } catch (error) {
    throw new Error(`'${path}' is written, but what it held before cannot be removed from '${oldFolder}'.`, {
      cause: error,
    });
  }
}

function writeNewFolder(folder: string, files: readonly PolicyFile[]): void {
  mkdirSync(folder);
  const manifest = { path: MANIFEST_FILE, text: manifestText(files.map(({ path }) => path)) };
  for (const { path, text } of [...files, manifest]) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    // `wx` fails if the file exists: on a file system that ignores case, one of two files would overwrite the other.
    writeFileSync(file, text, { flag: 'wx' });
  }
}

/** Removes a folder and its parents, up to the first one that was created. */
function removeEmptyFolders(folder: string, first: string): void {
  try {
    rmdirSync(folder);
    if (folder !== first) removeEmptyFolders(dirname(folder), first);
  } catch {
    // Another process has written into the folder. The earlier error is the one to report.
  }
}
