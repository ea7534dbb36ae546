import { existsSync } from 'node:fs';
import { Command, Option } from 'commander';
import { registryKey, registryText, type RegistryId } from '../aws/arn';
import { isAccountId } from '../aws/names';
import { isRegionKnown, type Region } from '../aws/partitions';
import { count } from '../base/text';
import { findDeclaration } from '../declaration/syntax/source';
import { withoutCachedRepositories } from '../declaration/write/cached-repositories';
import type { Note } from '../declaration/write/notes';
import { writeDeclaration } from '../declaration/write/write';
import { loadRegistries, parseTopology, parseWritten, type LoadedTopology } from '../lint/declaration/load';
import { isRepositoryListKnown } from '../live/registry/live-topology';
import type { PlannedRegistry } from '../model/topology';
import { planForget } from '../plan/state/forget';
import { readState } from '../plan/state/read-state';
import type { StateDocument } from '../plan/state/state-document';
import { readStateTopology, type StateTopology } from '../plan/state/state-topology';
import { adoptionJson, type Adoption } from '../report/adopt/json';
import { headerNotes } from '../report/adopt/header-notes';
import { notesText, unlocatedText } from '../report/adopt/notes';
import { removedBlocks } from '../report/adopt/removed-blocks';
import { printable } from '../report/format/text';
import { unreadableText } from '../report/live/unreadable';
import {
  existingInStates,
  readAccounts,
  readDeclared,
  type Existing,
  type LiveReading,
} from './adopt-existing';
import { parseRegion, SourceOptions, type SourceAccount } from './adopt-sources';
import { normaliseFile } from './check-outputs';
import { extraKeys } from './declared-extras';
import { EXIT, UsageError } from './exit';
import { withHelpText } from './help';
import { createFiles } from './new-files';
import { formatOption, topologyOption, type Format } from './options';
import { consoleOf, outputOption, type Console } from './output';
import { Progress } from './progress';
import { reportDiagnostics } from './report-diagnostics';

interface Options {
  readonly topology?: string;
  readonly state?: readonly string[];
  readonly stateRegion?: Region;
  readonly identities?: true;
  readonly alignReplicas?: true;
  readonly removed?: string;
  readonly output?: string;
  readonly format: Format;
}

export function adoptCommand(): Command {
  const sources = new SourceOptions();
  const command = new Command('adopt')
    .description('Write the topology.yaml of existing registries, so that Terraform imports them')
    .addOption(sources.profile)
    .addOption(sources.region)
    .addOption(topologyOption())
    .option(
      '--state <files...>',
      'Terraform states: the registries to adopt, or the former owner of those in AWS',
    )
    .addOption(
      new Option(
        '--state-region <region>',
        'Region of the resources whose Region the states do not show',
      ).argParser(parseRegion),
    )
    .option(
      '--removed <file>',
      'write the removed blocks for the former owner of the adopted resources, from --state',
    )
    .option('--identities', 'also adopt the policies of roles and users that repository policies name')
    .option(
      '--align-replicas',
      'declare replicas with the settings of their originals, so that the plan changes them',
    )
    .addOption(formatOption())
    .addOption(outputOption())
    .action(async (options: Options, self: Command) => {
      process.exitCode = await adopt(options, sources.accounts(), consoleOf(self));
    });
  return withHelpText(command, {
    about: [
      'Reads the registries of AWS accounts, and writes the declaration of what exists, with import. A part that the declaration cannot express is left out with a note: Terraform does not manage it. The command only reads from AWS.',
      'The registries: --profile and --region, or a declaration that contains only accounts and registries, or Terraform states. With --state and one of the others, the registries are read from AWS.',
    ],
    examples: [
      'ecr-topology adopt --profile develop \\\n  --region ap-northeast-1 --region us-west-1 \\\n  --profile management --region ap-northeast-1 -o topology.yaml',
      'ecr-topology adopt --topology accounts.yaml -o topology.yaml',
      'ecr-topology adopt --state terraform.tfstate \\\n  --removed removed.tf -o topology.yaml',
    ],
    exitCodes: [
      [EXIT.ok, 'the declaration is written'],
      [EXIT.failed, 'the declaration of accounts and registries has errors'],
      [EXIT.couldNotRun, 'wrong usage, or a value could not be read; the declaration is written without it'],
    ],
  });
}

