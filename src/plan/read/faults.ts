import { sortedUnique } from '../../base/collections';
import { formatList } from '../../base/text';
import type { PlanFault } from '../model/document';
import type { JsonFault } from './json-cursor';

/** Why the content of a file is not a plan. */
export type Fault = Omit<PlanFault, 'file'>;

const SHOW = 'terraform show -json plan.bin > plan.json';
export const WRITE_AGAIN = `Write it again with: ${SHOW}`;
const SAVE_AND_WRITE = `Save the plan with -out, and write it as JSON: terraform plan -out=plan.bin && ${SHOW}`;

export const NO_SUCH_FILE_HELP = `Write the plan with: ${SHOW}`;

export const EMPTY: Fault = {
  kind: 'empty',
  message: 'The file is empty.',
  help: `Look whether the command that wrote it failed. ${WRITE_AGAIN}`,
};

export const BINARY_PLAN: Fault = {
  kind: 'binary-plan',
  message: 'This is the plan as Terraform saves it with -out, which nothing but Terraform reads.',
  help: `Give it as JSON: ${SHOW}`,
};

export const TEXT_PLAN: Fault = {
  kind: 'text-plan',
  message: 'This is the plan as Terraform prints it for people, which does not say everything.',
  help: SAVE_AND_WRITE,
};

export const UTF_16: Fault = {
  kind: 'utf-16',
  message: 'The file is UTF-16, which is what > writes in Windows PowerShell.',
  help: 'Write it as UTF-8: terraform show -json plan.bin | Out-File -Encoding utf8 plan.json',
};

export const JSON_LINES: Fault = {
  kind: 'json-lines',
  message: 'This is the log of terraform plan -json, a message a line, not the plan.',
  help: SAVE_AND_WRITE,
};

export const SEVERAL_DOCUMENTS: Fault = {
  kind: 'several-documents',
  message: 'The file holds several JSON documents, one after the other.',
  help: 'Write each plan into a file of its own, and name them all: ecr-topology check a.json b.json',
};

export const STATE: Fault = {
  kind: 'state',
  message: 'This is a state, which says what is there and not what is going to change.',
  help: `Name the saved plan, for without it Terraform shows the state: ${SHOW}`,
};

const PLAN_ALL = 'Plan without -refresh-only: terraform plan -out=plan.bin';

export const REFRESH_ONLY: Fault = {
  kind: 'without-changes',
  message:
    'This is a plan with -refresh-only: it notes what has happened outside of Terraform, and says nothing of what would be changed.',
  help: PLAN_ALL,
};

/** @param example the address of a planned resource without a change */
export function withoutChangesFault(example: string): Fault {
  return {
    kind: 'without-changes',
    message: `The plan lists no changes (resource_changes), also none of '${example}', which it has in planned_values: it was made with -refresh-only, or is not whole.`,
    help: PLAN_ALL,
  };
}

export const CLOUD_PLAN: Fault = {
  kind: 'not-a-plan',
  message: 'This is a bookmark of a plan that HCP Terraform keeps.',
  help: `Have Terraform fetch it: ${SHOW}`,
};

export const ERRORED: Fault = {
  kind: 'errored',
  message: 'Planning ended with an error, and the plan holds only what Terraform knew until then.',
  help: 'Mend what terraform plan reports, and plan again.',
};

/** @param deferred addresses of the deferred changes; empty if the plan is incomplete for another reason, such as `-target` */
export function incompleteFault(deferred: readonly string[]): Fault {
  const kind = 'incomplete';
  if (deferred.length === 0) {
    return {
      kind,
      message: 'The plan is incomplete: -target, or -exclude of OpenTofu, left a part of it out.',
      help: 'Plan without -target and -exclude. Where a part was put off to a later plan, apply what it waits for and plan again.',
    };
  }
  const addresses = formatList(sortedUnique(deferred), 6);
  return {
    kind,
    message: `The plan is incomplete: Terraform put off to a later plan ${addresses}.`,
    help: 'Apply what that waits for, without -target, and plan again.',
  };
}

export const NOT_UTF_8: Fault = {
  kind: 'not-json',
  message: 'The file is not UTF-8, and JSON is.',
  help: WRITE_AGAIN,
};

/** `terraform_wrapper` writes a line before the output. https://github.com/hashicorp/setup-terraform#inputs */
export const WRAPPED: Fault = {
  kind: 'not-json',
  message: 'The wrapper of the GitHub action setup-terraform has put a line of its own before the plan.',
  help: 'Set terraform_wrapper: false in that step, and write the plan again.',
};

/** Describes why a text is not JSON. The messages of Node are not used, because they differ between its versions. */
export function jsonFault({ kind, position }: JsonFault, bytes: Buffer): Fault {
  const positionText = `line ${lineAt(bytes, position)}, byte ${position + 1} of the file`;
  switch (kind) {
    case 'truncated':
      return {
        kind,
        message: `The file ends in the middle of the JSON, after ${bytes.length} bytes.`,
        help: `Look whether the disk was full, or the command that wrote it was stopped. ${WRITE_AGAIN}`,
      };
    case 'not-json':
      return {
        kind,
        message: `The file is not JSON: what starts at ${positionText}, is none.`,
        help: WRITE_AGAIN,
      };
    case 'too-deep':
      return {
        kind: 'not-a-plan',
        message: `The JSON is nested deeper than any plan, at ${positionText}.`,
        help: WRITE_AGAIN,
      };
    case 'too-large':
      return {
        kind: 'unreadable',
        message: `What starts at ${positionText}, is larger than 500 MB, and no more is read at once.`,
        help: 'Split the configuration into several, or report this as a fault of this program.',
      };
  }
}

function lineAt(bytes: Buffer, position: number): number {
  let line = 1;
  for (let at = bytes.indexOf(0x0a); at !== -1 && at < position; at = bytes.indexOf(0x0a, at + 1)) line++;
  return line;
}
