import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { bin } from 'cdktf-cli/package.json';
import { z } from 'zod';
import { run } from './command';
import { providerMirror } from './machine';
import type { Stage } from './stage';

/** The repository these tests are part of. */
const PROJECT = resolve(__dirname, '..', '..');

/** What a user's checkout needs in order to run; the rest is for those who work on the project. */
const NEEDED = [
  'bin',
  'cdktf.json',
  'main.ts',
  'package.json',
  'src',
  'stacks',
  'topology.yaml',
  'tsconfig.json',
];

/** `cdktf`, or `cdktn` where the CLI of CDK Terrain is installed under the name cdktf-cli (docs/cdktn.md). */
const [CLI = 'cdktf'] = Object.keys(bin);

/** Terraform's JSON syntax: type → name → arguments. */
const configuration = z.looseObject({
  resource: z.record(z.string(), z.record(z.string(), z.record(z.string(), z.unknown()))).optional(),
});

type Environment = Readonly<Record<string, string>>;

/** A copy of the project, so that no test writes into the repository. */
export class Workspace {
  public readonly folder: string;
  public readonly stackFolder: string;

  public constructor(stage: Stage, name: string) {
    this.folder = join(stage.folder, name);
    this.stackFolder = this.folderOf('ecr-topology');
    mkdirSync(this.folder);
    for (const each of NEEDED) cpSync(join(PROJECT, each), join(this.folder, each), { recursive: true });
    symlinkSync(join(PROJECT, 'node_modules'), join(this.folder, 'node_modules'));
  }

  public read(file: string): string {
    return readFileSync(join(this.folder, file), 'utf8');
  }

  public declare(topology: string): void {
    writeFileSync(join(this.folder, 'topology.yaml'), topology);
  }

  /** The stacks that were synthesised, by name. */
  public get stacks(): readonly string[] {
    return readdirSync(join(this.folder, 'cdktf.out', 'stacks')).sort();
  }

  public folderOf(stack: string, output = 'cdktf.out'): string {
    return join(this.folder, output, 'stacks', stack);
  }

  /** Lets Terraform take the provider of the mirror; says nothing where that is what the project asks for anyway. */
  public takeMirroredProvider(stack = 'ecr-topology', output?: string): void {
    const { version } = providerMirror();
    const [major = 0, minor = 0] = version.split('.').map(Number);
    if (major === 6 && minor >= 25) return;
    const folder = this.folderOf(stack, output);
    mkdirSync(folder, { recursive: true });
    // An override file wins over what the project wrote, which so stays as it is.
    // https://developer.hashicorp.com/terraform/language/files/override
    const override = { terraform: { required_providers: { aws: { source: 'hashicorp/aws', version } } } };
    writeFileSync(join(folder, 'override.tf.json'), JSON.stringify(override));
  }

  /**
   * Takes out the argument that versions of the provider before 6 do not know; of an account with registries in one
   * Region alone, where it says nothing that the provider does not.
   */
  public withoutRegions(stack: string): void {
    const file = join(this.folderOf(stack), 'cdk.tf.json');
    const { resource = {}, ...rest } = configuration.parse(JSON.parse(readFileSync(file, 'utf8')));
    for (const block of Object.values(resource).flatMap((blocks) => Object.values(blocks))) {
      delete block.region;
    }
    writeFileSync(file, JSON.stringify({ ...rest, resource }));
  }

  /** `npm run synth` */
  public async synth(environment: Environment): Promise<void> {
    await run({ file: 'npm', args: ['run', 'synth'], folder: this.folder, environment });
  }

  /** A line of a shell, in the project's folder. */
  public async shell(environment: Environment, line: string): Promise<string> {
    return run({ file: 'sh', args: ['-c', line], folder: this.folder, environment });
  }

  /** `npx cdktf …`: the program that npx would find. */
  public async cdktf(environment: Environment, ...args: readonly string[]): Promise<string> {
    const file = join(this.folder, 'node_modules', '.bin', CLI);
    return run({ file, args, folder: this.folder, environment });
  }
}

/** A file of `fixtures/` beside this one. */
export function readFixture(name: string): string {
  return readFileSync(join(__dirname, 'fixtures', name), 'utf8');
}