async function adopt(
  options: Options,
  accounts: readonly SourceAccount[],
  console: Console,
): Promise<number> {
  const { state = [], stateRegion } = options;
  rejectUnclearSources(options, accounts);
  const [outputFile, removedFile] = [normaliseFile(options.output), options.removed];
  // Before minutes of reading.
  for (const file of [outputFile, removedFile]) if (file !== undefined) rejectExisting(file);
  const states = readStates(state);
  const inStates = readStateTopology(states, stateRegion);
  const existing = await readExisting(options, accounts, inStates, console);
  if (typeof existing === 'number') return existing;

  const nameOf = registryNamer(existing);
  const fatal = existing.unreadable.filter(({ part }) => part === 'registry');
  if (fatal.length > 0) {
    process.stderr.write(`${unreadableText(fatal, nameOf, console.messages)}Nothing is written.\n`);
    return EXIT.couldNotRun;
  }
  const listed = withoutUnlistedRegistries(existing);
  // A state contains only repositories that the former owner manages.
  const { topology, notes: cacheNotes } = existing.isInStates
    ? { topology: listed.topology, notes: [] }
    : withoutCachedRepositories(listed.topology);
  const { text, notes } = writeDeclaration({
    ...listed,
    topology,
    isExisting: true,
    alignsReplicas: options.alignReplicas === true,
    validate: (source) => parseTopology(source, {}).diagnostics,
  });
  const written = parseWritten(text);
  const adoption: Adoption = {
    declaration: text,
    notes: [
      ...explainUnknown([...cacheNotes, ...notes], existing),
      ...headerNotes(existing.otherHeaders, written.topology),
    ],
    unreadable: existing.unreadable,
    unlocated: existing.unlocated,
    forget: planForget(states, inStates, written.topology),
  };
  const result = options.format === 'json' ? adoptionJson(adoption, nameOf) : text;
  createFiles([
    ...(outputFile === undefined ? [] : [{ file: outputFile, text: result }]),
    ...(removedFile === undefined ? [] : [{ file: removedFile, text: removedBlocks(adoption.forget) }]),
  ]);
  if (outputFile === undefined) process.stdout.write(result);
  reportAdoption(adoption, written, options, console, nameOf);
  return isComplete(adoption) ? EXIT.ok : EXIT.couldNotRun;
}

/** Explains unknown values: `unreadable` has the reasons of those of AWS. */
function explainUnknown(notes: readonly Note[], { isInStates }: Existing): readonly Note[] {
  return notes.flatMap((note) => {
    if (note.kind !== 'unknown') return note;
    return isInStates
      ? { ...note, why: 'The state marks it as sensitive, or it has a value that is not supported.' }
      : [];
  });
}

function isComplete({ notes, unreadable, unlocated }: Adoption): boolean {
  return unreadable.length + unlocated.length === 0 && notes.every(({ kind }) => kind !== 'unknown');
}

/** @throws UsageError if the options name the registries twice, or miss an option that they require */
function rejectUnclearSources(
  { topology, state, removed, stateRegion }: Options,
  accounts: readonly SourceAccount[],
): void {
  if (topology !== undefined && accounts.length > 0) {
    throw new UsageError('--topology cannot be combined with --profile and --region. Set one of them.');
  }
  for (const [option, value] of [
    ['--removed', removed],
    ['--state-region', stateRegion],
  ] as const) {
    if (value !== undefined && state === undefined) {
      throw new UsageError(`${option} requires --state. Name the Terraform states of the former owner.`);
    }
  }
}

/** @throws UsageError if the file exists */
function rejectExisting(file: string): void {
  if (existsSync(file)) {
    throw new UsageError(`'${file}' exists already. Write to another file, or delete it first.`);
  }
}

/** @throws UsageError if a file is not a state */
function readStates(files: readonly string[]): readonly StateDocument[] {
  return [...new Set(files)].map((file) => {
    const result = readState(file);
    if (result.kind === 'state') return result.state;
    const { message, help } = result.fault;
    throw new UsageError(`'${file}': ${message} ${help}`);
  });
}

