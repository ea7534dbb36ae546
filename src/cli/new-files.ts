import { mkdirSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { FileToWrite } from './write-files';
import { writeError } from './write-error';

/**
 * Creates files and their folders: all of them, or none. Never overwrites a file, not even one that another process
 * creates at the same time.
 * @throws UsageError that names the file and the reason
 */
export function createFiles(files: readonly FileToWrite[]): void {
  const undo: (() => void)[] = [];
  try {
    for (const { file, text } of files) {
      try {
        createFolder(dirname(file), undo);
        writeFileSync(file, text, { flag: 'wx' });
      } catch (error) {
        throw writeError(file, error);
      }
      undo.push(() => {
        rmSync(file, { force: true });
      });
    }
  } catch (error) {
    for (const step of undo.reverse()) step();
    throw error;
  }
}

function createFolder(folder: string, undo: (() => void)[]): void {
  const first = mkdirSync(folder, { recursive: true });
  if (first === undefined) return;
  undo.push(() => {
    removeEmptyFolders(folder, first);
  });
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
