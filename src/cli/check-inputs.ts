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

/** What a check is held against, beside the plans. */
export interface Beside {
  readonly declared: Topology | undefined;
  readonly settings: CheckSettings;
  readonly names: AccountNames;
  readonly placeOf: (subject: Subject) => SourcePlace | undefined;
  /** Files that were read. */
  readonly files: readonly string[];
}

/** What there is to say of a file beside the plans. */
export interface Said {
  readonly source: Source;
  readonly diagnostics: readonly Diagnostic[];
}

export interface BesideOptions {
  /** `false`: none, even where there is one. */
  readonly topology?: string | false;
  readonly config?: string;
}

/**
 * Reads the declaration and the settings of the checks. A declaration that is named has to be there; the one of the folder
 * need not, for plans of any configuration can be checked. One that is there has to be right: its `checks` may be what makes
 * a finding an error.
 * @returns `beside` is undefined where something read has errors
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

/** Reads the plans one after the other, each once however often it is named. `-` is standard input. */
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