/** Returns what exists, or an exit code if the declaration of accounts and registries has errors. */
async function readExisting(
  { topology, state, identities }: Options,
  accounts: readonly SourceAccount[],
  inStates: StateTopology,
  console: Console,
): Promise<Existing | number> {
  if (accounts.length === 0 && topology === undefined && state !== undefined) {
    return existingInStates(inStates);
  }
  const progress = new Progress(process.stderr, process.env);
  const reading: LiveReading = {
    readsIdentities: identities === true,
    onProgress: ({ read, total }) => {
      progress.step(`Reading repository ${read} of ${total} …`);
    },
  };
  try {
    if (accounts.length > 0) return await readAccounts(accounts, reading);
    const declared = loadDeclared(topology, console);
    return typeof declared === 'number' ? declared : await readDeclared(declared, reading);
  } finally {
    progress.end();
  }
}

/**
 * Returns a declaration that contains only accounts and registries, or an exit code if it has errors.
 * @throws UsageError if it contains more, because the result would not contain that
 */
function loadDeclared(named: string | undefined, console: Console): LoadedTopology | number {
  const { kind, file } = findDeclaration(named, process.env);
  if (kind === 'missing') {
    throw new UsageError(
      'No registries are named. Set --profile and --region, --topology, or --state. See --help.',
    );
  }
  const loaded = loadRegistries(file, process.env);
  if (loaded.kind !== 'topology') {
    reportDiagnostics(loaded, console);
    return loaded.kind === 'refused' ? EXIT.failed : EXIT.couldNotRun;
  }
  const extra = extraKeys(loaded.declared.tree);
  if (extra.length === 0) return loaded;
  throw new UsageError(
    `'${file}' contains more than accounts and registries: ${extra.join(', ')}. adopt writes the existing ones. Name a file with only accounts and registries, or set --profile and --region.`,
  );
}

/** Leaves out registries whose repositories could not be listed: the declaration would not contain them. */
function withoutUnlistedRegistries(existing: Existing): Existing {
  const { topology } = existing;
  const registries = topology.registries.filter((registry) => isListed(existing, registry));
  return { ...existing, topology: { ...topology, registries } };
}

function isListed({ unreadable }: Existing, { accountId, region }: PlannedRegistry): boolean {
  return (
    isAccountId(accountId) &&
    isRegionKnown(region) &&
    isRepositoryListKnown({ unreadable }, { accountId, region })
  );
}

/** Returns the names of the registries for messages. */
function registryNamer({ topology }: Existing): (registry: RegistryId) => string {
  const names = new Map(topology.registries.map((registry) => [registryKey(registry), registry.name]));
  return (registry) => names.get(registryKey(registry)) ?? registryText(registry);
}

/** Prints the notes, what could not be read, and a summary to standard error. */
function reportAdoption(
  { notes, unreadable, unlocated, forget }: Adoption,
  { topology, deployment }: LoadedTopology,
  { format, removed }: Options,
  { messages, isQuiet }: Console,
  nameOf: (registry: RegistryId) => string,
): void {
  if (format !== 'json') {
    process.stderr.write(isQuiet ? '' : notesText(notes, messages));
    process.stderr.write(unreadableText(unreadable, nameOf, messages) + unlocatedText(unlocated, messages));
  }
  if (isQuiet) return;
  const repositories = topology.registries.reduce((sum, each) => sum + each.repositories.length, 0);
  const summary = [
    `Declared ${count(topology.registries.length, 'registry', 'registries')} with ${count(repositories, 'repository', 'repositories')}. `,
    `Terraform imports ${count(deployment.imports.length, 'resource', 'resources')}.\n`,
  ];
  process.stderr.write(summary.join(''));
  if (removed !== undefined || format === 'json') return;
  for (const { state, ...each } of forget) {
    if (each.removed.length + each.instances.length === 0) continue;
    process.stderr.write(
      `The state '${printable(state)}' still manages adopted resources. To write the removed blocks for its configuration, add --removed removed.tf.\n`,
    );
  }
}
