import { Command } from 'commander';
import { count } from '../base/text';
import { printable } from '../report/format/text';
import { policyFiles, SCRIPT_NAME } from '../report/policy-files';
import { exitCodeFor } from './exit';
import { loadAndReport, topologyOption } from './options';
import { consoleOf } from './output';
import { replaceFolder } from './output-folder';

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
For teams that do not use Terraform in every account: a folder for each account, in it a file for each registry policy,
repository policy, lifecycle policy and identity policy, and for those that creation templates give, and the script
${SCRIPT_NAME} with the commands. This command applies nothing.

Examples:
  $ ecr-topology policies --out policies
  $ sh policies/management/${SCRIPT_NAME}`,
    )
    .action(({ out, topology }: Options, command: Command) => {
      const loaded = loadAndReport(topology, consoleOf(command));
      process.exitCode = exitCodeFor(loaded);
      if (loaded.kind !== 'topology') return;
      const files = policyFiles(loaded.topology, loaded.deployment.accounts);
      replaceFolder(out, files);
      const policies = files.filter(({ path }) => path.endsWith('.json')).length;
      const scripts = files.filter(({ path }) => path.endsWith(SCRIPT_NAME)).length;
      process.stdout.write(
        `${printable(out)}: ${count(policies, 'policy', 'policies')} of ${count(scripts, 'account', 'accounts')}, each with ${SCRIPT_NAME}\n`,
      );
    });
}
