import { dirname } from 'node:path';
import { shellWord } from '../../registry';
import { count } from '../count';
import { firstLines } from '../first-lines';
import { printable } from '../printable';

/** What synthesis wrote, and how its commands are repeated. */
interface Synthesis {
  readonly stacks: readonly {
    readonly name: string;
    readonly file: string;
    readonly resources: number;
  }[];
  /** The declaration, if only an option named it: the CDKTF CLI passes no options on, so it needs the variable. */
  readonly topologyOption: string | undefined;
  /** The folder, if it is not the one that the CDKTF CLI writes to by default. */
  readonly outputFolder: string | undefined;
}

const MOST_STACKS = 10;

/** What `npm run synth` prints after it wrote the stacks: which files, and the next commands. */
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
  const isAlone = others.length === 0;
  return [
    ...firstLines(written, MOST_STACKS),
    '',
    isAlone ? 'Next:' : 'Next, with diff for every stack:',
    command('diff', first.name),
    command('deploy', isAlone ? first.name : "'*'"),
    isAlone
      ? `or run terraform init, plan and apply in ${printable(dirname(first.file))}`
      : 'or run terraform init, plan and apply in each folder, in the order of: npx ecr-topology stacks',
    '',
  ].join('\n');
}
