import { readFileBytes, type FileFault, type SizeLimit } from '../../base/file';
import type { ReadPlanResult } from '../model/document';
import { readContent, type Content } from './content';
import { JSON_LINES, jsonFault, NO_SUCH_FILE_HELP, SEVERAL_DOCUMENTS, type Fault } from './faults';
import { JsonCursor, JsonFault } from './json-cursor';
import { skipValue, type Walk } from './json-walk';
import { findJsonStart } from './read-plan.kind-of-file';
import { findFault, noObjectFault } from './read-plan.verdict';

/** Plans of over 100 MB have been seen. Node reads files of up to 4 GB at once. */
const MAX_SIZE: SizeLimit = { bytes: 2_000_000_000, text: '2 GB' };

/**
 * Reads the output of `terraform show -json` or `tofu show -json`. Keeps only the parts that concern ECR. Returns a fault that
 * describes what the file is if it is not such a plan. Neither throws nor rejects.
 */
export function readPlan(file: string): Promise<ReadPlanResult> {
  // Synchronous, so that only one file at a time is in memory.
  return Promise.resolve(readPlanSync(file));
}

function readPlanSync(file: string): ReadPlanResult {
  const bytes = readFileBytes(file, MAX_SIZE);
  const content = 'content' in bytes ? parseContent(bytes.content) : toPlanFault(bytes);
  if ('kind' in content) return { kind: 'faulty', fault: { file, ...content } };
  const { changes, otherChanges, drift, data, dependencies, configuration, variables } = content;
  return {
    kind: 'plan',
    plan: { file, changes, otherChanges, drift, data, dependencies, configuration, variables },
  };
}

function toPlanFault(fault: FileFault): Fault {
  const { kind, message } = fault;
  return { kind, message, help: fault.kind === 'missing' ? NO_SUCH_FILE_HELP : fault.help };
}

function parseContent(bytes: Buffer): Content | Fault {
  const start = findJsonStart(bytes);
  if (typeof start !== 'number') return start;
  try {
    return parsePlan(new JsonCursor(bytes, start));
  } catch (error) {
    if (error instanceof JsonFault) return jsonFault(error, bytes);
    throw error;
  }
}

function parsePlan(cursor: JsonCursor): Content | Fault {
  const walk: Walk = { cursor, fault: undefined };
  const kind = cursor.nextKind();
  if (kind !== 'object') {
    skipValue(walk);
    return faultAfterEnd(cursor) ?? noObjectFault(kind);
  }
  const content = readContent(walk);
  // Each line of a log is a document.
  if (content.keys.has('@level')) return JSON_LINES;
  return faultAfterEnd(cursor) ?? findFault(content, walk.fault) ?? content;
}

/**
 * Returns a fault if another document follows.
 * @throws JsonFault if other text follows
 */
function faultAfterEnd(cursor: JsonCursor): Fault | undefined {
  const next = cursor.nextKind();
  if (next === 'other') throw new JsonFault('not-json', cursor.tokenStart);
  return next && SEVERAL_DOCUMENTS;
}
