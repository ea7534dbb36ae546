import { dirname } from 'node:path';
import { shellWord } from '../../base/text.shell-word';
import { printable } from '../format/text';
import { count } from '../format/text.count';
import { firstLines } from '../format/text.first-lines';

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

/** Renders the output of `npm run synth`: the files that it wrote, and the next commands. */
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
  ].join('\n');
}
