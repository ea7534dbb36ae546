import { Command } from 'commander';
import { version } from '../../package.json';
import { printable } from '../report/format/text';
import { accessCommand } from './access';
import { checkCommand } from './check';
import { completionCommand } from './completion';
import { diagnoseCommand } from './diagnose';
import { diffCommand } from './diff';
import { explainCommand } from './explain';
import { fmtCommand } from './fmt';
import { graphCommand } from './graph';
import { rejectUnclearValues } from './options';
import { globalOptions } from './output';
import { policiesCommand } from './policies';
import { schemaCommand } from './schema';
import { stacksCommand } from './stacks';
import { validateCommand } from './validate';

/** Creates all commands. Each call returns a new instance, because commander keeps what it parsed. */
export function createProgram(): Command {
  const root = new Command('ecr-topology')
    .description('Amazon ECR across accounts and Regions, declared in one file.')
    .version(version, '--version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .showHelpAfterError('(--help shows the usage)')
    .configureOutput({
      outputError: (text, write) => {
        write(printableError(text));
      },
    })
    .configureHelp({ showGlobalOptions: true })
    .exitOverride()
    .addHelpText(
      'after',
      `
Examples:
  $ ecr-topology validate
  $ ecr-topology validate --topology staging.yaml --format json
  $ ecr-topology diff main.yaml topology.yaml
  $ ecr-topology check plan.json
  $ ecr-topology explain push --as arn:aws:iam::111111111111:role/ci --repository my-repo --registry develop
  $ docker push "$IMAGE" 2>&1 | ecr-topology diagnose

Exit code: 0 fine, 1 no (errors found, denied, findings), 2 could not tell or run (usage, file missing).`,
    );
  for (const option of globalOptions()) root.addOption(option);
  for (const command of [
    validateCommand(),
    fmtCommand(),
    diffCommand(),
    checkCommand(),
    explainCommand(),
    diagnoseCommand(),
    accessCommand(),
    graphCommand(),
    policiesCommand(),
    stacksCommand(),
    schemaCommand(),
    completionCommand(),
  ]) {
    root.addCommand(rejectUnclearValues(command.copyInheritedSettings(root)));
  }
  return root;
}

/** Commander repeats the user's input in its errors. They have one line, and a second line if a similar word exists. */
function printableError(text: string): string {
  const lines = text.trimEnd().split(/\n(?=\(Did you mean )/);
  return `${lines.map(printable).join('\n')}\n`;
}
