import { closeSync, fstatSync, openSync, readSync, statSync, type Stats } from 'node:fs';

/** The largest file that is read. */
export interface Largest {
  readonly bytes: number;
  /** `20 MB`, for the message. */
  readonly inWords: string;
}

/** Why a file gives no bytes. `help` is there where it is the same for every kind of file. */
export type FileFault =
  | { readonly kind: 'missing'; readonly message: string }
  | { readonly kind: 'unreadable'; readonly message: string; readonly help: string };

/** Everything in a file, or why it cannot be had. Never throws; waits for nobody but who writes into a pipe of ours. */
export function fileBytes(file: string, largest: Largest): { readonly content: Buffer } | FileFault {
  if (file === '') return { kind: 'missing', message: 'The name of the file is empty.' };
  try {
    // Before it is opened: to open a named pipe is to wait for somebody who writes into it.
    const refusal = refuseKind(file, statSync(file));
    if (refusal !== undefined) return refusal;
    const content = readUpTo(file, largest.bytes);
    if (content !== undefined) return { content };
    return {
      kind: 'unreadable',
      message: `The file is larger than ${largest.inWords}, and no more is read.`,
      help: 'Look whether it is the right file.',
    };
  } catch (error) {
    const code = systemCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      return { kind: 'missing', message: 'There is no such file.' };
    }
    return {
      kind: 'unreadable',
      message: `The file cannot be read (${code}).`,
      help: 'Check its permissions.',
    };
  }
}

function refuseKind(file: string, stats: Stats): FileFault | undefined {
  if (stats.isFile()) return undefined;
  if (stats.isDirectory()) {
    return { kind: 'unreadable', message: 'This is a folder, not a file.', help: 'Name the file in it.' };
  }
  // Such a pipe is open already, and ends when whoever writes into it does.
  if (stats.isFIFO() && OPEN_ALREADY.test(file)) return undefined;
  return {
    kind: 'unreadable',
    message: `This is a ${stats.isFIFO() ? 'named pipe' : 'device or a socket'}, not a file.`,
    help: 'Write what it gives into a file and name that, or pipe it into /dev/stdin.',
  };
}

/** Standard input, and what a shell makes of `<(command)`. */
const OPEN_ALREADY = /^\/(dev\/stdin|(dev|proc\/self)\/fd\/\d+)$/;

const CHUNK = 65_536;

/**
 * Undefined where there is more than that. The size that a file says it has is a hint, no more: /proc says 0, and a file
 * may grow meanwhile.
 */
function readUpTo(file: string, most: number): Buffer | undefined {
  const descriptor = openSync(file, 'r');
  try {
    const said = fstatSync(descriptor).size;
    if (said > most) return undefined;
    // One byte more, so that the end is seen without more room.
    let content = Buffer.allocUnsafe(Math.max(said + 1, CHUNK));
    let length = 0;
    while (length <= most) {
      if (length === content.length) content = Buffer.concat([content, Buffer.allocUnsafe(length)]);
      // One call of the system reads less than 2 GiB.
      const read = readSync(descriptor, content, length, Math.min(content.length - length, 2 ** 30), null);
      if (read === 0) return content.subarray(0, length);
      length += read;
    }
    return undefined;
  } finally {
    closeSync(descriptor);
  }
}

/** `ENOENT` and the like: Node's own word for what the operating system said. */
export function systemCode(error: unknown): string {
  const known =
    typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string';
  return known ? String(error.code) : 'unknown';
}
