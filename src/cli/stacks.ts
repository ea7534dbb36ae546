import { Command, Option } from 'commander';
import type { Deployment, StacksBy } from '../model/deployment';
import type { Topology } from '../model/topology';
import type { Terminal } from '../report/format/terminal';
import { migrationScript } from '../report/stacks/migration-script';
import { stackRows, stacksJson, stacksMatrix, stacksText } from '../report/stacks/stack-list';
import { layOut } from '../terraform/layout';
import { migrationFrom } from '../terraform/migration';
import { exitCodeFor, UsageError } from './exit';
import { withHelpText } from './help';
import { loadAndReport, topologyOption } from './options';
import { outputOf, outputOption } from './output';

const FORMATS = ['text', 'json', 'github-matrix'] as const;

interface Options {
  readonly topology?: string;
  readonly format: (typeof FORMATS)[number];
  readonly migrateFrom?: StacksBy;
}

export function stacksCommand(): Command {
  const command = new Command('stacks')
    .description('List the stacks in the order of deployment')
    .addOption(topologyOption())
    .addOption(
      new Option(
        '--format <format>',
        'output format: github-matrix is for strategy.matrix of a GitHub workflow',
      )
        .choices(FORMATS)
        .default('text'),
    )
    .addOption(
      new Option(
        '--migrate-from <layout>',
        'print a script that moves the states from this layout to the declared one',
      )
        .choices(['topology', 'account', 'registry'] satisfies readonly StacksBy[])
        .conflicts('format'),
    )
    .addOption(outputOption())
    .action((options: Options, self: Command) => {
      const output = outputOf(self);
      const loaded = loadAndReport(options.topology, output);
      process.exitCode = exitCodeFor(loaded);
      if (loaded.kind !== 'topology') return;
      output.print(renderStacks(options, loaded.topology, loaded.deployment, output.terminal));
    });
  return withHelpText(command, {
    about: [
      "The stacks of a wave depend only on stacks of earlier waves. Apply the waves in order, and destroy them in reverse order. 'cdktf deploy' and 'cdktf destroy' do this automatically if you name all stacks.",
    ],
    examples: [
      'ecr-topology stacks',
      `echo "waves=$(ecr-topology stacks --format github-matrix)" \\
  >> "$GITHUB_OUTPUT"`,
      'ecr-topology stacks --migrate-from topology -o migrate.sh',
    ],
  });
}

function renderStacks(
  { format, migrateFrom }: Options,
  topology: Topology,
  deployment: Deployment,
  terminal: Terminal,
): string {
  if (migrateFrom !== undefined) return renderMigration(migrateFrom, topology, deployment);
  const rows = stackRows(layOut(topology, deployment), deployment.accounts);
  switch (format) {
    case 'text':
      return stacksText(rows, terminal);
    case 'json':
      return stacksJson(deployment.stacksBy, rows);
    case 'github-matrix':
      return stacksMatrix(rows);
  }
}

/** @throws UsageError if the layout does not change */
function renderMigration(from: StacksBy, topology: Topology, deployment: Deployment): string {
  if (from === deployment.stacksBy) {
    throw new UsageError(
      `The declaration already has 'stacks: { by: ${from} }'. Set --migrate-from to the layout that the states have now.`,
    );
  }
  return migrationScript(migrationFrom(from, topology, deployment), deployment.backend);
}
