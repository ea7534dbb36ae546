import {
  decodeSource,
  readSource,
  refuseFile,
  type Source,
  type SourceFault,
} from '../declaration/syntax/source';
import { nameAtRevision, readAtRevision, revisionOf } from './git-revision';
import { parseTopology, type Loaded } from '../lint/declaration/load';

/** The name of standard input as a file. */
export const STANDARD_INPUT = '-';

/**
 * Reads a file that the user named, or standard input, or returns why it cannot be read.
 * @param missingFileHelp the fix if the file does not exist
 */
export async function readNamedFile(file: string, missingFileHelp: string): Promise<Source | SourceFault> {
  return file === STANDARD_INPUT ? readStandardInput() : readSource(file, { missingFileHelp });
}

/** Loads the declaration in such a file. */
export async function loadNamedFile(file: string, missingFileHelp: string): Promise<Loaded> {
  return loadSource(file, await readNamedFile(file, missingFileHelp));
}

/**
 * Loads a declaration to compare with another one: a file, or `git:REF`, which is the file of the other one at that Git
 * revision.
 *
 * @throws UsageError if Git cannot read the revision
 */
export async function loadComparedFile(name: string, otherFile: string): Promise<Loaded> {
  const revision = revisionOf(name);
  if (revision === undefined) return loadNamedFile(name, comparedFileHelp(name));
  return loadSource(nameAtRevision(revision, otherFile), readAtRevision(revision, otherFile));
}

/** A revision without its prefix is read as a file. */
function comparedFileHelp(name: string): string {
  const isLikelyFile = /\.ya?ml$/i.test(name);
  return isLikelyFile ? 'Check the path.' : `Check the path. For a Git revision, write 'git:${name}'.`;
}

function loadSource(name: string, source: Source | SourceFault): Loaded {
  return 'text' in source ? parseTopology(source, process.env) : refuseFile(name, source);
}

/** An editor gives a socket as standard input, which has no path. */
async function readStandardInput(): Promise<Source | SourceFault> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk as Buffer | string)); // without an encoding
  return decodeSource(STANDARD_INPUT, Buffer.concat(chunks));
}
