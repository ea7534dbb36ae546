import { registryKey, type KnownRegistryId } from '../aws/arn';
import { groupBy, sortedBy } from '../base/collections';
import { readResult } from '../live/backfill/drive';
import type { DestinationName, RouteOutcome, RouteResult, SourceProblem } from '../live/backfill/outcome';
import { isRunning, latestOf, type ReplicationBackfill } from '../live/backfill/replication-backfill';
import type { SourceRegistry } from '../live/backfill/source-registry';
import { openSource, problemIn } from '../live/backfill/sources';
import type { ReadTarget } from '../live/registry/targets';
import type { Registry } from '../model/topology';

/** A source registry with the destinations to show. */
export interface StatusSource {
  readonly registry: Registry;
  readonly target: ReadTarget;
  readonly destinations: readonly Registry[];
}

export interface StatusReport {
  readonly outcomes: readonly RouteOutcome[];
  readonly problems: readonly SourceProblem[];
}

/**
 * Reads the running backfill of each destination, or the one that ended last.
 * @param isLimited whether destinations that the topology does not declare are left out
 */
export async function readStatus(
  sources: readonly StatusSource[],
  declared: readonly Registry[],
  isLimited: boolean,
): Promise<StatusReport> {
  const read = await Promise.all(sources.map((source) => readSourceStatus(source, declared, isLimited)));
  return {
    outcomes: read.flatMap((each) => ('outcomes' in each ? each.outcomes : [])),
    problems: read.flatMap((each) => ('outcomes' in each ? [] : [each])),
  };
}

async function readSourceStatus(
  { registry, target, destinations }: StatusSource,
  declared: readonly Registry[],
  isLimited: boolean,
): Promise<{ readonly outcomes: readonly RouteOutcome[] } | SourceProblem> {
  try {
    const source = await openSource(target);
    const byDestination = groupBy(await source.listBackfills(), ({ destination }) =>
      registryKey(destination),
    );
    const named = [...byDestination.values()].map(([{ destination }]) =>
      nameDestination(destination, declared),
    );
    const all = [...destinations, ...(isLimited ? [] : named)];
    const shown = new Map(all.map((each) => [registryKey(each), each]));
    const outcomes: RouteOutcome[] = [];
    for (const to of sortedBy(shown.values(), ({ name, ...id }) => name ?? registryKey(id))) {
      const backfills = byDestination.get(registryKey(to)) ?? [];
      const last = backfills.find(isRunning) ?? latestOf(backfills);
      const result = last === undefined ? undefined : await resultOf(source, last);
      outcomes.push({ from: registry, to, plan: undefined, result });
    }
    return { outcomes };
  } catch (error) {
    return problemIn(registry, error);
  }
}

export function nameDestination(
  destination: KnownRegistryId,
  declared: readonly Registry[],
): DestinationName {
  const match = declared.find((each) => registryKey(each) === registryKey(destination));
  return { ...destination, name: match?.name };
}

async function resultOf(source: SourceRegistry, backfill: ReplicationBackfill): Promise<RouteResult> {
  return isRunning(backfill) ? { kind: 'running', backfill } : readResult(source, backfill);
}
