import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { version } from '../../package.json';
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

/** The npm package that `npm run build` writes. */
export class Package {
  private constructor(
    /** The folder that the release workflow publishes. */
    public readonly folder: string,
    public readonly tarball: string,
  ) {}

  /** Builds the package as the release workflow does, in a copy of the project, because it writes into the project. */
  public static async build({ folder, environment }: Sandbox): Promise<Package> {
    const clone = join(folder, 'clone');
    copyProject(clone);
    symlinkSync(join(PROJECT, 'node_modules'), join(clone, 'node_modules'));
    await run({
      file: process.execPath,
      args: ['bin/build.js', '--release', `v${version}`],
      folder: clone,
      environment: {
        ...environment,
        GITHUB_SERVER_URL: 'https://github.com',
        GITHUB_REPOSITORY: 'acme/ecr-topology',
      },
    });
    const printed = await run({
      file: 'npm',
      args: ['pack', '--silent', './dist'],
      folder: clone,
      environment,
    });
    return new Package(join(clone, 'dist'), join(clone, basename(printed.trim())));
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

/** Returns the code blocks of docs/guides/library.md in a language. Tests run them. */
export function guideBlocks(language: string): readonly string[] {
  const guide = readFileSync(join(PROJECT, 'docs', 'guides', 'library.md'), 'utf8');
  return [...guide.matchAll(new RegExp(`^\`\`\`${language}\n([^]*?)^\`\`\`$`, 'gm'))].map(
    ([, text = '']) => text,
  );
}
