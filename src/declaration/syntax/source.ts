import { statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { isUtf16, readFileBytes, type FileFault, type SizeLimit } from '../../base/file';
import { createDiagnostic, type Diagnostic } from './diagnostics';
import type { Environment } from './environment';
import { START, type Span } from './span';

/** The text of a declaration. `file` is the name that the user gave; diagnostics contain it. */
export interface Source {
  readonly file: string;
  readonly text: string;
}

/** The first line of a declaration: editors that know YAML schemas read it. Relative to the folder of the project. */
export const SCHEMA_COMMENT =
  '# yaml-language-server: $schema=./node_modules/ecr-topology/topology.schema.json';

/** The declaration that is read by default. */
export const DEFAULT_DECLARATION = 'topology.yaml';

/**
 * Returns the file name of the declaration: the option takes precedence over the environment variable.
 *
 * @throws Error if the option is empty: an unset variable in a script must not select the default
 */
export function declarationFile(named: string | undefined, environment: Environment): string {
  return namedDeclaration(named, environment) ?? DEFAULT_DECLARATION;
}

function namedDeclaration(named: string | undefined, environment: Environment): string | undefined {
  if (named === '') {
    throw new Error("The name of the declaration is empty. Name a file, such as 'topology.yaml'.");
  }
  const variable = environment.ECR_TOPOLOGY ?? '';
  // CI systems set an undefined variable to the empty text.
  return named ?? (variable === '' ? undefined : variable);
}

/** The declaration of a command. */
export interface DeclarationChoice {
  /** `named`: by the user. `found`: the nearest `topology.yaml`. `missing`: no such file; `file` is its name. */
  readonly kind: 'named' | 'found' | 'missing';
  /** Relative to the working directory, unless the user named it otherwise. */
  readonly file: string;
}

/**
 * Returns the declaration that the user named, or the nearest `topology.yaml`: in the working directory or the nearest
 * parent folder, as git and npm look for their files.
 *
 * @throws Error if the user named the empty text
 */
export function findDeclaration(named: string | undefined, environment: Environment): DeclarationChoice {
  const file = namedDeclaration(named, environment);
  if (file !== undefined) return { kind: 'named', file };
  const start = process.cwd();
  for (let folder = start; ; folder = dirname(folder)) {
    const candidate = join(folder, DEFAULT_DECLARATION);
    const isFile = statSync(candidate, { throwIfNoEntry: false })?.isDirectory() === false;
    if (isFile) return { kind: 'found', file: relative(start, candidate) };
    if (folder === dirname(folder)) return { kind: 'missing', file: DEFAULT_DECLARATION };
  }
}

/** Why the text could not be read. */
export interface SourceFault {
  readonly code: 'file/missing' | 'file/unreadable' | 'file/not-utf8';
  readonly message: string;
  readonly help: string;
  readonly span: Span;
}

/** Declarations and policies have a few kilobytes. */
const MAX_SIZE: SizeLimit = { bytes: 20_000_000, text: '20 MB' };

/** Reads a text file, or returns why it cannot be read. Never throws. */
export function readSource(file: string, kind: Pick<FileKind, 'missingFileHelp'>): Source | SourceFault {
  const bytes = readFileBytes(file, MAX_SIZE);
  return 'content' in bytes ? decodeSource(file, bytes.content) : sourceFault(bytes, kind);
}

function sourceFault(fault: FileFault, { missingFileHelp }: Pick<FileKind, 'missingFileHelp'>): SourceFault {
  const { message } = fault;
  if (fault.kind === 'unreadable') return { code: 'file/unreadable', message, help: fault.help, span: START };
  return { code: 'file/missing', message, help: missingFileHelp, span: START };
}

/** Returns the text of a file, or why it is not UTF-8. */
export function decodeSource(file: string, bytes: Buffer): Source | SourceFault {
  if (isUtf16(bytes)) {
    return {
      code: 'file/not-utf8',
      message: 'The file is UTF-16, not UTF-8.',
      help: 'Save the file as UTF-8. In Windows PowerShell, write it with: Out-File -Encoding utf8',
      span: START,
    };
  }
  try {
    return { file, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    const before = bytes.toString('utf8').split('\uFFFD', 1)[0] ?? '';
    const lines = before.split('\n');
    const column = (lines.at(-1)?.length ?? 0) + 1;
    return {
      code: 'file/not-utf8',
      message: 'The file is not valid UTF-8. The first invalid byte is here.',
      help: 'Save the file as UTF-8.',
      span: { line: lines.length, column, end: column },
    };
  }
}

/** Texts about a kind of file, for messages. */
export interface FileKind {
  /** Follows "a" or "the". */
  readonly noun: string;
  /** The fix if the file is empty. */
  readonly emptyFileHelp: string;
  /** The fix if the file does not exist. */
  readonly missingFileHelp: string;
}

export const DECLARATION_FILE: FileKind = {
  noun: 'declaration',
  emptyFileHelp: 'Add accounts, registries and repositories. The shipped topology.yaml is an example.',
  missingFileHelp:
    'Set --topology or ECR_TOPOLOGY, or run the command in the folder of topology.yaml or one of its subfolders.',
};

export const CHECKS_FILE: FileKind = {
  noun: 'check configuration',
  emptyFileHelp: 'Add rules or suppressions, or omit --config.',
  missingFileHelp: "Set the path with --config FILE, or omit --config to use 'checks' of the declaration.",
};

export interface RefusedFile {
  /** `unreadable`: the text could not be read. `refused`: the text has errors. */
  readonly kind: 'unreadable' | 'refused';
  readonly source: Source;
  /** All diagnostics of the file, sorted by position; at least one error. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Returns the result for a file whose text could not be read. */
export function refuseFile(file: string, fault: SourceFault): RefusedFile {
  const kind = fault.code === 'file/not-utf8' ? 'refused' : 'unreadable';
  return { kind, source: { file, text: '' }, diagnostics: [createDiagnostic({ file, ...fault })] };
}
