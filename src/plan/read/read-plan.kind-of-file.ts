import { isUtf8 } from 'node:buffer';
import { isUtf16 } from '../../base/file.encoding';
import { BINARY_PLAN, EMPTY, NOT_UTF_8, TEXT_PLAN, UTF_16, WRAPPED, type Fault } from './faults';

/** Returns the offset at which the JSON of a file starts, or a fault if the first bytes show that the file is not JSON. */
export function findJsonStart(bytes: Buffer): number | Fault {
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
