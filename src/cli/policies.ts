import { Command } from 'commander';
import { count } from '../base/text';
import { wrapped } from '../report/format/terminal';
import { printable } from '../report/format/text';
import { policyFiles, SCRIPT_NAME } from '../report/policy-files';
import { exitCodeFor } from './exit';
import { withHelpText } from './help';
import { loadAndReport, topologyOption } from './options';
import { consoleOf } from './output';
import { replaceFolder } from './output-folder';

interface Options {
  readonly out: string;
  readonly topology?: string;
}

export function policiesCommand(): Command {
  const command = new Command('policies')
    .description('Write every policy as JSON, with a script that applies it')
    .requiredOption('--out <folder>', 'output folder: a new one, or one that this command wrote')
    .addOption(topologyOption())
    .action(({ out, topology }: Options, self: Command) => {
      const output = consoleOf(self);
      const loaded = loadAndReport(topology, output);
      process.exitCode = exitCodeFor(loaded);
      if (loaded.kind !== 'topology') return;
      const files = policyFiles(loaded.topology, loaded.deployment.accounts);
      replaceFolder(out, files);
      const policies = files.filter(({ path }) => path.endsWith('.json')).length;
      const scripts = files.filter(({ path }) => path.endsWith(SCRIPT_NAME)).length;
      const written = `Wrote ${count(policies, 'policy', 'policies')} for ${count(scripts, 'account', 'accounts')} to ${printable(out)}.`;
      const next = `To apply them, run ${SCRIPT_NAME} in the folder of each account.`;
      process.stdout.write(`${wrapped(`${written} ${next}`, output.terminal)}\n`);
    });
  return withHelpText(command, {
    about: [
      `Use this if a team does not run Terraform in its account. The output folder has a subfolder for each account, with a file for each registry policy, repository policy, lifecycle policy, identity policy and policy of a creation template, and the script ${SCRIPT_NAME}, which applies them with the AWS CLI. This command itself does not change anything in AWS.`,
    ],
    examples: ['ecr-topology policies --out policies', `sh policies/management/${SCRIPT_NAME}`],
  });
}
