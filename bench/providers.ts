import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { programPath, providerMirror } from '../__tests__/e2e/requirements';
import { ProviderProcesses } from './providers/processes';

/**
 * Measures the cost of each layout in Terraform: `terraform plan` of every stack, one after the other, with the
 * real AWS provider, offline, for organizations of one or more accounts with a registry in each of four Regions
 * and 40 repositories in total. Prints how many provider processes run at once, their total memory, and the
 * time.
 *
 *   npm run bench:providers [-- REGISTRIES[:LAYOUT]...]
 */
const REGIONS = ['ap-northeast-1', 'eu-central-1', 'eu-west-1', 'us-east-1'] as const;
const REPOSITORIES = 40;
const LAYOUTS = ['topology', 'account', 'registry'] as const;

const CACHE = resolve('node_modules', '.cache', 'ecr-topology-bench', 'providers');

function declaration(registries: number, layout: string): string {
  const names = Array.from({ length: registries }, (_, index) => `registry_${index}`);
  const accounts = Array.from({ length: Math.ceil(registries / REGIONS.length) }, (_, index) => index);
  return [
    'accounts:',
    ...accounts.map((index) => `  account_${index}: { id: "${200_000_000_000 + index}" }`),
    'registries:',
    ...names.map((name, index) => {
      const account = Math.floor(index / REGIONS.length);
      return `  ${name}: { account: account_${account}, region: ${REGIONS[index % REGIONS.length] ?? ''} }`;
    }),
    'repositories:',
    ...Array.from(
      { length: REPOSITORIES },
      (_, index) => `  service-${index}: { registry: ${names[index % registries] ?? ''} }`,
    ),
    `stacks: { by: ${layout} }`,
    '',
  ].join('\n');
}

/**
 * Writes the stacks and changes them so that Terraform can plan them without an AWS account and with the
 * mirrored provider.
 */
function synthesise(registries: number, layout: string): readonly string[] {
  rmSync(CACHE, { recursive: true, force: true });
  mkdirSync(CACHE, { recursive: true });
  writeFileSync(join(CACHE, 'topology.yaml'), declaration(registries, layout));
  const { status, stderr } = spawnSync(process.execPath, [resolve('bin/run.js'), 'main.ts'], {
    cwd: CACHE,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  const stacks = join(CACHE, 'cdktf.out', 'stacks');
  return readdirSync(stacks).map((name) => {
    const folder = join(stacks, name);
    makeOffline(join(folder, 'cdk.tf.json'));
    return folder;
  });
}

interface Synthesised {
  readonly provider: { readonly aws: Record<string, unknown>[] };
  readonly resource?: Readonly<Record<string, Readonly<Record<string, { region?: string }>>>>;
  readonly terraform: { readonly required_providers: { readonly aws: { version: string } } };
}

/** Removes account checks, credentials, and arguments that only version 6 supports. */
function makeOffline(file: string): void {
  const stack = JSON.parse(readFileSync(file, 'utf8')) as Synthesised; // `synthesise` wrote it
  stack.terraform.required_providers.aws.version = providerMirror().version;
  for (const provider of stack.provider.aws) {
    delete provider.allowed_account_ids;
    Object.assign(provider, {
      access_key: 'none',
      secret_key: 'none',
      skip_credentials_validation: true,
      skip_metadata_api_check: 'true',
      skip_requesting_account_id: true,
    });
  }
  for (const resources of Object.values(stack.resource ?? {})) {
    for (const resource of Object.values(resources)) delete resource.region;
  }
  writeFileSync(file, JSON.stringify(stack));
}

/** @returns the exit code */
async function terraform(folder: string, ...args: readonly string[]): Promise<number> {
  const configuration = join(CACHE, 'terraform.rc');
  writeFileSync(
    configuration,
    `provider_installation {\n  filesystem_mirror {\n    path    = "${providerMirror().folder}"\n` +
      '    include = ["registry.terraform.io/*/*"]\n  }\n}\n',
  );
  const environment = { ...process.env, CHECKPOINT_DISABLE: '1', TF_CLI_CONFIG_FILE: configuration };
  const child = spawn(programPath('terraform'), args, { cwd: folder, env: environment, stdio: 'ignore' });
  return new Promise((done) =>
    child.on('exit', (code) => {
      done(code ?? 1);
    }),
  );
}

interface Cost {
  readonly stacks: number;
  readonly processes: number;
  readonly memory: ProviderProcesses['peak'];
  readonly seconds: number;
}

async function costOf(registries: number, layout: string): Promise<Cost> {
  const folders = synthesise(registries, layout);
  for (const folder of folders) await runTerraform(folder, 'init', '-input=false');
  const watched = new ProviderProcesses(CACHE);
  const start = performance.now();
  for (const folder of folders) {
    await runTerraform(folder, 'plan', '-refresh=false', '-input=false', '-out=plan');
  }
  const seconds = (performance.now() - start) / 1000;
  watched.stop();
  return { stacks: folders.length, processes: watched.peakCount, memory: watched.peak, seconds };
}

async function runTerraform(folder: string, ...args: readonly string[]): Promise<void> {
  const code = await terraform(folder, ...args);
  if (code !== 0) throw new Error(`terraform ${args.join(' ')} ended with ${code} in ${folder}`);
}

async function main(): Promise<void> {
  const selected = process.argv.length > 2 ? process.argv.slice(2) : ['1', '4', '12'];
  console.log(
    'registries  layout    stacks  providers at once   memory  as top adds up  all plans, one after another',
  );
  for (const [registries = '', only] of selected.map((each) => each.split(':'))) {
    for (const layout of only === undefined ? LAYOUTS : [only]) {
      const { stacks, processes, memory, seconds } = await costOf(Number(registries), layout);
      const cells = [
        registries.padStart(10),
        layout.padEnd(8),
        String(stacks).padStart(6),
        String(processes).padStart(17),
        gigabytes(memory.pss).padStart(7),
        gigabytes(memory.rss).padStart(14),
        `${seconds.toFixed(0)} s`.padStart(28),
      ];
      console.log(cells.join('  '));
    }
  }
}

function gigabytes(bytes: number): string {
  return `${(bytes / 2 ** 30).toFixed(1)} GB`;
}

void main();
