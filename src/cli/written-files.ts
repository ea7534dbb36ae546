import { lstatSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readSource } from '../topology/source';

/** Identifies a folder that this command has written, and lists all its files. */
export const WRITTEN_FILES = 'written-by-ecr-topology.json';

export function writtenFilesText(paths: readonly string[]): string {
  const about =
    "Written by 'ecr-topology policies --out'. The next run replaces the folder, if it holds these files and no other.";
  return `${JSON.stringify({ about, files: paths }, null, 2)}\n`;
}

/**
 * Returns the path of the first entry in a folder that this command did not write, relative to the folder with `/`, or
 * undefined if the whole folder may be removed.
 * @throws Error if the manifest is not valid
 */
export function foreignIn(folder: string): string | undefined {
  const names = namesIn(folder);
  if (!names.includes(WRITTEN_FILES)) return names[0];
  const files = new Set([WRITTEN_FILES, ...listedIn(join(folder, WRITTEN_FILES))]);
  const folders = new Set([...files].flatMap(foldersOf));
  return firstForeign(folder, '', files, folders);
}

function firstForeign(
  root: string,
  below: string,
  files: ReadonlySet<string>,
  folders: ReadonlySet<string>,
): string | undefined {
  for (const name of namesIn(join(root, below))) {
    const path = below === '' ? name : `${below}/${name}`;
    // `lstat`, so that symbolic links are not followed.
    const stats = lstatSync(join(root, path));
    if (stats.isFile() && files.has(path)) continue;
    if (!stats.isDirectory() || !folders.has(path)) return path;
    const foreign = firstForeign(root, path, files, folders);
    if (foreign !== undefined) return foreign;
  }
  return undefined;
}

function namesIn(folder: string): readonly string[] {
  return readdirSync(folder).sort();
}

/** Returns every parent folder of a relative path. */
function foldersOf(path: string): readonly string[] {
  const folder = dirname(path);
  return folder === '.' ? [] : [folder, ...foldersOf(folder)];
}

function listedIn(file: string): readonly string[] {
  const source = readSource(file, { toName: 'Name a new folder.' });
  const files = 'text' in source ? parsedFiles(source.text) : undefined;
  if (files !== undefined) return files;
  throw new Error(`'${file}' is not as this command writes it; name a new folder, or an empty one.`);
}

function parsedFiles(text: string): readonly string[] | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null || !('files' in value)) return undefined;
  const { files } = value;
  return Array.isArray(files) && files.every(isPathBelow) ? files : undefined;
}

/** Returns whether the value is a relative path inside the folder and outside `.git`. */
function isPathBelow(path: unknown): path is string {
  if (typeof path !== 'string' || path.length > LONGEST_PATH) return false;
  return !path.includes('\\') && path.split('/').every(isPlainName);
}

/** More than the longest names of an account, a registry and a repository together. */
const LONGEST_PATH = 1_024;

function isPlainName(name: string): boolean {
  return !['', '.', '..', '.git'].includes(name.toLowerCase());
}
