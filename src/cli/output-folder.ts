import { randomBytes } from 'node:crypto';
import {
  lstatSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
  type BigIntStats,
} from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { readSource } from '../declaration/syntax/source';
import type { PolicyFile } from '../report/policy-files';
import { UsageError } from './exit';
import { writeError } from './write-error';

/**
 * Writes the files into a folder, all of them or none. Replaces the files of an earlier run.
 * @throws UsageError if the folder contains a file that this command has not written, or cannot be written
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
    throw writeError(named, error, REASONS);
  }
}

const REASONS = {
  EBUSY: 'it is in use or a mount point; name a folder in it',
  EEXIST:
    'a parent folder is a file, or two policies have the same file name, because the file system ignores case',
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
    throw new UsageError(
      `'${path}' was written, but its old contents in '${oldFolder}' cannot be removed. Remove that folder.`,
      {
        cause: error,
      },
    );
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

/** A folder that may be written and, if it exists, replaced. */
interface OutputFolder {
  /** Absolute, so the folder that was checked is the folder that is written. */
  readonly path: string;
  readonly exists: boolean;
}

/**
 * Checks whether a folder may be replaced.
 * @throws UsageError that says why not, and what to name instead
 */
function checkOutputFolder(named: string): OutputFolder {
  if (named === '') throw new UsageError('The name of the output folder is empty. Name a new folder.');
  const path = resolve(named);
  if (path.split(sep).some((name) => name.toLowerCase() === '.git')) {
    throw new UsageError(`'${named}' is in a .git folder. Name another folder.`);
  }
  const stats = lstatSync(path, { bigint: true, throwIfNoEntry: false });
  if (stats === undefined) return { path, exists: false };
  if (stats.isSymbolicLink()) {
    throw new UsageError(`'${named}' is a symbolic link. Name the folder that it points to.`);
  }
  if (!stats.isDirectory()) throw new UsageError(`'${named}' is not a folder. Name a new folder.`);
  if (containsWorkingFolder(stats)) {
    throw new UsageError(
      `'${named}' is the current folder or a parent of it, and would be replaced. Name a new folder in it.`,
    );
  }
  const foreignEntry = findForeignEntry(path);
  if (foreignEntry === undefined) return { path, exists: true };
  throw new UsageError(
    `'${named}' contains '${foreignEntry}', which this command did not write. Name a new or empty folder.`,
  );
}

/**
 * Compares device and inode numbers: a folder has several names, through links and on file systems that ignore case.
 */
function containsWorkingFolder(stats: BigIntStats): boolean {
  let folder = process.cwd();
  for (;;) {
    const { dev, ino } = statSync(folder, { bigint: true });
    if (dev === stats.dev && ino === stats.ino) return true;
    const parent = dirname(folder);
    if (parent === folder) return false;
    folder = parent;
  }
}

/** Identifies a folder that this command has written, and lists all its files. */
const MANIFEST_FILE = 'written-by-ecr-topology.json';

function manifestText(paths: readonly string[]): string {
  const about =
    "Written by 'ecr-topology policies --out'. The next run replaces the folder if it contains only these files.";
  return `${JSON.stringify({ about, files: paths }, null, 2)}\n`;
}

/**
 * Returns the path of the first entry in a folder that this command did not write, relative to the folder with `/`, or
 * undefined if the whole folder may be removed.
 * @throws UsageError if the manifest is not valid
 */
function findForeignEntry(folder: string): string | undefined {
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
  throw new UsageError(`'${file}' was changed after this command wrote it. Name a new or empty folder.`);
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
