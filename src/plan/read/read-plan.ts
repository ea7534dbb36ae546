import { isUtf8 } from 'node:buffer';
import { isUtf16, readFileBytes, type FileFault, type SizeLimit } from '../../base/file';
import { formatList } from '../../base/text';
import type { Json, ReadPlanResult } from '../model/document';
import { readContent, type Content } from './content';
import {
  BINARY_PLAN,
  CLOUD_PLAN,
  EMPTY,
  ERRORED,
  incompleteFault,
  JSON_LINES,
  jsonFault,
  NO_SUCH_FILE_HELP,
  NOT_UTF_8,
  REFRESH_ONLY,
  SEVERAL_DOCUMENTS,
  STATE,
  TEXT_PLAN,
  UTF_16,
  withoutChangesFault,
  WRAPPED,
  WRITE_AGAIN,
  type Fault,
} from './faults';
import { JsonCursor, JsonFault } from './json-cursor';
import { shortJson, skipValue, type ShapeFault, type Walk } from './json-walk';

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

/** Returns the offset at which the JSON of a file starts, or a fault if the first bytes show that the file is not JSON. */
function findJsonStart(bytes: Buffer): number | Fault {
  if (isUtf16(bytes)) return UTF_16;
  const start = bytes.subarray(0, 3).toString('hex') === BYTE_ORDER_MARK ? 3 : 0;
  const first = bytes
    .subarray(start)
    .find((byte) => byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09);
  if (first === undefined) return EMPTY;
  if (bytes.subarray(0, 4).toString('latin1') === ZIP) return BINARY_PLAN;
  const textFault = first === OPEN_OBJECT ? undefined : findTextOutputFault(bytes);
  return textFault ?? (isUtf8ExceptEnd(bytes) ? start : NOT_UTF_8);
}

const BYTE_ORDER_MARK = 'efbbbf';
const OPEN_OBJECT = 0x7b;

/** A saved plan is a zip archive. https://developer.hashicorp.com/terraform/internals/json-format */
const ZIP = 'PK\u0003\u0004';

/** In bytes. Before the texts in `PLAN_OUTPUT_TEXTS`, Terraform prints a line for each resource that it reads. */
const MAX_SEARCHED = 1_000_000;

function findTextOutputFault(bytes: Buffer): Fault | undefined {
  // The searched texts are ASCII, with escape sequences for colours between them.
  const text = bytes.toString('latin1', 0, MAX_SEARCHED).replace(COLOUR_SEQUENCE, '');
  if (text.startsWith('[command]')) return WRAPPED;
  return PLAN_OUTPUT_TEXTS.some((outputText) => text.includes(outputText)) ? TEXT_PLAN : undefined;
}

const COLOUR_SEQUENCE = /\u001b\[[0-9;]*m/g;

/** Texts that `terraform plan` prints, also of OpenTofu and of Terraform before 1.0. */
const PLAN_OUTPUT_TEXTS = [
  'used the selected providers to generate the following execution',
  'Resource actions are indicated with the following symbols',
  'will perform the following actions:',
  'An execution plan has been generated',
  'No changes. Your infrastructure',
  'No changes. Infrastructure is up-to-date',
  'Changes to Outputs:',
  ': Refreshing state...',
  'Planning failed.',
];

/** Ignores an incomplete last character: the fault of such a file is that it is truncated. */
function isUtf8ExceptEnd(bytes: Buffer): boolean {
  return [0, 1, 2, 3].some((cut) => {
    const end = bytes.length - cut;
    return bytes.subarray(end).every((byte) => byte >= 0x80) && isUtf8(bytes.subarray(0, end));
  });
}

/** Returns why a JSON object is not a plan, or not a complete one, or undefined if it is a complete plan. */
function findFault(content: Content, shape: ShapeFault | undefined): Fault | undefined {
  const { keys, formatVersion, errored, complete, deferred, plannedExample } = content;
  if (keys.has('remote_plan_format')) return CLOUD_PLAN;
  if (isState(keys)) return STATE;
  if (formatVersion !== undefined && !isFormatVersion1(formatVersion)) {
    return unknownFormatFault(`The plan has format_version ${shortJson(formatVersion)}. Supported: 1.x.`);
  }
  // Terraform omits empty sections, and this one is never empty. Every other section may be missing.
  if (!keys.has('planned_values')) return otherJsonFault(keys);
  if (formatVersion === undefined) return unknownFormatFault('The plan has no format_version.');
  if (errored === true) return ERRORED;
  // Terraform before 1.8 and OpenTofu do not write `complete`.
  if (complete === false || deferred.length > 0) return incompleteFault(deferred);
  if (!isOptionalBoolean(errored)) {
    return malformedPlanFault(`errored is ${shortJson(errored)}. It must be true or false.`);
  }
  if (!isOptionalBoolean(complete)) {
    return malformedPlanFault(`complete is ${shortJson(complete)}. It must be true or false.`);
  }
  if (shape !== undefined) return malformedPlanFault(shape.message);
  // Terraform lists every managed resource, even if nothing happens to it.
  if (keys.has('resource_changes')) return undefined;
  if (keys.has('resource_drift')) return REFRESH_ONLY;
  return plannedExample === undefined ? undefined : withoutChangesFault(plannedExample);
}

/** Accepts `terraform show -json` of a state, also of an empty one, and a state file. */
function isState(keys: ReadonlySet<string>): boolean {
  if (keys.has('planned_values')) return false;
  const isEmpty = [...keys].every((key) => key === 'format_version' || key === 'terraform_version');
  return keys.has('values') || (keys.has('lineage') && keys.has('serial')) || (isEmpty && keys.size > 0);
}

/**
 * A minor version only adds to the format.
 * https://developer.hashicorp.com/terraform/internals/json-format
 */
function isFormatVersion1(version: Json): boolean {
  return typeof version === 'string' && /^1\.\d+$/.test(version);
}

function unknownFormatFault(message: string): Fault {
  return {
    kind: 'unknown-format',
    message,
    help: 'Write the plan with Terraform 1.1 or later, or with OpenTofu. If the format is newer than this version of ecr-topology, update ecr-topology.',
  };
}

function isOptionalBoolean(value: Json | undefined): value is boolean | undefined {
  return value === undefined || typeof value === 'boolean';
}

function malformedPlanFault(message: string): Fault {
  return {
    kind: 'not-a-plan',
    message: `The file is not a valid plan. ${message}`,
    help: WRITE_AGAIN,
  };
}

function otherJsonFault(keys: ReadonlySet<string>): Fault {
  const names = [...keys].map((key) => shortJson(key));
  return {
    kind: 'not-a-plan',
    message: `The file is JSON, but not a plan: it has no planned_values. ${names.length === 0 ? 'It is empty.' : `It has ${formatList(names, 5)}.`}`,
    help: WRITE_AGAIN,
  };
}

function noObjectFault(kind: 'list' | 'other' | undefined): Fault {
  return {
    kind: 'not-a-plan',
    message: `The file is JSON, but not a plan: it is ${kind === 'list' ? 'a list' : 'a single value'}, not an object.`,
    help: WRITE_AGAIN,
  };
}
