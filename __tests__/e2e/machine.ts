import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readdirSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { dependencies } from '../../package.json';

/** What these tests run that npm does not install. */
export type Part = Program | 'AWS provider' | 'npm registry';
type Program = 'terraform' | 'moto_server' | 'aws';

/** A folder that Terraform installs providers from instead of the internet. */
export interface ProviderMirror {
  readonly folder: string;
  /** The newest version of the AWS provider in it. */
  readonly version: string;
  /** The folder with the program of that version, unless the mirror is packed. */
  readonly unpacked: string | undefined;
}

/** Where Terraform itself looks, where images of CI machines put it, and first of all where the environment says. */
const MIRROR_FOLDERS = [
  process.env.ECR_TOPOLOGY_PROVIDER_MIRROR,
  join(homedir(), '.terraform.d', 'plugins'),
  join(homedir(), '.local', 'share', 'terraform', 'plugins'),
  '/usr/local/share/terraform/plugins',
  '/usr/share/terraform/plugins',
  ...foldersIn('/opt'),
].filter((folder) => folder !== undefined);

function foldersIn(folder: string): readonly string[] {
  return existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : [];
}

/** The way to a program. Throws where `missing` would have named it. */
export function programOf(part: Program): string {
  const name = part === 'terraform' ? terraformName() : part;
  const found = onPath(name);
  if (found === undefined) throw new Error(`no ${name} on PATH`);
  return found;
}

/** What a mirror of Terraform is a mirror of, and one of OpenTofu. */
export const PROVIDER_HOSTS = ['registry.terraform.io', 'registry.opentofu.org'];

export function providerMirror(): ProviderMirror {
  for (const folder of MIRROR_FOLDERS) {
    for (const host of PROVIDER_HOSTS) {
      const versions = join(folder, host, 'hashicorp', 'aws');
      const version = newestProvider(versions);
      if (version === undefined) continue;
      const unpacked = join(versions, version, PLATFORM);
      return { folder, version, unpacked: existsSync(unpacked) ? unpacked : undefined };
    }
  }
  throw new Error(
    'no AWS provider in a mirror (`terraform providers mirror` makes one, ECR_TOPOLOGY_PROVIDER_MIRROR names it)',
  );
}

/** What a project that installs the package needs and is largest. What npm has in its cache it does not ask for. */
function askNpmRegistry(): void {
  const name = '@cdktf/provider-aws';
  // `npm:` stands before another package under this name: the lane of CDK Terrain.
  const wanted = `${name}@${dependencies[name]}`.replace(/^.*@npm:/, '');
  const args = ['view', wanted, 'version', '--prefer-offline', '--fetch-retries=0', '--fetch-timeout=10000'];
  const { status, error } = spawnSync('npm', args, { encoding: 'utf8', timeout: 20_000 });
  if (status === 0) return;
  throw new Error(`npm finds no ${wanted} to install${error === undefined ? '' : ` (${error.message})`}`);
}

/** Why a part cannot be used on this machine; undefined where it can. */
export function missing(part: Part): string | undefined {
  try {
    if (part === 'AWS provider') providerMirror();
    else if (part === 'npm registry') askNpmRegistry();
    else programOf(part);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** What stands for Terraform here, as cdktf and its CLI decide it. */
export function terraformName(): string {
  const named = process.env.TERRAFORM_BINARY_NAME ?? '';
  return named === '' ? 'terraform' : named;
}

function onPath(name: string): string | undefined {
  // A name with a separator is a way already, as for a shell.
  const folders = name.includes('/') ? [''] : (process.env.PATH ?? '').split(delimiter);
  return folders.map((folder) => join(folder, name)).find(isProgram);
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/** In Terraform's words: `linux_amd64`, `darwin_arm64`. */
const PLATFORM = `${process.platform}_${process.arch === 'x64' ? 'amd64' : process.arch}`;

/** Terraform takes a mirror unpacked, and packed as `terraform providers mirror` writes it. */
function newestProvider(folder: string): string | undefined {
  if (!existsSync(folder)) return undefined;
  return readdirSync(folder)
    .flatMap((name) => {
      if (existsSync(join(folder, name, PLATFORM))) return name;
      const packed = /^terraform-provider-aws_([0-9.]+)_(.+)\.zip$/.exec(name);
      return packed?.[1] !== undefined && packed[2] === PLATFORM ? packed[1] : [];
    })
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
    .at(-1);
}
