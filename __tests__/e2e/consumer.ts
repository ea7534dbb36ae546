import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { dependencies, devDependencies } from '../../package.json';
import { run, tryRun, type CommandResult } from './command';
import { PROJECT, type Package } from './package';
import type { Sandbox } from './sandbox';

const lockSchema = z.object({ packages: z.record(z.string(), z.unknown()) });

/** File name → TypeScript; `main.ts` is the program. */
type Sources = Readonly<Record<'main.ts' | 'services.ts', string>>;

/** A CDKTF project of a user, with the package installed and a program that uses it. */
export class Consumer {
  private constructor(
    public readonly folder: string,
    private readonly environment: Sandbox['environment'],
  ) {}

  /** Installs the package with the version ranges of this project, as docs/guides/library.md describes. */
  public static async install(sandbox: Sandbox, { tarball }: Package, sources: Sources): Promise<Consumer> {
    const folder = join(sandbox.folder, 'consumer');
    const { cdktf, constructs, '@cdktf/provider-aws': provider } = dependencies;
    const manifest = {
      name: 'consumer',
      private: true,
      dependencies: {
        '@cdktf/provider-aws': provider,
        cdktf,
        constructs,
        'ecr-topology': `file:${tarball}`,
      },
      devDependencies: { '@types/node': devDependencies['@types/node'] },
    };
    mkdirSync(folder);
    writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
    for (const [name, text] of Object.entries(sources)) writeFileSync(join(folder, name), text);
    cpSync(join(PROJECT, 'topology.yaml'), join(folder, 'topology.yaml'));
    const consumer = new Consumer(folder, sandbox.environment);
    await consumer.run('npm', 'install', '--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts');
    return consumer;
  }

  /** Returns the path of each installed package: `node_modules/cdktf`. */
  public installed(): readonly string[] {
    return Object.keys(lockSchema.parse(JSON.parse(this.read('package-lock.json'))).packages).filter(
      (path) => path !== '',
    );
  }

  /** Type-checks the program and compiles it next to its source. */
  public async compile(...options: readonly string[]): Promise<void> {
    const tsc = join(PROJECT, 'node_modules', '.bin', 'tsc');
    const strict = ['--strict', '--types', 'node', '--target', 'es2022'];
    await this.run(tsc, ...strict, ...options, 'main.ts');
  }

  /** Runs the compiled program. */
  public async synth(variables: Sandbox['environment'] = {}): Promise<CommandResult> {
    // cdktf 0.21 calls util.isArray, of which Node.js 22 warns.
    const environment = { ...this.environment, NODE_NO_WARNINGS: '1', ...variables };
    return tryRun({ file: process.execPath, args: ['main.js'], folder: this.folder, environment });
  }

  /** Runs a shell command in the folder of the project. */
  public async shell(line: string): Promise<string> {
    return this.run('sh', '-c', line);
  }

  /** Runs the program that `npx ecr-topology` runs. */
  public async ecrTopology(...args: readonly string[]): Promise<CommandResult> {
    const file = join(this.folder, 'node_modules', '.bin', 'ecr-topology');
    return tryRun({ file, args, folder: this.folder, environment: this.environment });
  }

  /** Calls `require(name)`. Returns 'loaded', or the code of the error. */
  public async require(name: string): Promise<string> {
    const program = `try { require(${JSON.stringify(name)}); console.log('loaded') } catch (e) { console.log(e.code) }`;
    return (await this.run(process.execPath, '-e', program)).trim();
  }

  public declare(topology: string): void {
    writeFileSync(join(this.folder, 'topology.yaml'), topology);
  }

  public read(file: string): string {
    return readFileSync(join(this.folder, file), 'utf8');
  }

  public has(file: string): boolean {
    return existsSync(join(this.folder, file));
  }

  private async run(file: string, ...args: readonly string[]): Promise<string> {
    return run({ file, args, folder: this.folder, environment: this.environment });
  }
}
