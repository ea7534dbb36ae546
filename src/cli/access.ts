import { Command, Option } from 'commander';
import { accountNames, type AccountNames } from '../access/evaluate/grantees';
import { accessMatrix } from '../access/matrix/access-matrix';
import type { Topology } from '../model/topology';
import { accessCsv, accessJson, accessRows, accessTable } from '../report/access/matrix';
import { markdownTable } from '../report/format/markdown';
import { terminalTable } from '../report/format/table';
import type { Terminal } from '../report/format/terminal';
import { exitCodeFor } from './exit';
import { loadAndReport, topologyOption } from './options';
import { outputOf, outputOption } from './output';

const FORMATS = ['text', 'markdown', 'json', 'csv'] as const;

interface Options {
  readonly topology?: string;
  readonly format: (typeof FORMATS)[number];
}

export function accessCommand(): Command {
  return new Command('access')
    .description('who can do what, where?')
    .addOption(topologyOption())
    .addOption(new Option('--format <format>', 'how to print the result').choices(FORMATS).default('text'))
    .addOption(outputOption())
    .addHelpText(
      'after',
      `
Everybody whom a policy or rule of the topology names, with what comes of all policies together: who may pull, push and
replicate, and do what else with a repository. A caller whose own account decides too, and whose policies the topology
does not have, may 'if its account allows it'.

Examples:
  $ ecr-topology access
  $ ecr-topology access --format markdown >> "$GITHUB_STEP_SUMMARY"
  $ ecr-topology access --format csv > access.csv
  $ ecr-topology access --format json | jq '.access[] | select(.answer == "no")'`,
    )
    .action(({ topology, format }: Options, command: Command) => {
      const output = outputOf(command);
      const loaded = loadAndReport(topology, output);
      process.exitCode = exitCodeFor(loaded);
      if (loaded.kind !== 'topology') return;
      const names = accountNames(loaded.deployment.accounts);
      output.print(matrixText(loaded.topology, names, format, output.terminal));
    });
}

function matrixText(
  topology: Topology,
  names: AccountNames,
  format: Options['format'],
  terminal: Terminal,
): string {
  const cells = accessMatrix(topology);
  switch (format) {
    case 'text':
      return accessTable(accessRows(cells, topology, names), terminalTable(terminal));
    case 'markdown':
      return accessTable(accessRows(cells, topology, names), markdownTable);
    case 'json':
      return `${JSON.stringify({ access: accessJson(cells, names) }, null, 2)}\n`;
    case 'csv':
      return accessCsv(cells, names);
  }
}
