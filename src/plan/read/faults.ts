import { sortedUnique } from '../../base/collections';
import { formatList } from '../../base/text';
import type { PlanFault } from '../model/document';
import type { JsonFault } from './json-cursor';

/** Why the content of a file is not a plan. */
export type Fault = Omit<PlanFault, 'file'>;

const SHOW = 'terraform show -json plan.bin > plan.json';
export const WRITE_AGAIN = `Write the plan again: ${SHOW}`;
const SAVE_AND_WRITE = `Save the plan with -out, and convert it to JSON: terraform plan -out=plan.bin && ${SHOW}`;

export const NO_SUCH_FILE_HELP = `Check the path, or write the plan: ${SHOW}`;

export const EMPTY: Fault = {
  kind: 'empty',
  message: 'The file is empty.',
  help: `Check whether the command that wrote it failed. ${WRITE_AGAIN}`,
};

export const BINARY_PLAN: Fault = {
  kind: 'binary-plan',
  message: 'The file is a saved plan (terraform plan -out), which only Terraform can read.',
  help: `Convert it to JSON: ${SHOW}`,
};

export const TEXT_PLAN: Fault = {
  kind: 'text-plan',
  message: 'The file is the text output of terraform plan, which does not contain the complete plan.',
  help: SAVE_AND_WRITE,
};

export const UTF_16: Fault = {
  kind: 'utf-16',
  message: 'The file is encoded in UTF-16. In Windows PowerShell, > writes UTF-16.',
  help: 'Write it as UTF-8: terraform show -json plan.bin | Out-File -Encoding utf8 plan.json',
};

export const JSON_LINES: Fault = {
  kind: 'json-lines',
  message: 'The file is the log of terraform plan -json, with one message on each line. It is not the plan.',
  help: SAVE_AND_WRITE,
};

export const SEVERAL_DOCUMENTS: Fault = {
  kind: 'several-documents',
  message: 'The file contains several JSON documents.',
  help: 'Write each plan to a separate file, and pass all files: ecr-topology check a.json b.json',
};

export const STATE: Fault = {
  kind: 'state',
  message: 'The file is a state. A state contains existing resources, but no planned changes.',
  help: `Pass the saved plan to terraform show. Without it, Terraform shows the state: ${SHOW}`,
};

const PLAN_ALL = 'Plan without -refresh-only: terraform plan -out=plan.bin';

export const REFRESH_ONLY: Fault = {
  kind: 'without-changes',
  message:
    'The plan was made with -refresh-only. It contains changes that were made outside of Terraform, but no planned changes.',
  help: PLAN_ALL,
};

/** @param example the address of a planned resource without a change */
export function withoutChangesFault(example: string): Fault {
  return {
    kind: 'without-changes',
    message: `The plan has no resource_changes, although planned_values contains '${example}'. The plan was made with -refresh-only, or is incomplete.`,
    help: PLAN_ALL,
  };
}

export const CLOUD_PLAN: Fault = {
  kind: 'not-a-plan',
  message: 'The file is only a reference to a plan in HCP Terraform.',
  help: `Let Terraform download the plan: ${SHOW}`,
};

export const ERRORED: Fault = {
  kind: 'errored',
  message: 'The plan is incomplete, because terraform plan ended with an error.',
  help: 'Fix the error that terraform plan reports, and plan again.',
};

/** @param deferred addresses of the deferred changes; empty if the plan is incomplete for another reason, such as `-target` */
export function incompleteFault(deferred: readonly string[]): Fault {
  const kind = 'incomplete';
  if (deferred.length === 0) {
    return {
      kind,
      message:
        'The plan is incomplete, because it was made with -target (or with -exclude of OpenTofu), or Terraform deferred changes.',
      help: 'Plan without -target and -exclude. If Terraform deferred changes, apply the changes that they wait for, and plan again.',
    };
  }
  const addresses = formatList(sortedUnique(deferred), 6);
  return {
    kind,
    message: `The plan is incomplete, because Terraform deferred changes to a later plan: ${addresses}.`,
    help: 'Apply the changes that they wait for, without -target, and plan again.',
  };
}

export const NOT_UTF_8: Fault = {
  kind: 'not-json',
  message: 'The file is not encoded in UTF-8, which JSON requires.',
  help: WRITE_AGAIN,
};

/** `terraform_wrapper` writes a line before the output. https://github.com/hashicorp/setup-terraform#inputs */
export const WRAPPED: Fault = {
  kind: 'not-json',
  message: 'The file starts with a line that the wrapper of the GitHub action setup-terraform added.',
  help: 'Set terraform_wrapper: false in the setup-terraform step, and write the plan again.',
};

/** Describes why a text is not JSON. The messages of Node are not used, because they differ between its versions. */
export function jsonFault({ kind, position }: JsonFault, bytes: Buffer): Fault {
  const positionText = `line ${lineAt(bytes, position)}, byte ${position + 1} of the file`;
  switch (kind) {
    case 'truncated':
      return {
        kind,
        message: `The file ends in the middle of the JSON, after ${bytes.length} bytes.`,
        help: `Check whether the disk was full, or the command that wrote the file was stopped. ${WRITE_AGAIN}`,
      };
    case 'not-json':
      return {
        kind,
        message: `The file is not valid JSON at ${positionText}.`,
        help: WRITE_AGAIN,
      };
    case 'too-deep':
      return {
        kind: 'not-a-plan',
        message: `The JSON is nested too deeply for a plan at ${positionText}.`,
        help: WRITE_AGAIN,
      };
    case 'too-large':
      return {
        kind: 'unreadable',
        message: `The value at ${positionText} is larger than 500 MB.`,
        help: 'Split the configuration into several configurations, or report this as a bug of ecr-topology.',
      };
  }
}

function lineAt(bytes: Buffer, position: number): number {
  let line = 1;
  for (let at = bytes.indexOf(0x0a); at !== -1 && at < position; at = bytes.indexOf(0x0a, at + 1)) line++;
  return line;
}
