import { Command } from 'commander';
import { createColors } from 'picocolors';
import { version } from '../../package.json';
import { printable } from '../report/format/text';
import { accessCommand } from './access';
import { adoptCommand } from './adopt';
import { backfillCommand } from './backfill';
import { checkCommand } from './check';
import { commentCommand } from './comment';
import { completionCommand } from './completion';
import { diagnoseCommand } from './diagnose';
import { diffCommand } from './diff';
import { EXIT } from './exit';
import { explainCommand } from './explain';
import { fmtCommand } from './fmt';
import { graphCommand } from './graph';
import { withHelpText } from './help';
import { initCommand } from './init';
import { rejectUnclearValues } from './options';
import { globalOptions } from './output';
import { policiesCommand } from './policies';
import { reportCommand } from './report';
import { schemaCommand } from './schema';
import { serveCommand } from './serve';
import { stacksCommand } from './stacks';
import { validateCommand } from './validate';
import { verifyCommand } from './verify';

/** Creates all commands. Each call returns a new instance, because commander keeps what it parsed. */
export function createProgram(): Command {
  const root = new Command('ecr-topology')
    .description('Manage Amazon ECR registries of several AWS accounts and Regions from one file')
    .version(version, '--version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .commandsGroup(OTHER_COMMANDS)
    .helpCommand('help [command]', 'print the help of a command')
    .showHelpAfterError('(run with --help for usage)')
    .configureOutput({
      outputError: (text, write) => {
        write(printableError(text));
      },
    })
    .configureHelp({ showGlobalOptions: true, styleTitle: createColors(true).bold })
    .exitOverride();
  for (const option of globalOptions()) root.addOption(option);
  for (const [group, commands] of commandGroups()) {
    for (const command of commands) {
      command.copyInheritedSettings(root).helpGroup(group);
      root.addCommand(rejectUnclearValues(command));
    }
  }
  return withHelpText(root, {
    examples: [
      'npx ecr-topology init my-registries',
      'ecr-topology validate',
      'ecr-topology diff main.yaml topology.yaml',
      'ecr-topology check plan.json',
      `ecr-topology explain push --repository my-repo --registry develop \\
  --as arn:aws:iam::111111111111:role/ci`,
      'docker push "$IMAGE" 2>&1 | ecr-topology diagnose',
    ],
    exitCodes: [
      [EXIT.ok, 'success'],
      [EXIT.failed, 'the declaration has errors, a plan has findings, or a request is denied'],
      [EXIT.couldNotRun, 'wrong usage, a file cannot be read or written, or the answer is unknown'],
    ],
  });
}

const OTHER_COMMANDS = 'Other commands:';

function commandGroups(): readonly (readonly [heading: string, commands: readonly Command[]])[] {
  return [
    ['Start:', [initCommand()]],
    ['Write the declaration:', [validateCommand(), fmtCommand(), diffCommand(), schemaCommand()]],
    ['Deploy:', [checkCommand(), commentCommand(), stacksCommand(), policiesCommand()]],
    [
      'Understand access:',
      [accessCommand(), explainCommand(), diagnoseCommand(), graphCommand(), reportCommand(), serveCommand()],
    ],
    ['Live AWS:', [adoptCommand(), verifyCommand(), backfillCommand()]],
    [OTHER_COMMANDS, [completionCommand()]],
  ];
}

/** Commander repeats the user's input in its errors. They have one line, and a second line if a similar word exists. */
function printableError(text: string): string {
  const lines = text.trimEnd().split(/\n(?=\(Did you mean )/);
  return `${lines.map(printable).join('\n')}\n`;
}
