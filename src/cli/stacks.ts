import { Command, Option } from 'commander';
import type { Deployment, StacksBy } from '../model/deployment';
import type { Topology } from '../model/topology';
import type { Terminal } from '../report/format/terminal';
import { migrationScript } from '../report/stacks/migration-script';
import { stackRows, stacksJson, stacksMatrix, stacksText } from '../report/stacks/stack-list';
import { layOut } from '../terraform/layout';
import { migrationFrom } from '../terraform/migration';
import { exitCodeFor, UsageError } from './exit';
import { loadAndReport, topologyOption } from './options';
import { outputOf, outputOption } from './output';

const FORMATS = ['text', 'json', 'github-matrix'] as const;

interface Options {
  readonly topology?: string;
  readonly format: (typeof FORMATS)[number];
  readonly migrateFrom?: StacksBy;
}

export function stacksCommand(): Command {
  return new Command('stacks')
    .description('which stacks, in which order?')
    .addOption(topologyOption())
    .addOption(
      new Option('--format <format>', 'for a person, for a program, for strategy.matrix of a workflow')
        .choices(FORMATS)
        .default('text'),
    )
    .addOption(
      new Option('--migrate-from <layout>', 'a script that moves the states here from that layout')
        .choices(['topology', 'account', 'registry'] satisfies readonly StacksBy[])
        .conflicts('format'),
    )
    .addOption(outputOption())
    .addHelpText(
      'after',
      `
The stacks of a wave need only those of the waves before: apply the waves one after another, and destroy them the other way
round. 'cdktf deploy' and 'cdktf destroy' do so by themselves where they are given all stacks.

Examples:
  $ ecr-topology stacks
  $ echo "waves=$(ecr-topology stacks --format github-matrix)" >> "$GITHUB_OUTPUT"
  $ ecr-topology stacks --migrate-from topology > migrate.sh`,
    )
    .action((options: Options, command: Command) => {
      const output = outputOf(command);
      const loaded = loadAndReport(options.topology, output);
      process.exitCode = exitCodeFor(loaded);
      if (loaded.kind !== 'topology') return;
      output.print(renderStacks(options, loaded.topology, loaded.deployment, output.terminal));
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
      `the declaration has stacks by ${from} already; --migrate-from names the layout that it had before.`,
    );
  }
  return migrationScript(migrationFrom(from, topology, deployment), deployment.backend);
}
