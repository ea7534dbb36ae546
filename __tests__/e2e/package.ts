import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { run } from './command';
import type { Stage } from './stage';

/** The repository these tests are part of. */
export const PROJECT = resolve(__dirname, '..', '..');

/** What git does not have, and a clone so has not either. */
const NOT_CLONED = /^(node_modules|\.git|cdktf\.out|coverage|dist|.*\.tgz)$/;

/** Copies the project into a new folder, without what git ignores, including changes that are not committed. */
export function copyProject(to: string): void {
  mkdirSync(to);
  for (const name of readdirSync(PROJECT).filter((each) => !NOT_CLONED.test(each))) {
    cpSync(join(PROJECT, name), join(to, name), { recursive: true });
  }
}

/** What `npm pack` makes of the project. */
export class Package {
  private constructor(
    public readonly tarball: string,
    /** What is in it, unpacked. */
    public readonly folder: string,
  ) {}

  /** Packs a copy of the project, for packing writes into it. */
  public static async pack({ folder, environment }: Stage): Promise<Package> {
    const clone = join(folder, 'clone');
    copyProject(clone);
    symlinkSync(join(PROJECT, 'node_modules'), join(clone, 'node_modules'));
    const printed = await run({ file: 'npm', args: ['pack', '--silent'], folder: clone, environment });

    const tarball = join(clone, basename(printed.trim()));
    await run({ file: 'tar', args: ['-xzf', tarball, '-C', folder], folder, environment });
    // Every npm package unpacks into a folder of this name.
    return new Package(tarball, join(folder, 'package'));
  }

  /** Relative to the package's folder, sorted. */
  public files(): readonly string[] {
    return filesIn(this.folder);
  }

  public read(file: string): string {
    return readFileSync(join(this.folder, file), 'utf8');
  }
}

/** The files below a folder, relative to it, sorted. */
export function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}
