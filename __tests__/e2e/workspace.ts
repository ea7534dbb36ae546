import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { bin } from 'cdktf-cli/package.json';
import { z } from 'zod';
import { run } from './command';
import { providerMirror } from './requirements';
import type { Sandbox } from './sandbox';

/** The root folder of this repository. */
const PROJECT = resolve(__dirname, '..', '..');

/** The files and folders that the program uses at run time. */
const RUNTIME_FILES = [
  'bin',
  'cdktf.json',
  'main.ts',
  'package.json',
  'src',
  'stacks',
  'topology.yaml',
  'tsconfig.json',
];

/** `cdktf`, or `cdktn` if the CLI of CDK Terrain is installed under the name cdktf-cli (docs/guides/cdktn.md). */
export const [CLI = 'cdktf'] = Object.keys(bin);

/** Terraform's JSON syntax: type → name → arguments. */
const configuration = z.looseObject({
  resource: z.record(z.string(), z.record(z.string(), z.record(z.string(), z.unknown()))).optional(),
});

type Environment = Readonly<Record<string, string>>;

/** A copy of the project, because tests must not write into the repository. */
export class Workspace {
  public readonly folder: string;
  public readonly stackFolder: string;

  public constructor(sandbox: Sandbox, name: string) {
    this.folder = join(sandbox.folder, name);
    this.stackFolder = this.folderOf('ecr-topology');
    mkdirSync(this.folder);
    for (const name of RUNTIME_FILES) {
      cpSync(join(PROJECT, name), join(this.folder, name), { recursive: true });
    }
    symlinkSync(join(PROJECT, 'node_modules'), join(this.folder, 'node_modules'));
  }

  public read(file: string): string {
    return readFileSync(join(this.folder, file), 'utf8');
  }

  public declare(topology: string): void {
    writeFileSync(join(this.folder, 'topology.yaml'), topology);
  }

  /** The names of the synthesised stacks. */
  public get stacks(): readonly string[] {
    return readdirSync(join(this.folder, 'cdktf.out', 'stacks')).sort();
  }

  public folderOf(stack: string, output = 'cdktf.out'): string {
    return join(this.folder, output, 'stacks', stack);
  }

  /** Requires the provider version of the mirror, unless it meets the version constraint of the project. */
  public useMirroredProvider(stack = 'ecr-topology', output?: string): void {
    writeProviderOverride(this.folderOf(stack, output));
  }

  /**
   * Removes the argument `region`, which versions of the provider before 6 do not support. Only for accounts with
   * registries in a single Region, which is the Region of the provider.
   */
  public removeRegions(stack: string): void {
    const file = join(this.folderOf(stack), 'cdk.tf.json');
    const { resource = {}, ...rest } = configuration.parse(JSON.parse(readFileSync(file, 'utf8')));
    for (const block of Object.values(resource).flatMap((blocks) => Object.values(blocks))) {
      delete block.region;
    }
    writeFileSync(file, JSON.stringify({ ...rest, resource }));
  }

  /** Runs `npm run synth`. */
  public async synth(environment: Environment): Promise<void> {
    await run({ file: 'npm', args: ['run', 'synth'], folder: this.folder, environment });
  }

  /** Runs a shell command in the folder of the project. */
  public async shell(environment: Environment, line: string): Promise<string> {
    return run({ file: 'sh', args: ['-c', line], folder: this.folder, environment });
  }

  /** Runs the program that `npx cdktf` runs. */
  public async cdktf(environment: Environment, ...args: readonly string[]): Promise<string> {
    const file = join(this.folder, 'node_modules', '.bin', CLI);
    return run({ file, args, folder: this.folder, environment });
  }
}

/** Makes a stack require the provider version of the mirror, unless it meets the version constraint of the project. */
export function writeProviderOverride(stackFolder: string): void {
  const { version } = providerMirror();
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major === 6 && minor >= 25) return;
  mkdirSync(stackFolder, { recursive: true });
  // An override file takes precedence over the synthesised configuration.
  // https://developer.hashicorp.com/terraform/language/files/override
  const override = { terraform: { required_providers: { aws: { source: 'hashicorp/aws', version } } } };
  writeFileSync(join(stackFolder, 'override.tf.json'), JSON.stringify(override));
}

/** Returns the text of a file in `fixtures/`. */
export function readFixture(name: string): string {
  return readFileSync(join(__dirname, 'fixtures', name), 'utf8');
}
