import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { run } from './command';
import type { Sandbox } from './sandbox';

/** The root folder of this repository. */
export const PROJECT = resolve(__dirname, '..', '..');

/** The files and folders that a clone does not have. */
const NOT_CLONED = /^(node_modules|\.git|cdktf\.out|coverage|dist|.*\.tgz)$/;

/** Copies the project to a new folder, with uncommitted changes and without the files that git ignores. */
export function copyProject(to: string): void {
  mkdirSync(to);
  for (const name of readdirSync(PROJECT).filter((each) => !NOT_CLONED.test(each))) {
    cpSync(join(PROJECT, name), join(to, name), { recursive: true });
  }
}

/** The npm package that `npm pack` creates. */
export class Package {
  private constructor(
    public readonly tarball: string,
    /** The unpacked tarball. */
    public readonly folder: string,
  ) {}

  /** Packs a copy of the project, because packing writes into the project. */
  public static async pack({ folder, environment }: Sandbox): Promise<Package> {
    const clone = join(folder, 'clone');
    copyProject(clone);
    symlinkSync(join(PROJECT, 'node_modules'), join(clone, 'node_modules'));
    const printed = await run({ file: 'npm', args: ['pack', '--silent'], folder: clone, environment });

    const tarball = join(clone, basename(printed.trim()));
    await run({ file: 'tar', args: ['-xzf', tarball, '-C', folder], folder, environment });
    // The tarball of each npm package has this folder.
    return new Package(tarball, join(folder, 'package'));
  }

  /** Returns the paths of the files in the package, sorted. */
  public files(): readonly string[] {
    return filesIn(this.folder);
  }

  public read(file: string): string {
    return readFileSync(join(this.folder, file), 'utf8');
  }
}

/** Returns the paths of all files in a folder, relative to it and sorted. */
export function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}
