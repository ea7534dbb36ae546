import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { copyProject } from './copy';
import { replaceWithCdkTerrain, type Manifest } from './packages';

/** A copy of the project in a temporary folder, with CDK Terrain installed in place of CDKTF. */
export class Installation {
  public readonly folder = realpathSync(mkdtempSync(join(tmpdir(), 'ecr-topology-cdktn-')));

  /** @throws Error if npm cannot install the packages */
  public constructor(project: string) {
    try {
      copyProject(project, this.folder);
      const file = join(this.folder, 'package.json');
      const manifest = JSON.parse(readFileSync(file, 'utf8')) as Manifest; // npm read this file to start this script
      const replaced = replaceWithCdkTerrain(manifest, process.versions.node);
      writeFileSync(file, `${JSON.stringify(replaced, undefined, 2)}\n`);
      // Writes a lock file without hosts, like the project's own, because a test reads the licenses from it.
      if (!this.run('npm', 'install', '--no-audit', '--no-fund', '--omit-lockfile-registry-resolved')) {
        throw new Error('npm could not install the packages of CDK Terrain; its messages are above');
      }
    } catch (error) {
      this.remove();
      throw error;
    }
  }

  /** Returns the version of a package, by the name that the sources import. */
  public versionOf(name: string): string {
    return versionOf(this.folder, name);
  }

  /**
   * Runs a program of the copy and shows its output.
   * @returns whether it succeeded
   * @throws Error if it did not start or was ended by a signal
   */
  public run(program: string, ...args: readonly string[]): boolean {
    const { status, signal, error } = spawnSync(program, args, {
      cwd: this.folder,
      env: environmentIn(this.folder),
      stdio: 'inherit',
    });
    if (error !== undefined) throw new Error(`${program}: ${error.message}`);
    if (signal !== null) throw new Error(`${program} was ended by ${signal}`);
    return status === 0;
  }

  public remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export function versionOf(project: string, name: string): string {
  const text = readFileSync(join(project, 'node_modules', name, 'package.json'), 'utf8');
  return (JSON.parse(text) as { readonly version: string }).version; // npm requires a version
}

/** npm sets these variables to the project that it runs in, which is not the copy. Its configuration is kept. */
const NOT_INHERITED = /^(npm_(?!config_)|npm_config_local_prefix$|INIT_CWD$)/;

function environmentIn(folder: string): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !NOT_INHERITED.test(name));
  // The programs of the copy take precedence, including the Node that CDK Terrain requires.
  const path = [join(folder, 'node_modules', '.bin'), process.env.PATH ?? ''].join(delimiter);
  return { ...Object.fromEntries(inherited), PATH: path };
}
