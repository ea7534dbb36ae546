import { readFileSync } from 'node:fs';
import type { Environment } from './environment';

/** A declaration as text. `file` is how the user named it, and how diagnostics name it. */
export interface Source {
  readonly file: string;
  readonly text: string;
}

/** The declaration a command or synthesis is about: the one that is named, by option before environment. */
export function declarationFile(named: string | undefined, environment: Environment): string {
  const variable = environment.ECR_TOPOLOGY ?? '';
  // A variable that is set to nothing is what CI systems make of one that is not set.
  return named ?? (variable === '' ? 'topology.yaml' : variable);
}

/** Where in a text, both 1-based, columns in UTF-16 units as editors count them. `end` is the column after. */
export interface Span {
  readonly line: number;
  readonly column: number;
  /** On the same line; a span of several lines ends with its first. */
  readonly end: number;
}

export const START: Span = { line: 1, column: 1, end: 1 };

/** Why there is no text to read. */
export interface SourceFault {
  readonly code: 'file/missing' | 'file/unreadable' | 'file/not-utf8';
  readonly message: string;
  readonly help: string;
  readonly span: Span;
}

/** Reads a declaration, or says why it cannot be read. Never throws. */
export function readSource(file: string): Source | SourceFault {
  const bytes = readBytes(file);
  return 'code' in bytes ? bytes : decode(file, bytes.content);
}

function readBytes(file: string): { readonly content: Buffer } | SourceFault {
  try {
    return { content: readFileSync(file) };
  } catch (error) {
    const code = systemCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      return {
        code: 'file/missing',
        message: 'There is no such file.',
        help: 'Name the file with --topology FILE or ECR_TOPOLOGY, or run from the folder that holds topology.yaml.',
        span: START,
      };
    }
    return {
      code: 'file/unreadable',
      message: code === 'EISDIR' ? 'This is a folder, not a file.' : `The file cannot be read (${code}).`,
      help: code === 'EISDIR' ? 'Name the file in it.' : 'Check its permissions.',
      span: START,
    };
  }
}

/** `ENOENT` and the like: Node's own word for what the operating system said. */
function systemCode(error: unknown): string {
  const known =
    typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string';
  return known ? String(error.code) : 'unknown';
}

function decode(file: string, bytes: Buffer): Source | SourceFault {
  const start = bytes.subarray(0, 2).toString('hex');
  if (start === 'fffe' || start === 'feff') {
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
