import { fileBytes, type FileFault, type Largest } from '../../files';
import type { ReadPlan } from '../document';
import { contentOf, type Content } from './content';
import { JSON_LINES, jsonFault, NO_SUCH_FILE_HELP, SEVERAL_DOCUMENTS, type Fault } from './faults';
import { JsonCursor, JsonFault } from './json-cursor';
import { startOfJson } from './kind-of-file';
import { skip, type Walk } from './pieces';
import { faultOf, noObject } from './verdict';

/** Plans of over 100 MB have been seen. Node reads files of up to 4 GB at once. */
const LARGEST: Largest = { bytes: 2_000_000_000, inWords: '2 GB' };

/**
 * Reads the output of `terraform show -json` or `tofu show -json`. Keeps only the parts that concern ECR. Returns a fault that
 * describes what the file is if it is not such a plan. Neither throws nor rejects.
 */
export function readPlan(file: string): Promise<ReadPlan> {
  // Synchronous, so that only one file at a time is in memory.
  return Promise.resolve(read(file));
}

function read(file: string): ReadPlan {
  const bytes = fileBytes(file, LARGEST);
  const found = 'content' in bytes ? contentIn(bytes.content) : fileFault(bytes);
  if ('kind' in found) return { kind: 'faulty', fault: { file, ...found } };
  const { changes, otherChanges, drift, data, dependencies, configuration, variables } = found;
  return {
    kind: 'plan',
    plan: { file, changes, otherChanges, drift, data, dependencies, configuration, variables },
  };
}

function fileFault(fault: FileFault): Fault {
  const { kind, message } = fault;
  return { kind, message, help: fault.kind === 'missing' ? NO_SUCH_FILE_HELP : fault.help };
}

function contentIn(bytes: Buffer): Content | Fault {
  const start = startOfJson(bytes);
  if (typeof start !== 'number') return start;
  try {
    return planIn(new JsonCursor(bytes, start));
  } catch (error) {
    if (error instanceof JsonFault) return jsonFault(error, bytes);
    throw error;
  }
}

function planIn(cursor: JsonCursor): Content | Fault {
  const walk: Walk = { cursor, fault: undefined };
  const kind = cursor.next();
  if (kind !== 'object') {
    skip(walk);
    return afterEnd(cursor) ?? noObject(kind);
  }
  const content = contentOf(walk);
  // Each line of a log is a document.
  if (content.keys.has('@level')) return JSON_LINES;
  return afterEnd(cursor) ?? faultOf(content, walk.fault) ?? content;
}

/**
 * Returns a fault if another document follows.
 * @throws JsonFault if other text follows
 */
function afterEnd(cursor: JsonCursor): Fault | undefined {
  const next = cursor.next();
  if (next === 'other') throw new JsonFault('not-json', cursor.place);
  return next && SEVERAL_DOCUMENTS;
}
