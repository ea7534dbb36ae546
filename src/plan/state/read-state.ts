import { isUtf16, readFileBytes, type SizeLimit } from '../../base/file';
import type { Json } from '../model/document';
import { at, isObject, textAt } from '../model/values';
import { shownInstances } from './shown-state';
import type { ReadStateResult, StateFault, StateInstance } from './state-document';
import { instancesInFile } from './version-4';

/** A state with 30,000 resources has about 50 MB. Node has strings of up to 512 MB. */
const MAX_SIZE: SizeLimit = { bytes: 500_000_000, text: '500 MB' };

type Fault = Omit<StateFault, 'file'>;

const SHOW = 'terraform show -json > state.json';
const PULL = 'terraform state pull > terraform.tfstate';
const WRITE_AGAIN = `Write the state again: ${PULL}`;

/**
 * Reads a Terraform state: the output of `terraform show -json`, or a state file of version 4, which `terraform state pull` prints.
 * Returns a fault that describes what the file is if it is not a state. Does not throw.
 */
export function readState(file: string): ReadStateResult {
  const bytes = readFileBytes(file, MAX_SIZE);
  if (!('content' in bytes)) {
    const help = bytes.kind === 'missing' ? `Check the path, or write the state: ${PULL}` : bytes.help;
    return { kind: 'faulty', fault: { file, message: bytes.message, help } };
  }
  const read = readContent(bytes.content);
  return 'message' in read
    ? { kind: 'faulty', fault: { file, ...read } }
    : { kind: 'state', state: { file, instances: read } };
}

function readContent(bytes: Buffer): Fault | readonly StateInstance[] {
  const text = decode(bytes);
  if (typeof text !== 'string') return text;
  const json = parseJson(text);
  if (json === undefined) return NOT_JSON;
  if (!isObject(json)) return notAState('It is not a JSON object.');
  if (at(json, 'planned_values') !== undefined) return PLAN;
  const version = at(json, 'version');
  if (at(json, 'lineage') !== undefined || typeof version === 'number') {
    return version === 4 ? instancesInFile(json) : unsupportedVersion(version);
  }
  const formatVersion = textAt(json, 'format_version');
  if (formatVersion === undefined) return notAState('It has no lineage and no format_version.');
  if (!/^(0|1)\.\d+$/.test(formatVersion)) {
    return {
      message: `The state has format_version '${formatVersion}'. Supported: 1.x.`,
      help: 'Update ecr-topology, or write the state with Terraform 1.',
    };
  }
  return shownInstances(json);
}

/** Returns the text of a file, or a fault if it is not text. */
function decode(bytes: Buffer): Fault | string {
  if (isUtf16(bytes)) return UTF_16;
  if (bytes.subarray(0, 2).toString('latin1') === 'PK') return SAVED_PLAN;
  const text = bytes.toString('utf8').replace(/^\uFEFF/, '');
  return text.trim() === '' ? EMPTY : text;
}

function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json; // typed as any
  } catch {
    return undefined;
  }
}

const EMPTY: Fault = {
  message: 'The file is empty.',
  help: `Check whether the command that wrote it failed. ${WRITE_AGAIN}`,
};

const UTF_16: Fault = {
  message: 'The file is encoded in UTF-16. In Windows PowerShell, > writes UTF-16.',
  help: 'Write it as UTF-8: terraform state pull | Out-File -Encoding utf8 terraform.tfstate',
};

const SAVED_PLAN: Fault = {
  message: 'The file is a saved plan (terraform plan -out), not a state.',
  help: `Write the state: ${PULL}`,
};

const PLAN: Fault = {
  message:
    'The file is a plan. A plan contains changes. --state requires the state that describes existing resources.',
  help: `Write the state. Run terraform show without a plan: ${SHOW}`,
};

const NOT_JSON: Fault = {
  message: 'The file is not valid JSON.',
  help: `Check whether the file is complete. The text output of terraform show is not a state. ${WRITE_AGAIN}`,
};

function notAState(reason: string): Fault {
  return { message: `The file is not a Terraform state. ${reason}`, help: `Write the state: ${PULL}` };
}

function unsupportedVersion(version: Json | undefined): Fault {
  return {
    message: `The state file has version ${JSON.stringify(version ?? null)}. Supported: 4, which Terraform 0.12 and later write.`,
    help: `Convert it with Terraform 0.12 or later: ${SHOW}`,
  };
}
