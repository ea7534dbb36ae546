import { accessSync, constants, existsSync, readdirSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

/** What these tests run that npm does not install. */
export type Part = 'terraform' | 'AWS provider' | 'moto_server' | 'aws';

/** A folder that Terraform installs providers from instead of the internet. */
export interface ProviderMirror {
  readonly folder: string;
  /** The newest version of the AWS provider in it. */
  readonly version: string;
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
export function programOf(part: Exclude<Part, 'AWS provider'>): string {
  const name = programName(part);
  const found = onPath(name);
  if (found === undefined) throw new Error(`no ${name} on PATH`);
  return found;
}

export function providerMirror(): ProviderMirror {
  for (const folder of MIRROR_FOLDERS) {
    const version = newestProvider(join(folder, 'registry.terraform.io', 'hashicorp', 'aws'));
    if (version !== undefined) return { folder, version };
  }
  throw new Error(
    'no AWS provider in a mirror (`terraform providers mirror` makes one, ECR_TOPOLOGY_PROVIDER_MIRROR names it)',
  );
}

/** Why a part cannot be used on this machine; undefined where it can. */
export function missing(part: Part): string | undefined {
  try {
    if (part === 'AWS provider') providerMirror();
    else programOf(part);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function programName(part: Exclude<Part, 'AWS provider'>): string {
  return part === 'terraform' ? (process.env.TERRAFORM_BINARY_NAME ?? 'terraform') : part;
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
