import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { dependencies, devDependencies } from '../../package.json';
import { finish, run, type Finished } from './command';
import { PROJECT, type Package } from './package';
import type { Stage } from './stage';

const lockSchema = z.object({ packages: z.record(z.string(), z.unknown()) });

/** TypeScript by the name of its file; `main.ts` is the program. */
type Sources = Readonly<Record<'main.ts' | 'services.ts', string>>;

/** Somebody's own CDKTF project, with the package installed and a program that uses it. */
export class Consumer {
  private constructor(
    public readonly folder: string,
    private readonly environment: Stage['environment'],
  ) {}

  /** With the ranges that this project has too, as docs/library.md tells. */
  public static async install(stage: Stage, { tarball }: Package, sources: Sources): Promise<Consumer> {
    const folder = join(stage.folder, 'consumer');
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
    const consumer = new Consumer(folder, stage.environment);
    await consumer.run('npm', 'install', '--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts');
    return consumer;
  }

  /** Where npm put each package: `node_modules/cdktf`. */
  public installed(): readonly string[] {
    return Object.keys(lockSchema.parse(JSON.parse(this.read('package-lock.json'))).packages).filter(
      (path) => path !== '',
    );
  }

  /** Type-checks the program and compiles it beside its source. */
  public async compile(...options: readonly string[]): Promise<void> {
    const tsc = join(PROJECT, 'node_modules', '.bin', 'tsc');
    const strict = ['--strict', '--types', 'node', '--target', 'es2022'];
    await this.run(tsc, ...strict, ...options, 'main.ts');
  }

  /** Runs the compiled program. */
  public async synth(variables: Stage['environment'] = {}): Promise<Finished> {
    // cdktf 0.21 calls util.isArray, of which Node 22 warns.
    const environment = { ...this.environment, NODE_NO_WARNINGS: '1', ...variables };
    return finish({ file: process.execPath, args: ['main.js'], folder: this.folder, environment });
  }

  /** A line of a shell, in the folder of the project. */
  public async shell(line: string): Promise<string> {
    return this.run('sh', '-c', line);
  }

  /** `npx ecr-topology …`: the program that npx would find. */
  public async ecrTopology(...args: readonly string[]): Promise<Finished> {
    const file = join(this.folder, 'node_modules', '.bin', 'ecr-topology');
    return finish({ file, args, folder: this.folder, environment: this.environment });
  }

  /** What comes of `require(name)`: `loaded`, or the code of the error. */
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
