import { randomBytes } from 'node:crypto';
import { mkdirSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { systemCode } from '../files';
import type { PolicyFile } from '../report';
import { outputFolder, type OutputFolder } from './output-folder';
import { WRITTEN_FILES, writtenFilesText } from './written-files';

/**
 * Writes the files into a folder, all of them or none. Replaces the files of an earlier run.
 * @throws Error if the folder contains a file that this command has not written, or cannot be written
 */
export function replaceFolder(named: string, files: readonly PolicyFile[]): void {
  try {
    const folder = outputFolder(named);
    const parent = dirname(folder.path);
    const made = mkdirSync(parent, { recursive: true });
    try {
      writeBeside(folder, files);
    } catch (error) {
      if (made !== undefined) removeEmpty(parent, made);
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
function writeBeside({ path, isThere }: OutputFolder, files: readonly PolicyFile[]): void {
  const run = randomBytes(4).toString('hex');
  const fresh = join(dirname(path), `.ecr-topology-new-${run}`);
  const old = join(dirname(path), `.ecr-topology-old-${run}`);
  try {
    writeFiles(fresh, files);
    if (isThere) renameSync(path, old);
    try {
      renameSync(fresh, path);
    } catch (error) {
      if (isThere) renameSync(old, path);
      throw error;
    }
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    throw error;
  }
  removeOld(path, old);
}

function removeOld(path: string, old: string): void {
  try {
    rmSync(old, { recursive: true, force: true });
  } catch (error) {
    throw new Error(`'${path}' is written, but what it held before cannot be removed from '${old}'.`, {
      cause: error,
    });
  }
}

function writeFiles(folder: string, files: readonly PolicyFile[]): void {
  mkdirSync(folder);
  const list = { path: WRITTEN_FILES, text: writtenFilesText(files.map(({ path }) => path)) };
  for (const { path, text } of [...files, list]) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    // `wx` fails if the file exists: on a file system that ignores case, one of two files would overwrite the other.
    writeFileSync(file, text, { flag: 'wx' });
  }
}

/** Removes a folder and its parents, up to the first one that was created. */
function removeEmpty(folder: string, first: string): void {
  try {
    rmdirSync(folder);
    if (folder !== first) removeEmpty(dirname(folder), first);
  } catch {
    // Another process has written into the folder. The earlier error is the one to report.
  }
}
