import { closeSync, fstatSync, openSync, readSync, statSync, type Stats } from 'node:fs';

/** The size limit of a file that is read. */
export interface SizeLimit {
  readonly bytes: number;
  /** For the message: `20 MB`. */
  readonly text: string;
}

/** Why a file cannot be read. `help` is set if it is the same for every kind of file. */
export type FileFault =
  | { readonly kind: 'missing'; readonly message: string }
  | { readonly kind: 'unreadable'; readonly message: string; readonly help: string };

/** Reads a whole file, or returns why it cannot be read. Never throws. Does not block on a named pipe. */
export function readFileBytes(file: string, sizeLimit: SizeLimit): { readonly content: Buffer } | FileFault {
  if (file === '') return { kind: 'missing', message: 'The file name is empty.' };
  try {
    // Check the type before opening, because opening a named pipe blocks until a process writes to it.
    const fault = checkFileKind(file, statSync(file));
    if (fault !== undefined) return fault;
    const content = readUpTo(file, sizeLimit.bytes);
    if (content !== undefined) return { content };
    return {
      kind: 'unreadable',
      message: `The file is larger than the maximum of ${sizeLimit.text}.`,
      help: 'Check that this is the right file.',
    };
  } catch (error) {
    const code = systemCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      return { kind: 'missing', message: 'The file does not exist.' };
    }
    return {
      kind: 'unreadable',
      message: `The file cannot be read (${code}).`,
      help: 'Check its permissions.',
    };
  }
}

function checkFileKind(file: string, stats: Stats): FileFault | undefined {
  if (stats.isFile()) return undefined;
  if (stats.isDirectory()) {
    return {
      kind: 'unreadable',
      message: 'This is a folder, not a file.',
      help: 'Specify a file in the folder.',
    };
  }
  // Standard input and process substitution are open already and end when the writer ends.
  if (stats.isFIFO() && OPEN_PIPES.test(file)) return undefined;
  return {
    kind: 'unreadable',
    message: `This is a ${stats.isFIFO() ? 'named pipe' : 'device or a socket'}, not a file.`,
    help: 'Write its output to a file and specify that file, or pipe it to /dev/stdin.',
  };
}

/** Standard input, and the path of `<(command)` in a shell. */
const OPEN_PIPES = /^\/(dev\/stdin|(dev|proc\/self)\/fd\/\d+)$/;

const CHUNK = 65_536;

/**
 * Returns undefined if the file is larger than the limit. The reported size is only a hint: it is 0 in /proc,
 * and a file may grow during reading.
 */
function readUpTo(file: string, limit: number): Buffer | undefined {
  const descriptor = openSync(file, 'r');
  try {
    const reportedSize = fstatSync(descriptor).size;
    if (reportedSize > limit) return undefined;
    // One byte more, so that the end of the file is found without growing the buffer.
    let content = Buffer.allocUnsafe(Math.max(reportedSize + 1, CHUNK));
    let length = 0;
    while (length <= limit) {
      if (length === content.length) content = Buffer.concat([content, Buffer.allocUnsafe(length)]);
      // A single system call reads less than 2 GiB.
      const read = readSync(descriptor, content, length, Math.min(content.length - length, 2 ** 30), null);
      if (read === 0) return content.subarray(0, length);
      length += read;
    }
    return undefined;
  } finally {
    closeSync(descriptor);
  }
}

/** Returns Node's code of an operating system error, such as `ENOENT`. */
export function systemCode(error: unknown): string {
  const known =
    typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string';
  return known ? String(error.code) : 'unknown';
}

/**
 * Returns whether bytes are UTF-16 text, as Windows PowerShell writes it with `>`: they start with a byte order
 * mark, or every second byte at the start is zero, as in UTF-16 text that starts with ASCII.
 */
export function isUtf16(bytes: Buffer): boolean {
  const mark = bytes.subarray(0, 2).toString('hex');
  if (mark === 'fffe' || mark === 'feff') return true;
  const start = bytes.subarray(0, bytes.length < 16 ? bytes.length & ~1 : 16);
  return start.length >= 4 && (isEverySecondByteZero(start, 0) || isEverySecondByteZero(start, 1));
}

/** Returns whether the bytes at even (0) or odd (1) positions are zero and all others are not. */
function isEverySecondByteZero(bytes: Buffer, offset: 0 | 1): boolean {
  return bytes.every((byte, index) => (index % 2 === offset) === (byte === 0));
}
