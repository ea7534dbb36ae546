import { Command } from 'commander';
import { version } from '../../package.json';
import { diffCommand } from './diff';
import { explainCommand } from './explain';
import { policiesCommand } from './policies';
import { schemaCommand } from './schema';
import { validateCommand } from './validate';
import { diagnoseCommand } from './diagnose';
import { graphCommand } from './graph';
import { accessCommand } from './access';

/** All commands. Each call gives a fresh one, for commander keeps what it parsed. */
export function program(): Command {
  const root = new Command('ecr-topology')
    .description('Amazon ECR across accounts and Regions, declared in one file.')
    .version(version, '--version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .showHelpAfterError('(--help shows the usage)')
    .exitOverride()
    .addHelpText(
      'after',
      `
Examples:
  $ ecr-topology validate
  $ ecr-topology validate --topology staging.yaml --format json
  $ ecr-topology diff main.yaml topology.yaml
  $ ecr-topology schema > topology.schema.json

Exit code: 0 fine, 1 errors found, 2 could not run (usage, file missing).`,
    );
  for (const command of [
    validateCommand(),
    diagnoseCommand(),
    graphCommand(),
    accessCommand(),
    diffCommand(),
    explainCommand(),
    policiesCommand(),
    schemaCommand(),
  ]) {
    root.addCommand(command.copyInheritedSettings(root));
  }
  return root;
}
