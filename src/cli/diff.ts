import { Command } from 'commander';
import { backfillsFor, type Backfill } from '../change/backfills';
import { diffReplicationOrder } from '../change/replication-order';
import type { Change } from '../change/change';
import { diffDeployments } from '../change/deployment';
import { diffImports, diffStacks, orphanedBy } from '../change/stacks';
import { diffTopologies } from '../change/topology';
import { findDeclaration } from '../declaration/syntax/source';
import type { Loaded } from '../lint/declaration/load';
import type { StacksBy } from '../model/deployment';
import { diagnosticsJson } from '../report/diagnostics';
import { wrapCommands } from '../report/format/shell-command';
import { backfillsJson, backfillsText, changesJson } from '../report/review/changes';
import { changesText } from '../report/review/diff-text';
import { exitCodeFor, UsageError } from './exit';
import { revisionOf } from './git-revision';
import { withHelpText } from './help';
import { loadComparedFile, STANDARD_INPUT } from './named-file';
import { formatOption, type Format } from './options';
import { reportDiagnostics } from './report-diagnostics';
import { outputOf, outputOption, type Output } from './output';

export function diffCommand(): Command {
  const self = new Command('diff')
    .description('Show what changes between two declarations')
    .argument('<before>', `declaration before the change; ${OTHER_NAMES}`)
    .argument('<after>', `declaration after the change; ${OTHER_NAMES}`)
    .addOption(formatOption())
    .addOption(outputOption())
    .action(
      async (before: string, after: string, { format }: { readonly format: Format }, command: Command) => {
        const output = outputOf(command);
        if (before === STANDARD_INPUT && after === STANDARD_INPUT) {
          throw new UsageError("Only one of the two files can be '-'. Name a file for the other one.");
        }
        const loadedBefore = await loadComparedFile(before, comparedFile(after));
        const loadedAfter = await loadComparedFile(after, comparedFile(before));
        process.exitCode = exitCodeFor(loadedBefore, loadedAfter);
        const compared = compare(loadedBefore, loadedAfter);
        if (format === 'json') output.print(json([loadedBefore, loadedAfter], compared));
        else printText([loadedBefore, loadedAfter], compared, output);
      },
    );
  return withHelpText(self, {
    about: [
      'Compares the resulting resources, not the text of the files. Reordering a file does not change anything.',
    ],
    examples: ['ecr-topology diff git:main topology.yaml', 'ecr-topology diff staging.yaml topology.yaml'],
  });
}

const OTHER_NAMES = "'-' is standard input, git:REF is the file at a Git revision";

/** Returns the file to read at a revision: the other file, or the declaration if the other one is no file. */
function comparedFile(other: string): string {
  const isFile = other !== STANDARD_INPUT && revisionOf(other) === undefined;
  return isFile ? other : findDeclaration(undefined, process.env).file;
}

interface Comparison {
  readonly changes: readonly Change[];
  readonly stacksBy: StacksBy;
  readonly backfills: readonly Backfill[];
}

/** Returns undefined if one of the two declarations has errors. */
function compare(before: Loaded, after: Loaded): Comparison | undefined {
  if (before.kind !== 'topology' || after.kind !== 'topology') return undefined;
  const changes = [
    ...diffTopologies(before.topology, after.topology, orphanedBy(before, after)),
    ...diffDeployments(before.deployment, after.deployment),
    ...diffImports(before, after),
    ...diffReplicationOrder(before, after),
    ...diffStacks(before, after),
  ];
  return { changes, stacksBy: after.deployment.stacksBy, backfills: backfillsFor(before, after) };
}

function printText(loaded: readonly Loaded[], compared: Comparison | undefined, output: Output): void {
  for (const each of loaded) reportDiagnostics(each, output);
  if (compared === undefined) return;
  output.print(
    changesText(compared.changes, compared.stacksBy, output.terminal) +
      wrapCommands(backfillsText(compared.backfills), output.terminal),
  );
}

function json(loaded: readonly Loaded[], compared: Comparison | undefined): string {
  const result = {
    version: 1,
    changes: compared === undefined ? null : changesJson(compared.changes, compared.stacksBy),
    backfills: compared === undefined ? null : backfillsJson(compared.backfills),
    diagnostics: loaded.flatMap(({ diagnostics }) => diagnosticsJson(diagnostics)),
  };
  return `${JSON.stringify(result, null, 2)}\n`;
}
