import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { copyProject } from './copy';
import { onCdkTerrain, type Manifest } from './packages';

/** A copy of the project in a temporary folder, with CDK Terrain installed in place of CDKTF. */
export class Installation {
  public readonly folder = realpathSync(mkdtempSync(join(tmpdir(), 'ecr-topology-cdktn-')));

  /** @throws Error where npm cannot install the packages */
  public constructor(project: string) {
    try {
      copyProject(project, this.folder);
      const file = join(this.folder, 'package.json');
      const manifest = JSON.parse(readFileSync(file, 'utf8')) as Manifest; // npm has read it to run this
      const replaced = onCdkTerrain(manifest, process.versions.node);
      writeFileSync(file, `${JSON.stringify(replaced, undefined, 2)}\n`);
      // A lock file is written, without hosts, as ours is: a test looks at the licences in it.
      if (!this.run('npm', 'install', '--no-audit', '--no-fund', '--omit-lockfile-registry-resolved')) {
        throw new Error('npm could not install the packages of CDK Terrain; its messages are above');
      }
    } catch (error) {
      this.remove();
      throw error;
    }
  }

  /** The version of a package under the name that the sources import. */
  public versionOf(name: string): string {
    return versionOf(this.folder, name);
  }

  /**
   * Runs a program of the copy and shows what it prints.
   * @returns whether it succeeded
   * @throws Error where it did not come to an end
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
  return (JSON.parse(text) as { readonly version: string }).version; // npm installs nothing without
}

/** npm tells what it runs which project it is in, and that would be the wrong one. Its configuration stays. */
const NOT_INHERITED = /^(npm_(?!config_)|npm_config_local_prefix$|INIT_CWD$)/;

function environmentIn(folder: string): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !NOT_INHERITED.test(name));
  // The programs of the copy come first, and with them the Node that CDK Terrain needs.
  const path = [join(folder, 'node_modules', '.bin'), process.env.PATH ?? ''].join(delimiter);
  return { ...Object.fromEntries(inherited), PATH: path };
}
