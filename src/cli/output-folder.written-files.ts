import { lstatSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readSource } from '../declaration/syntax/source';

/** Identifies a folder that this command has written, and lists all its files. */
export const MANIFEST_FILE = 'written-by-ecr-topology.json';

export function manifestText(paths: readonly string[]): string {
  const about =
    "Written by 'ecr-topology policies --out'. The next run replaces the folder, if it holds these files and no other.";
  return `${JSON.stringify({ about, files: paths }, null, 2)}\n`;
}

/**
 * Returns the path of the first entry in a folder that this command did not write, relative to the folder with `/`, or
 * undefined if the whole folder may be removed.
 * @throws Error if the manifest is not valid
 */
export function findForeignEntry(folder: string): string | undefined {
  const names = readNames(folder);
  if (!names.includes(MANIFEST_FILE)) return names[0];
  const files = new Set([MANIFEST_FILE, ...readManifest(join(folder, MANIFEST_FILE))]);
  const folders = new Set([...files].flatMap(parentFolders));
  return findForeignEntryBelow(folder, '', files, folders);
}

function findForeignEntryBelow(
  root: string,
  subfolder: string,
  files: ReadonlySet<string>,
  folders: ReadonlySet<string>,
): string | undefined {
  for (const name of readNames(join(root, subfolder))) {
    const path = subfolder === '' ? name : `${subfolder}/${name}`;
    // `lstat`, so that symbolic links are not followed.
    const stats = lstatSync(join(root, path));
    if (stats.isFile() && files.has(path)) continue;
    if (!stats.isDirectory() || !folders.has(path)) return path;
    const foreignEntry = findForeignEntryBelow(root, path, files, folders);
    if (foreignEntry !== undefined) return foreignEntry;
  }
  return undefined;
}

function readNames(folder: string): readonly string[] {
  return readdirSync(folder).sort();
}

/** Returns every parent folder of a relative path. */
function parentFolders(path: string): readonly string[] {
  const folder = dirname(path);
  return folder === '.' ? [] : [folder, ...parentFolders(folder)];
}

function readManifest(file: string): readonly string[] {
  const source = readSource(file, { missingFileHelp: 'Name a new folder.' });
  const files = 'text' in source ? parseManifest(source.text) : undefined;
  if (files !== undefined) return files;
  throw new Error(`'${file}' is not as this command writes it; name a new folder, or an empty one.`);
}

function parseManifest(text: string): readonly string[] | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null || !('files' in value)) return undefined;
  const { files } = value;
  return Array.isArray(files) && files.every(isRelativePath) ? files : undefined;
}

/** Returns whether the value is a relative path inside the folder and outside `.git`. */
function isRelativePath(path: unknown): path is string {
  if (typeof path !== 'string' || path.length > MAX_PATH_LENGTH) return false;
  return !path.includes('\\') && path.split('/').every(isPlainName);
}

/** More than the longest names of an account, a registry and a repository together. */
const MAX_PATH_LENGTH = 1_024;

function isPlainName(name: string): boolean {
  return !['', '.', '..', '.git'].includes(name.toLowerCase());
}
