import { readFileBytes, type FileFault, type SizeLimit } from '../../base/file';
import { isUtf16 } from '../../base/file.encoding';
import type { Environment } from './environment';
import type { FileKind } from './source.file-kind';
import { START, type Span } from './span';

/** The text of a declaration. `file` is the name that the user gave; diagnostics contain it. */
export interface Source {
  readonly file: string;
  readonly text: string;
}

/** The declaration that is read by default. */
export const DEFAULT_DECLARATION = 'topology.yaml';

/**
 * Returns the file name of the declaration: the option takes precedence over the environment variable.
 *
 * @throws Error if the option is empty: an unset variable in a script must not select the default
 */
export function declarationFile(named: string | undefined, environment: Environment): string {
  if (named === '') throw new Error("--topology takes the name of a file, not ''.");
  const variable = environment.ECR_TOPOLOGY ?? '';
  // CI systems set an undefined variable to the empty text.
  return named ?? (variable === '' ? DEFAULT_DECLARATION : variable);
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
  return 'content' in bytes ? decode(file, bytes.content) : sourceFault(bytes, kind);
}

function sourceFault(fault: FileFault, { missingFileHelp }: Pick<FileKind, 'missingFileHelp'>): SourceFault {
  const { message } = fault;
  if (fault.kind === 'unreadable') return { code: 'file/unreadable', message, help: fault.help, span: START };
  return { code: 'file/missing', message, help: missingFileHelp, span: START };
}

function decode(file: string, bytes: Buffer): Source | SourceFault {
  if (isUtf16(bytes)) {
    return {
      code: 'file/not-utf8',
      message: 'The file is UTF-16.',
      help: 'Save it as UTF-8. In Windows PowerShell, write it with: Out-File -Encoding utf8',
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
      message: 'The file is not UTF-8; the first byte that is not is here.',
      help: 'Save it as UTF-8.',
      span: { line: lines.length, column, end: column },
    };
  }
}
