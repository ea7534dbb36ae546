import { Command } from 'commander';
import { count, policyFiles, SCRIPT } from '../report';
import { exitCodeFor } from './exit';
import { loadAndPrint } from './load';
import { topologyOption } from './options';
import { replaceFolder } from './replace-folder';

interface Options {
  readonly out: string;
  readonly topology?: string;
}

export function policiesCommand(): Command {
  return new Command('policies')
    .description('every policy as JSON, with the AWS CLI command that applies it')
    .requiredOption(
      '--out <folder>',
      'where to write them: a new folder, or one that this command has written',
    )
    .addOption(topologyOption())
    .addHelpText(
      'after',
      `
For teams that do not use Terraform in every account: one file for each repository policy, registry policy and identity
policy, and the script ${SCRIPT} with the commands. Nothing is applied by this command.

Examples:
  $ ecr-topology policies --out policies
  $ sh policies/${SCRIPT}`,
    )
    .action(({ out, topology }: Options) => {
      const loaded = loadAndPrint(topology);
      process.exitCode = exitCodeFor(loaded);
      if (loaded.kind !== 'topology') return;
      const files = policyFiles(loaded.topology, loaded.deployment.accounts);
      replaceFolder(out, files);
      process.stdout.write(
        `${out}: ${count(files.length - 1, 'policy', 'policies')}, and ${SCRIPT} to apply them\n`,
      );
    });
}
