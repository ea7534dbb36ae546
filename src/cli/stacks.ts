import { Command, Option } from 'commander';
import { describeStacksChange, diffStacks } from '../change/stacks';
import { stacksToPlan } from '../change/stacks-to-plan';
import type { Loaded, LoadedTopology } from '../lint/declaration/load';
import type { Deployment, StacksBy } from '../model/deployment';
import type { Topology } from '../model/topology';
import type { Terminal } from '../report/format/terminal';
import { printable } from '../report/format/text';
import { migrationScript } from '../report/stacks/migration-script';
import { stackRows, stacksInclude, stacksJson, stacksMatrix, stacksText } from '../report/stacks/stack-list';
import { stacksToPlanJson, stacksToPlanText, type StacksToPlan } from '../report/stacks/stacks-to-plan';
import { layOut } from '../terraform/layout';
import { migrationFrom } from '../terraform/migration';
import { EXIT, exitCodeFor, UsageError } from './exit';
import { revisionOf } from './git-revision';
import { withHelpText } from './help';
import { loadComparedFile } from './named-file';
import { loadAndReport, topologyOption } from './options';
import { reportDiagnostics } from './report-diagnostics';
import { outputOf, outputOption, type Output } from './output';

const FORMATS = ['text', 'json', 'github-matrix', 'github-include'] as const;

interface Options {
  readonly topology?: string;
  readonly format: (typeof FORMATS)[number];
  readonly migrateFrom?: StacksBy;
  readonly changedSince?: string;
}

export function stacksCommand(): Command {
  const command = new Command('stacks')
    .description('List the stacks in the order of deployment')
    .addOption(topologyOption())
    .addOption(
      new Option(
        '--format <format>',
        'output format: for a GitHub workflow, github-matrix prints a strategy.matrix for each wave, and github-include prints one strategy.matrix.include',
      )
        .choices(FORMATS)
        .default('text'),
    )
    .addOption(
      new Option(
        '--changed-since <base>',
        'list only the stacks to plan, compared with an earlier declaration: a file, or git:REF',
      ).conflicts('migrateFrom'),
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
    .action(async (options: Options, self: Command) => {
      const output = outputOf(self);
      const loaded = loadAndReport(options.topology, output);
      process.exitCode = exitCodeFor(loaded);
      if (loaded.kind !== 'topology') return;
      const { changedSince } = options;
      if (changedSince === undefined) output.print(renderStacks(options, loaded, output.terminal));
      else await printStacksToPlan(changedSince, loaded, options.format, output);
    });
  return withHelpText(command, {
    about: [
      'With --changed-since, the command lists only the stacks whose output differs from that of an earlier declaration, and the replication stacks that depend on a resource that differs. The base is a file, or git:REF for the same file at a Git revision. If the earlier declaration does not exist or has errors, the command lists all stacks.',
      "The stacks of a wave depend only on stacks of earlier waves. Apply the waves in order, and destroy them in reverse order. 'cdktf deploy' and 'cdktf destroy' do this automatically if you name all stacks.",
    ],
    examples: [
      'ecr-topology stacks',
      `echo "waves=$(ecr-topology stacks --format github-matrix)" \\
  >> "$GITHUB_OUTPUT"`,
      'ecr-topology stacks --changed-since git:origin/main',
      'ecr-topology stacks --migrate-from topology -o migrate.sh',
    ],
  });
}

function renderStacks(
  { format, migrateFrom }: Options,
  { topology, deployment }: LoadedTopology,
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
    case 'github-include':
      return stacksInclude(rows);
  }
}

async function printStacksToPlan(
  base: string,
  loaded: LoadedTopology,
  format: Options['format'],
  output: Output,
): Promise<void> {
  const before = await loadComparedFile(base, loaded.source.file);
  if (before.kind === 'unreadable' && revisionOf(base) === undefined) {
    reportDiagnostics(before, output);
    process.exitCode = EXIT.couldNotRun;
    return;
  }
  const result = selectStacks(base, before, loaded);
  const warnings = [
    ...comparisonWarnings(before, base),
    // The matrix lists stacks only.
    ...(format.startsWith('github') ? result.stackChanges.map(describeStacksChange) : []),
  ];
  if (!output.isQuiet) {
    for (const text of warnings) process.stderr.write(`warning: ${printable(text)}\n`);
  }
  output.print(renderStacksToPlan(result, format, loaded.deployment.stacksBy, output.terminal));
}

function selectStacks(base: string, before: Loaded, after: LoadedTopology): StacksToPlan {
  const { topology, deployment } = after;
  const rows = stackRows(layOut(topology, deployment), deployment.accounts);
  const total = rows.length;
  if (before.kind !== 'topology') {
    const comparison = before.kind === 'unreadable' ? 'missing' : 'errors';
    const stacks = rows.map((row) => ({ row, reason: { kind: 'not-compared' } as const }));
    return { base, comparison, stacks, total, stackChanges: [] };
  }
  const reasons = stacksToPlan(before, after);
  const stacks = rows.flatMap((row) => {
    const reason = reasons.get(row.name);
    return reason === undefined ? [] : [{ row, reason }];
  });
  return { base, comparison: 'compared', stacks, total, stackChanges: diffStacks(before, after) };
}

/** If the two declarations cannot be compared, listing all stacks plans too much rather than too little. */
function comparisonWarnings(before: Loaded, base: string): readonly string[] {
  if (before.kind === 'topology') return [];
  const error = before.diagnostics.find(({ severity }) => severity === 'error');
  if (before.kind === 'unreadable') return [`${error?.message ?? ''} All stacks are listed.`];
  const position = error === undefined ? '' : `${error.file}:${error.span.line}:${error.span.column} `;
  return [`${base} has errors, so all stacks are listed: ${position}${error?.message ?? ''}`];
}

function renderStacksToPlan(
  result: StacksToPlan,
  format: Options['format'],
  stacksBy: StacksBy,
  terminal: Terminal,
): string {
  const rows = result.stacks.map(({ row }) => row);
  switch (format) {
    case 'text':
      return stacksToPlanText(result, terminal);
    case 'json':
      return stacksToPlanJson(stacksBy, result);
    case 'github-matrix':
      return stacksMatrix(rows);
    case 'github-include':
      return stacksInclude(rows);
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
