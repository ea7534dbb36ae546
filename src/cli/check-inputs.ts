import { accountNames, type AccountNames } from '../access/evaluate/grantees';
import { findDeclaration } from '../declaration/syntax/source';
import { loadTopology, type Loaded } from '../lint/declaration/load';
import { sourceLocator } from '../lint/declaration/source-locations';
import { loadCheckSettings } from '../lint/plan/settings-file';
import { DEFAULT_CHECKS, type CheckSettings, type SourcePosition } from '../lint/rule';
import type { Topology } from '../model/topology';
import type { PlanDocument, PlanFault } from '../plan/model/document';
import { readPlan } from '../plan/read/read-plan';
import type { Subject } from '../plan/review/review';
import type { ReportedFile } from './report-diagnostics';
import type { Progress } from './progress';
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

/**
 * Reads the declaration and the settings of the rules. A declaration that the user names must exist. `topology.yaml`
 * is optional, because plans of any configuration can be checked. If there is one, it must be
 * valid: its `checks` may set the severity that turns a finding into an error.
 * @returns `context`, or undefined if a file has errors
 */
export function readCheckContext(
  { topology, config }: ContextOptions,
  environment: Readonly<Record<string, string | undefined>>,
): { readonly context: CheckContext | undefined; readonly reports: readonly ReportedFile[] } {
  const loaded = loadDeclaration(topology, environment);
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
