import { existsSync, lstatSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { Command, Option } from 'commander';
import { systemCode } from '../base/file';
import { DEFAULT_DECLARATION } from '../declaration/syntax/source';
import { projectFiles, type ProjectFile } from '../init/project';
import { resultText } from '../init/result-text';
import {
  BACKEND_KINDS,
  EXAMPLE_ACCOUNTS,
  EXAMPLE_REGIONS,
  parseAccounts,
  parseBackendValues,
  REQUIRED_KEYS,
  type BackendKind,
  type BackendSetting,
  type Parsed,
  type ProjectSettings,
} from '../init/settings';
import { findFault, topologyText } from '../init/topology-text';
import { loadTopology, parseTopology, type Loaded } from '../lint/declaration/load';
import { EXIT, exitCodeFor, UsageError } from './exit';
import { withHelpText } from './help';
import { askForSettings, withDefaults } from './init-questions';
import { createFiles } from './new-files';
import { RepeatableOption } from './options';
import { reportDiagnostics } from './report-diagnostics';
import { consoleOf } from './output';
import { ownerOf } from './own-repository';
import { writeError } from './write-error';

interface Options {
  readonly account?: readonly string[];
  readonly region?: readonly string[];
  readonly backend?: BackendKind;
  readonly backendConfig?: readonly string[];
  readonly yes?: true;
}

export function initCommand(): Command {
  const command = new Command('init')
    .description('Create a CDKTF project for your own topology.yaml')
    .argument('[folder]', 'folder of the project, which may exist', '.')
    .addOption(
      repeatable(
        '--account <name=id>',
        `AWS account: NAME=ID or NAME=ID:PROFILE. Images are pushed to the first account and replicated to the others (default: ${EXAMPLE_ACCOUNTS.join(' and ')})`,
      ),
    )
    .addOption(
      repeatable(
        '--region <region>',
        `AWS Region. Images are pushed to the first Region and replicated to the others (default: ${EXAMPLE_REGIONS.join(' and ')})`,
      ),
    )
    .addOption(
      new Option('--backend <backend>', 'where Terraform keeps its state (default: local)').choices(
        BACKEND_KINDS,
      ),
    )
    .addOption(
      repeatable(
        '--backend-config <key=value>',
        'setting of the backend, such as bucket=my-states: a key of backend in topology.yaml, and its value',
      ),
    )
    .option('-y, --yes', 'use the defaults instead of prompts')
    .action(async (folder: string, options: Options, self: Command) => {
      process.exitCode = await initialize(folder, options, self);
    });
  return withHelpText(command, {
    about: [
      `Writes ${DEFAULT_DECLARATION}, package.json, cdktf.json, tsconfig.json, main.ts, .gitignore and a GitHub workflow that reviews plans. Never overwrites a file: a file that exists is kept, and the command prints what to add to it.`,
      'On a terminal, the command prompts for the settings that you do not set with an option. Without a terminal, it uses their defaults.',
      'The default profile of an account is its name. A single account has no profile, and uses the credentials of the environment.',
    ],
    examples: [
      'npx ecr-topology init my-registries',
      `ecr-topology init --account main=111111111111 --region eu-west-1 \\
  --backend s3 --backend-config bucket=my-states \\
  --backend-config region=eu-west-1`,
    ],
    exitCodes: [
      [EXIT.ok, 'the files were written or kept'],
      [EXIT.failed, `the existing ${DEFAULT_DECLARATION} has errors; nothing was written`],
      [EXIT.couldNotRun, 'a setting is not valid, or a file cannot be written; nothing was written'],
    ],
  });
}

function repeatable(flags: string, description: string): Option {
  return new RepeatableOption(flags, `${description}. Repeatable`).argParser(
    (value: string, previous: readonly string[] | undefined) => [...(previous ?? []), value],
  );
}

/** @returns the exit code */
async function initialize(folder: string, options: Options, self: Command): Promise<number> {
  rejectFile(folder);
  const loaded = await loadOrCreate(folder, options);
  reportDiagnostics(loaded, consoleOf(self));
  if (loaded.kind !== 'topology') return exitCodeFor(loaded);
  const pathInRepository = pathBelowRepository(resolve(folder));
  const files = projectFiles({
    topologyText: loaded.source.text,
    topology: loaded.topology,
    deployment: loaded.deployment,
    folderName: basename(resolve(folder)),
    owner: ownerOf(process.argv[1]),
    pathInRepository,
  });
  const existing = files.filter(({ path }) => isPresent(join(folder, path)));
  const created = files.filter((file) => !existing.includes(file));
  const kept = existing.map((file) => ({ path: file.path, advice: adviceFor(folder, file) }));
  createFiles(created.map(({ path, text }) => ({ file: join(folder, path), text })));
  process.stdout.write(
    resultText({ folder, written: created.map(({ path }) => path), kept, pathInRepository }),
  );
  return EXIT.ok;
}

function rejectFile(folder: string): void {
  if (folder === '') throw new UsageError("The name of the folder is empty. Use '.' for the current folder.");
  if (existsSync(folder)) {
    if (!statSync(folder).isDirectory()) throw new UsageError(`'${folder}' is a file. Name a folder.`);
  } else if (isPresent(folder)) {
    throw new UsageError(
      `'${folder}' is a link to a folder that does not exist. Create that folder, or name another one.`,
    );
  }
}

/** Loads the existing declaration of the folder, or the one that the settings describe. */
async function loadOrCreate(folder: string, options: Options): Promise<Loaded> {
  const file = join(folder, DEFAULT_DECLARATION);
  if (!isPresent(file)) {
    const text = topologyText(await settingsOf(options));
    return parseTopology({ file, text }, {});
  }
  if (!existsSync(file)) {
    throw new UsageError(
      `'${file}' is a link to a file that does not exist. Create that file, or remove the link.`,
    );
  }
  const names = {
    account: '--account',
    region: '--region',
    backend: '--backend',
    backendConfig: '--backend-config',
  };
  for (const [key, name] of Object.entries(names)) {
    if (key in options) {
      throw new UsageError(
        `'${file}' exists, so ${name} has no effect. Remove the option, or edit the file.`,
      );
    }
  }
  return loadTopology(file, process.env);
}

async function settingsOf(options: Options): Promise<ProjectSettings> {
  const given = givenSettings(options);
  reject(findFault(withDefaults(given)));
  const isTerminal = process.stdin.isTTY && process.stderr.isTTY;
  return isTerminal && options.yes !== true
    ? askForSettings(given, process.stdin, process.stderr)
    : withDefaults(given);
}

/** @throws UsageError if the value of an option is not valid */
function givenSettings({ account, region, backend, backendConfig }: Options): Partial<ProjectSettings> {
  return {
    ...(account && { accounts: valueOf(parseAccounts(account)) }),
    ...(region && { regions: region }),
    ...((backend ?? backendConfig) && { backend: givenBackend(backend, backendConfig ?? []) }),
  };
}

function givenBackend(kind: BackendKind | undefined, texts: readonly string[]): BackendSetting {
  const values = valueOf(parseBackendValues(texts));
  if (kind === undefined) {
    throw new UsageError('--backend-config requires --backend. Set --backend to local, s3 or cloud.');
  }
  const missing = REQUIRED_KEYS[kind].map(([key]) => key).filter((key) => !values.has(key));
  if (missing.length > 0) {
    const options = missing.map((key) => `--backend-config ${key}=VALUE`);
    throw new UsageError(`Backend ${kind} requires ${missing.join(' and ')}. Set ${options.join(' ')}.`);
  }
  return { kind, values };
}

function valueOf<Value>(parsed: Parsed<Value>): Value {
  if ('fault' in parsed) throw new UsageError(parsed.fault);
  return parsed.value;
}

function reject(fault: string | undefined): void {
  if (fault !== undefined) throw new UsageError(fault);
}

function adviceFor(folder: string, { path, advice }: ProjectFile) {
  if (advice === undefined) return undefined;
  const file = join(folder, path);
  // A file that cannot be read, such as a broken link, lacks everything.
  return advice(existsSync(file) && statSync(file).isFile() ? readFileSync(file, 'utf8') : '');
}

/** Returns whether a name is taken, also by a link to a file that does not exist. */
function isPresent(file: string): boolean {
  try {
    lstatSync(file);
    return true;
  } catch (error) {
    // ENOTDIR: a parent folder is a file.
    if (['ENOENT', 'ENOTDIR'].includes(systemCode(error))) return false;
    throw writeError(file, error);
  }
}

/** Returns the path from the root of a git repository to a folder in it, or undefined if there is none. */
function pathBelowRepository(folder: string): string | undefined {
  for (let root = folder; ; root = dirname(root)) {
    if (existsSync(join(root, '.git'))) {
      return root === folder ? undefined : relative(root, folder).split(sep).join('/');
    }
    if (root === dirname(root)) return undefined;
  }
}
