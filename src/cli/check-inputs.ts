import { existsSync } from 'node:fs';
import { accountNames, type AccountNames } from '../access/grantee-text';
import type { PlanDocument, PlanFault } from '../plan/document';
import { readPlan } from '../plan/read';
import type { Subject } from '../plan/reviewed';
import { DEFAULT_CHECKS, type CheckSettings, type SourcePlace } from '../plan/settings';
import type { Topology } from '../registry';
import {
  declarationFile,
  loadChecks,
  loadTopology,
  placesOf,
  type Diagnostic,
  type Loaded,
  type Source,
} from '../topology';
import { realPath } from './write-files';

/** What `check` reads in addition to the plans. */
export interface Beside {
  readonly declared: Topology | undefined;
  readonly settings: CheckSettings;
  readonly names: AccountNames;
  readonly placeOf: (subject: Subject) => SourcePlace | undefined;
  readonly files: readonly string[];
}

/** A file that was read in addition to the plans, and its diagnostics. */
export interface Said {
  readonly source: Source;
  readonly diagnostics: readonly Diagnostic[];
}

export interface BesideOptions {
  /** `false`: ignore the declaration even if `topology.yaml` exists. */
  readonly topology?: string | false;
  readonly config?: string;
}

/**
 * Reads the declaration and the settings of the rules. A declaration that the user names must exist. `topology.yaml`
 * in the current folder is optional, because plans of any configuration can be checked. If it exists, it must be
 * valid: its `checks` may set the severity that turns a finding into an error.
 * @returns `context`, or undefined if a file has errors
 */
export function readBeside(
  { topology, config }: BesideOptions,
  environment: Readonly<Record<string, string | undefined>>,
): { readonly beside: Beside | undefined; readonly said: readonly Said[] } {
  const loaded = declarationOf(topology, environment);
  const checks = config === undefined ? undefined : loadChecks(config);
  const said = [loaded, checks].filter((each) => each !== undefined);
  if (
    (loaded !== undefined && loaded.kind !== 'topology') ||
    (checks !== undefined && checks.kind !== 'checks')
  ) {
    return { beside: undefined, said };
  }
  const beside = {
    declared: loaded?.topology,
    settings: checks?.checks ?? loaded?.checks ?? DEFAULT_CHECKS,
    names: accountNames(loaded?.deployment.accounts ?? []),
    placeOf: loaded === undefined ? () => undefined : placesOf(loaded),
    files: said.map(({ source }) => source.file),
  };
  return { beside, said };
}

function declarationOf(
  named: string | false | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): Loaded | undefined {
  if (named === false) return undefined;
  const file = declarationFile(named, environment);
  const isNamed = named !== undefined || (environment.ECR_TOPOLOGY ?? '') !== '';
  return isNamed || existsSync(file) ? loadTopology(file, environment) : undefined;
}

/** Reads the plans one after the other, each once even if it is named several times. `-` is standard input. */
export async function readPlans(
  named: readonly string[],
): Promise<{ readonly plans: readonly PlanDocument[]; readonly faults: readonly PlanFault[] }> {
  const files = new Map(
    named.map((file) => (file === '-' ? STANDARD_INPUT : file)).map((file) => [realPath(file), file]),
  );
  const plans: PlanDocument[] = [];
  const faults: PlanFault[] = [];
  for (const file of files.values()) {
    const read = await readPlan(file);
    if (read.kind === 'plan') plans.push(read.plan);
    else faults.push(read.fault);
  }
  return { plans, faults };
}

const STANDARD_INPUT = '/dev/stdin';
