import { count, formatList } from '../../base/text';
import { describeStacksChange, type StacksChange } from '../../change/stacks';
import type { DependencyChange, PlanReason, ResourceChange, StackSetting } from '../../change/stacks-to-plan';
import type { StacksBy } from '../../model/deployment';
import { terminalTable, type TableRow } from '../format/table';
import type { Terminal } from '../format/terminal';
import { changesJson, markOf } from '../review/changes';
import { lineText } from '../review/line';
import { stackJson, type StackRow } from './stack-list';

/** The stacks to plan, compared with an earlier declaration. */
export interface StacksToPlan {
  /** The earlier declaration, as the user named it. */
  readonly base: string;
  /** Whether the two were compared: the earlier declaration may be missing or have errors. */
  readonly comparison: 'compared' | 'errors' | 'missing';
  /** In the order of deployment. */
  readonly stacks: readonly StackToPlan[];
  /** The number of all stacks. */
  readonly total: number;
  /** Changes of the layout, and stacks that were removed or renamed. A plan of the listed stacks does not show them. */
  readonly stackChanges: readonly StacksChange[];
}

interface StackToPlan {
  readonly row: StackRow;
  readonly reason: PlanReason;
}

const HEADINGS = ['Wave', 'Stack', 'Accounts', 'Regions', 'Reason'] as const;

/** Renders the stacks for a terminal, in the order in which they are applied. */
export function stacksToPlanText(result: StacksToPlan, terminal: Terminal): string {
  const { stacks, stackChanges } = result;
  const changes = stackChanges.map(
    (change) =>
      `${lineText({ mark: markOf(change), isCritical: false, text: describeStacksChange(change) }, terminal, '')}\n`,
  );
  return [
    ...(stacks.length === 0 ? [] : [terminalTable(HEADINGS, stacks.map(fieldsOf), terminal)]),
    `${summaryText(result)}\n`,
    ...(changes.length === 0 ? [] : [changes.join('')]),
  ].join('\n');
}

function summaryText({ base, comparison, stacks, total }: StacksToPlan): string {
  const all = count(total, 'stack', 'stacks');
  if (comparison !== 'compared') return `${stacks.length} of ${all} to plan.`;
  if (stacks.length > 0) return `${stacks.length} of ${all} to plan, compared with ${base}.`;
  return `0 of ${all} to plan: the output is the same as for ${base}.`;
}

function fieldsOf({ row, reason }: StackToPlan): TableRow {
  return [
    { lines: [String(row.wave)] },
    { lines: [row.name] },
    { lines: [formatList(row.accounts.map(({ name }) => name))] },
    { lines: [formatList(row.regions)] },
    { lines: reasonLines(reason) },
  ];
}

function reasonLines(reason: PlanReason): readonly string[] {
  switch (reason.kind) {
    case 'added':
      return ['new stack'];
    case 'changed':
      return [...resourceLines(reason.resources), ...settingLines(reason)];
    case 'dependency-changed':
      return reason.dependencies.map(dependencyLine);
    case 'not-compared':
      return ['not compared'];
  }
}

function resourceLines(resources: readonly ResourceChange[]): readonly string[] {
  return (['added', 'changed', 'removed'] as const).flatMap((change) => {
    const number = resources.filter((resource) => resource.change === change).length;
    return number === 0 ? [] : [`${count(number, 'resource', 'resources')} ${change}`];
  });
}

const SETTINGS: Readonly<Record<StackSetting, string>> = {
  awsProviderVersion: 'version of the AWS provider',
  backend: 'backend',
  providers: 'provider',
  imports: 'imports',
  repositoryUrls: 'output repository_urls',
};

/** The output changes with every repository, so it is a reason only if no resource changes. */
function settingLines({
  resources,
  settings,
}: Extract<PlanReason, { readonly kind: 'changed' }>): readonly string[] {
  const shown = settings.filter((setting) => setting !== 'repositoryUrls' || resources.length === 0);
  return shown.map((setting) => `${SETTINGS[setting]} changed`);
}

/** Returns, for example, `depends on management: aws_ecr_registry_policy.management changed`. */
function dependencyLine({ stack, address, change }: DependencyChange): string {
  return `depends on ${stack}: ${address} ${change}`;
}

export function stacksToPlanJson(
  stacksBy: StacksBy,
  { base, comparison, stacks, stackChanges }: StacksToPlan,
): string {
  const output = {
    version: 1,
    by: stacksBy,
    changedSince: { base, comparison },
    stacks: stacks.map(({ row, reason }) => ({ ...stackJson(row), reason })),
    stackChanges: changesJson(stackChanges, stacksBy),
  };
  return `${JSON.stringify(output, null, 2)}\n`;
}
