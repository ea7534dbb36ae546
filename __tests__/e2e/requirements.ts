import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readdirSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { dependencies } from '../../package.json';
import { chromiumPath } from '../browser/find-chromium';

/** A program, provider or service that these tests use and npm does not install. */
export type Requirement = Program | 'AWS provider' | 'npm registry' | 'chromium';
type Program = 'terraform' | 'moto_server' | 'aws';

/** A folder that Terraform installs providers from, instead of the public registry. */
export interface ProviderMirror {
  readonly folder: string;
  /** The newest version of the AWS provider in it. */
  readonly version: string;
  /** The folder with the executable of that version; undefined if the mirror has only zip files. */
  readonly unpacked: string | undefined;
}

/** The folder in the environment variable, the folders that Terraform searches, and the folders of CI images. */
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

/** Returns the path of a program. Throws if it is not on PATH. */
export function programPath(requirement: Program): string {
  const name = requirement === 'terraform' ? terraformName() : requirement;
  const found = findOnPath(name);
  if (found === undefined) throw new Error(`no ${name} on PATH`);
  return found;
}

/** The registries of Terraform and OpenTofu. A mirror has a folder for each registry. */
export const PROVIDER_HOSTS = ['registry.terraform.io', 'registry.opentofu.org'];

export function providerMirror(): ProviderMirror {
  for (const folder of MIRROR_FOLDERS) {
    for (const host of PROVIDER_HOSTS) {
      const versions = join(folder, host, 'hashicorp', 'aws');
      const version = newestProviderVersion(versions);
      if (version === undefined) continue;
      const unpacked = join(versions, version, PLATFORM);
      return { folder, version, unpacked: existsSync(unpacked) ? unpacked : undefined };
    }
  }
  throw new Error(
    'no provider mirror with the AWS provider (create one with `terraform providers mirror`, and set ECR_TOPOLOGY_PROVIDER_MIRROR to its folder)',
  );
}

/** Throws if npm cannot install the AWS bindings, the largest dependency. npm uses its cache if it can. */
function checkNpmRegistry(): void {
  const name = '@cdktf/provider-aws';
  // In the lane of CDK Terrain, the version is `npm:` and another package, installed under this name.
  const specifier = `${name}@${dependencies[name]}`.replace(/^.*@npm:/, '');
  const args = [
    'view',
    specifier,
    'version',
    '--prefer-offline',
    '--fetch-retries=0',
    '--fetch-timeout=10000',
  ];
  const { status, error } = spawnSync('npm', args, { encoding: 'utf8', timeout: 20_000 });
  if (status === 0) return;
  throw new Error(`npm cannot install ${specifier}${error === undefined ? '' : ` (${error.message})`}`);
}

/** Returns why this machine does not have a requirement; undefined if it does. */
export function missingReason(requirement: Requirement): string | undefined {
  try {
    if (requirement === 'AWS provider') providerMirror();
    else if (requirement === 'npm registry') checkNpmRegistry();
    else if (requirement === 'chromium') chromiumPath();
    else programPath(requirement);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Returns the name of the Terraform executable, which cdktf and its CLI read from the same variable. */
export function terraformName(): string {
  const configured = process.env.TERRAFORM_BINARY_NAME ?? '';
  return configured === '' ? 'terraform' : configured;
}

function findOnPath(name: string): string | undefined {
  // Like a shell: a name with a slash is a path.
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

/** The operating system and architecture as Terraform writes them: `linux_amd64`, `darwin_arm64`. */
const PLATFORM = `${process.platform}_${process.arch === 'x64' ? 'amd64' : process.arch}`;

/** Finds both layouts of a mirror: unpacked folders, and the zip files that `terraform providers mirror` writes. */
function newestProviderVersion(folder: string): string | undefined {
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
