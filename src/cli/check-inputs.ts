import { accountNames, type AccountNames } from '../access/evaluate/grantees';
import { count } from '../base/text';
import { findDeclaration } from '../declaration/syntax/source';
import { loadTopology, type Loaded } from '../lint/declaration/load';
import { sourceLocator } from '../lint/declaration/source-locations';
import { checkPlans } from '../lint/plan/check';
import { loadCheckSettings } from '../lint/plan/settings-file';
import { DEFAULT_CHECKS, type CheckResult, type CheckSettings, type SourcePosition } from '../lint/rule';
import { currentDay } from '../lint/suppressions';
import type { Topology } from '../model/topology';
import type { PlanDocument, PlanFault } from '../plan/model/document';
import { readPlan } from '../plan/read/read-plan';
import { reviewPlans, type Subject } from '../plan/review/review';
import { printable } from '../report/format/text';
import type { Console } from './output';
import type { Progress } from './progress';
import { reportDiagnostics, type ReportedFile } from './report-diagnostics';
import { resolveRealPath } from './write-files';

/** What `check` reads in addition to the plans. */
export interface CheckContext {
  readonly declared: Topology | undefined;
  readonly settings: CheckSettings;
  readonly names: AccountNames;
  readonly positionOf: (subject: Subject) => SourcePosition | undefined;
  readonly files: readonly string[];
}

export interface ContextOptions {
  /** `false`: ignore the declaration even if `topology.yaml` exists. */
  readonly topology?: string | false;
  readonly config?: string;
}

/** `context` is undefined if a file has errors. */
export interface CheckInputs {
  readonly context: CheckContext | undefined;
  /** The files that were read, with their diagnostics. */
  readonly reports: readonly ReportedFile[];
}

/**
 * Reads the declaration and the settings of the rules. A declaration that the user names must exist. `topology.yaml`
 * is optional, because plans of any configuration can be checked. If there is one, it must be
 * valid: its `checks` may set the severity that turns a finding into an error.
 */
export function readCheckInputs(
  { topology, config }: ContextOptions,
  environment: Readonly<Record<string, string | undefined>>,
): CheckInputs {
  return checkInputs(loadDeclaration(topology, environment), config);
}

/**
 * Reads the settings of the rules, for plans of a declaration that is already loaded.
 * @param config the file that replaces `checks` of the declaration
 */
export function checkInputs(loaded: Loaded | undefined, config: string | undefined): CheckInputs {
  const checks = config === undefined ? undefined : loadCheckSettings(config);
  const reports = [loaded, checks].filter((each) => each !== undefined);
  if (
    (loaded !== undefined && loaded.kind !== 'topology') ||
    (checks !== undefined && checks.kind !== 'checks')
  ) {
    return { context: undefined, reports };
  }
  const context = {
    declared: loaded?.topology,
    settings: checks?.checks ?? loaded?.checks ?? DEFAULT_CHECKS,
    names: accountNames(loaded?.deployment.accounts ?? []),
    positionOf: loaded === undefined ? () => undefined : sourceLocator(loaded),
    files: reports.map(({ source }) => source.file),
  };
  return { context, reports };
}

function loadDeclaration(
  named: string | false | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): Loaded | undefined {
  if (named === false) return undefined;
  const { kind, file } = findDeclaration(named, environment);
  return kind === 'missing' ? undefined : loadTopology(file, environment);
}

/** Reads the plans one after the other, each once even if it is named several times. `-` is standard input. */
export async function readPlans(
  named: readonly string[],
  progress: Pick<Progress, 'step'>,
): Promise<{ readonly plans: readonly PlanDocument[]; readonly faults: readonly PlanFault[] }> {
  const files = new Map(
    named.map((file) => (file === '-' ? STANDARD_INPUT : file)).map((file) => [resolveRealPath(file), file]),
  );
  const plans: PlanDocument[] = [];
  const faults: PlanFault[] = [];
  for (const [index, file] of [...files.values()].entries()) {
    progress.step(`Reading plan ${index + 1} of ${files.size} …`);
    const result = await readPlan(file);
    if (result.kind === 'plan') plans.push(result.plan);
    else faults.push(result.fault);
  }
  return { plans, faults };
}

const STANDARD_INPUT = '/dev/stdin';

/** The result of a check, and what it was checked with. */
export interface CheckedPlans {
  readonly result: CheckResult;
  readonly context: CheckContext;
}

/**
 * Reads plans and checks them. Prints the problems of all files in one run.
 * @returns undefined if a file cannot be read or has errors
 */
export async function checkNamedPlans(
  named: readonly string[],
  { context, reports }: CheckInputs,
  streams: Pick<Console, 'isQuiet' | 'messages'>,
  progress: Progress,
): Promise<CheckedPlans | undefined> {
  const { plans, faults } = await readPlans(named, progress);
  progress.end();
  for (const report of reports) reportDiagnostics(report, streams);
  process.stderr.write(faults.map(faultText).join(''));
  if (context === undefined || faults.length > 0) return undefined;
  progress.step(`Checking ${count(plans.length, 'plan', 'plans')} …`);
  const checked = checkReadPlans(plans, context);
  progress.end();
  return checked;
}

export function checkReadPlans(plans: readonly PlanDocument[], context: CheckContext): CheckedPlans {
  const { declared, settings, positionOf } = context;
  const result = checkPlans(reviewPlans(plans, declared), settings, positionOf, currentDay());
  return { result, context };
}

/** Returns why a plan cannot be read. */
export function faultText({ file, message, help }: PlanFault): string {
  return `${printable(file)}: ${printable(message)}\n  ${printable(help)}\n`;
}
