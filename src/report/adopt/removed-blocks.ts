import { count, shellWord } from '../../base/text';
import type { ForgetPlan } from '../../plan/state/forget';
import { removedHcl } from '../../terraform/hcl';
import { printable } from '../format/text';

/**
 * Returns the HCL that makes the former owners of adopted resources forget them: the sections of all states, each with its
 * `removed` blocks, and with its `terraform state rm` commands in comments. A file for one state is ready to use.
 */
export function removedBlocks(plans: readonly ForgetPlan[]): string {
  return `${plans.map(stateSection).join('\n\n')}\n`;
}

function stateSection({ state, removed, instances, kept }: ForgetPlan): string {
  const blocks = removed.flatMap((address) => removedHcl(address) ?? []);
  const paragraphs = [
    comment([
      `State: ${printable(state)}`,
      ...(removed.length + instances.length === 0
        ? ['It contains no resource that the declaration adopts.']
        : ['Terraform forgets these resources. They stay in AWS.']),
    ]),
    ...(blocks.length === 0 ? [] : [comment(BLOCKS), ...blocks]),
    ...(instances.length === 0
      ? []
      : [
          comment([
            ...INSTANCES,
            ...instances.map((each) => `terraform state rm ${printable(shellWord(each))}`),
          ]),
        ]),
    ...(kept.length === 0
      ? []
      : [
          comment([
            `${count(kept.length, 'resource of a registry stays', 'resources of registries stay')} in this state, because the declaration does not contain ${kept.length === 1 ? 'it' : 'them'}:`,
            ...kept.map((each) => printable(each)),
          ]),
        ]),
  ];
  return paragraphs.join('\n\n');
}

const BLOCKS = [
  'Delete these resources and modules from the configuration of this state, add the blocks, and apply.',
  'Requires Terraform 1.7 or OpenTofu 1.10.',
];

const INSTANCES = [
  'A removed block cannot name an instance. Delete these instances from the configuration, and run:',
];

function comment(lines: readonly string[]): string {
  return lines.map((line) => `# ${line}`).join('\n');
}
