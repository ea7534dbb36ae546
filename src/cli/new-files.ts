import { closeSync, mkdirSync, openSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { FileToWrite } from './write-files';
import { writeError } from './write-error';

/** Each step removes a file or a folder. */
type Undo = (() => void)[];

/**
 * Creates files and their folders: all of them, or none. Never overwrites a file, not even one that another process
 * creates at the same time.
 * @throws UsageError that names the file and the reason
 */
export function createFiles(files: readonly FileToWrite[]): void {
  const undo: Undo = [];
  try {
    for (const { file, text } of files) {
      createFolder(file, undo);
      createFile(file, text, undo);
    }
  } catch (error) {
    for (const step of undo.reverse()) step();
    throw error;
  }
}

function createFolder(file: string, undo: Undo): void {
  const folder = dirname(file);
  try {
    const first = mkdirSync(folder, { recursive: true });
    if (first === undefined) return;
    undo.push(() => {
      removeEmptyFolders(folder, first);
    });
  } catch (error) {
    throw writeError(file, error);
  }
}

function createFile(file: string, text: string, undo: Undo): void {
  try {
    const descriptor = openSync(file, 'wx');
    undo.push(() => {
      rmSync(file, { force: true });
    });
    try {
      writeFileSync(descriptor, text);
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    throw writeError(file, error, { EEXIST: 'another process created it' });
  }
}

/** Removes a folder and its parents, up to the first one that was created. */
function removeEmptyFolders(folder: string, first: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // Another process has written into the folder.
    return;
  }
  if (folder !== first) removeEmptyFolders(dirname(folder), first);
}
