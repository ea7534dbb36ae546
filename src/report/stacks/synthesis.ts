import { dirname, parse } from 'node:path';
import { sortedUnique } from '../../base/collections';
import { count, formatList, shellWord } from '../../base/text';
import type { StateConflict } from '../../plan/state-file';
import { firstLines, printable } from '../format/text';

/** What synthesis wrote, and the options to repeat in its commands. */
interface Synthesis {
  readonly stacks: readonly {
    readonly name: string;
    readonly file: string;
    readonly resources: number;
  }[];
  /**
   * The declaration, if only an option named it. The CDKTF CLI passes no options to the program, so its commands need
   * the variable.
   */
  readonly topologyOption: string | undefined;
  /** The folder, if it is not the default of the CDKTF CLI. */
  readonly outputFolder: string | undefined;
}

const MAX_STACKS = 10;

/** Renders the output of `npm run synth`: the files that it wrote, the next commands, and a summary as the last line. */
export function writtenStacksText({ stacks, topologyOption, outputFolder }: Synthesis): string {
  const written = stacks.map(
    ({ file, resources }) => `Wrote ${printable(file)}: ${count(resources, 'resource', 'resources')}`,
  );
  const variable = topologyOption === undefined ? '' : `ECR_TOPOLOGY=${shellWord(topologyOption)} `;
  const output = outputFolder === undefined ? '' : ` --output ${shellWord(outputFolder)}`;
  const command = (verb: string, stack: string) =>
    `  ${printable(`${variable}npx cdktf ${verb} ${stack}${output}`)}`;
  const [first, ...others] = stacks;
  if (first === undefined) return '';
  const isSingleStack = others.length === 0;
  const resources = stacks.reduce((sum, stack) => sum + stack.resources, 0);
  const folder = dirname(dirname(first.file));
  return [
    ...firstLines(written, MAX_STACKS),
    '',
    isSingleStack ? 'Next:' : 'Next, with diff for every stack:',
    command('diff', first.name),
    command('deploy', isSingleStack ? first.name : "'*'"),
    isSingleStack
      ? `or run terraform init, plan and apply in ${printable(dirname(first.file))}`
      : 'or run terraform init, plan and apply in each folder, in the order of: npx ecr-topology stacks',
    '',
    `${count(stacks.length, 'stack', 'stacks')}, ${count(resources, 'resource', 'resources')} in ${printable(folder)}`,
    '',
  ].join('\n');
}

/**
 * Explains why a declaration was not synthesised: its state files belong to another declaration. Lists the ways to
 * resolve it.
 */
export function stateConflictsText(file: string, conflicts: readonly StateConflict[]): string {
  const [first] = conflicts;
  if (first === undefined) return '';
  const lines = [
    ...conflicts.flatMap((conflict) => conflictLines(file, conflict)),
    ...resolutionLines(file, first),
  ];
  return `${lines.map(printable).join('\n')}\n`;
}

function conflictLines(file: string, { stateFile, undeclared, owner }: StateConflict): readonly string[] {
  const registries = sortedUnique(
    undeclared.flatMap(({ provider, accountId }) =>
      accountId === undefined ? [] : [`${provider ?? 'no alias'} (account ${accountId})`],
    ),
  );
  const ownerText = owner ?? 'another declaration';
  return [
    `error: ${stateFile} is the state of ${ownerText}, not of ${file}. Nothing was written.`,
    `  It has ${count(undeclared.length, 'resource', 'resources')} that ${file} does not declare: ${formatList(registries)}.`,
  ];
}

function resolutionLines(file: string, { owner }: StateConflict): readonly string[] {
  const { name } = parse(file);
  const own = /^[\w.-]+$/.test(name) ? name : 'other';
  return [
    "  Terraform would destroy them, lose track of them, or stop with 'Provider configuration not present'.",
    '',
    `  To keep both deployed, give ${file} its own state and output folder:`,
    `    backend: { local: { path: "terraform.${own}.{stack}.tfstate" } }`,
    `    ECR_TOPOLOGY=${shellWord(file)} npx cdktf deploy --output cdktf.out.${own}`,
    owner === undefined
      ? '  To use the declaration that was deployed, name it: ECR_TOPOLOGY=FILE npx cdktf deploy'
      : `  To use ${owner}, unset ECR_TOPOLOGY and leave out --topology.`,
    `  To replace what is deployed, first run 'npx cdktf destroy' with ${owner ?? 'that declaration'}.`,
    '  If you renamed, moved or removed registries: docs/guides/rename-move-remove.md',
  ];
}
