import { Command, Option } from 'commander';
import { accountNames, type AccountNames } from '../access/evaluate/grantees';
import { filterAccess, type AccessFilter } from '../access/matrix/access-filter';
import { accessMatrix, type AccessCell } from '../access/matrix/access-matrix';
import type { Topology } from '../model/topology';
import { accessCsv, accessGroups, accessJson, accessMarkdown, accessText } from '../report/access/matrix';
import type { Terminal } from '../report/format/terminal';
import { exitCodeFor } from './exit';
import { findRegistry, findRepository } from './explain-arguments';
import { loadAndReport, topologyOption } from './options';
import { outputOf, outputOption } from './output';

const FORMATS = ['text', 'markdown', 'json', 'csv'] as const;

const OPERATIONS = ['pull', 'push', 'replicate', 'other'] as const;

interface Options {
  readonly topology?: string;
  readonly as?: string;
  readonly registry?: string;
  readonly repository?: string;
  readonly operation?: (typeof OPERATIONS)[number];
  readonly format: (typeof FORMATS)[number];
}

export function accessCommand(): Command {
  return new Command('access')
    .description('list who can pull, push and replicate what')
    .option('--as <caller>', 'only this caller: an ARN, or a part of a name such as a role or an account ID')
    .option('--registry <name>', 'only this registry')
    .option('--repository <name>', 'only this repository')
    .addOption(new Option('--operation <operation>', 'only this operation').choices(OPERATIONS))
    .addOption(topologyOption())
    .addOption(new Option('--format <format>', 'output format').choices(FORMATS).default('text'))
    .addOption(outputOption())
    .addHelpText(
      'after',
      `
Lists every principal that a policy or replication rule of the topology names, and the result of all policies together.
The answer 'if its account allows it' means that the identity policies of the caller decide, and that they are not in the
topology. With an ARN, --as also lists the access of the caller's account, of organizations and of every AWS account.

Examples:
  $ ecr-topology access
  $ ecr-topology access --as arn:aws:iam::111111111111:role/ci --operation push
  $ ecr-topology access --format markdown >> "$GITHUB_STEP_SUMMARY"
  $ ecr-topology access --format csv -o access.csv
  $ ecr-topology access --format json | jq '.access[] | select(.answer == "no")'`,
    )
    .action((options: Options, command: Command) => {
      const output = outputOf(command);
      const loaded = loadAndReport(options.topology, output);
      process.exitCode = exitCodeFor(loaded);
      if (loaded.kind !== 'topology') return;
      const names = accountNames(loaded.deployment.accounts);
      const cells = filterAccess(accessMatrix(loaded.topology), filterOf(options, loaded.topology), names);
      output.print(accessOutput(cells, loaded.topology, names, options.format, output.terminal));
    });
}

/** @throws UsageError if the registry or repository is not declared */
function filterOf({ as, registry, repository, operation }: Options, topology: Topology): AccessFilter {
  return {
    ...(as === undefined ? {} : { as }),
    ...(registry === undefined ? {} : { registry: findRegistry(topology, registry).name }),
    ...(repository === undefined ? {} : { repository: findRepository(topology, repository) }),
    ...(operation === undefined ? {} : { operation }),
  };
}

function accessOutput(
  cells: readonly AccessCell[],
  topology: Topology,
  names: AccountNames,
  format: Options['format'],
  terminal: Terminal,
): string {
  switch (format) {
    case 'text':
      return accessText(accessGroups(cells, topology, names), terminal);
    case 'markdown':
      return accessMarkdown(accessGroups(cells, topology, names));
    case 'json':
      return `${JSON.stringify({ access: accessJson(cells, names) }, null, 2)}\n`;
    case 'csv':
      return accessCsv(cells, names);
  }
}
