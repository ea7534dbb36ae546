import { formatList } from '../base/text';
import { isRejectedWith } from '../live/failure';
import type { SourceProblem } from '../live/backfill/outcome';
import { isRunning, type ReplicationBackfill } from '../live/backfill/replication-backfill';
import type { SourceRegistry } from '../live/backfill/source-registry';
import { openSource, problemIn } from '../live/backfill/sources';
import type { Registry } from '../model/topology';
import { nameDestination, type StatusReport, type StatusSource } from './backfill-status';
import { UsageError } from './exit';

interface FoundBackfill {
  readonly registry: Registry;
  readonly source: SourceRegistry;
  readonly backfill: ReplicationBackfill;
}

/**
 * Stops the running backfill with this ID.
 * @throws UsageError if no registry has it, or if it has ended
 */
export async function stopBackfill(
  id: string,
  sources: readonly StatusSource[],
  declared: readonly Registry[],
): Promise<StatusReport> {
  const searched = await Promise.all(sources.map((source) => findBackfill(id, source)));
  const [found] = searched.flatMap((each) => (each !== undefined && 'backfill' in each ? [each] : []));
  if (found !== undefined) return stopFound(found, declared);
  const problems = searched.flatMap((each) => (each === undefined || 'backfill' in each ? [] : [each]));
  if (problems.length > 0) return { outcomes: [], problems };
  const names = sources.map(({ registry }) => registry.name);
  throw new UsageError(
    `Backfill '${id}' does not exist in ${formatList(names)}. To list the backfills, use --status. ECR deletes a backfill 90 days after it ended.`,
  );
}

async function findBackfill(
  id: string,
  { registry, target }: StatusSource,
): Promise<FoundBackfill | SourceProblem | undefined> {
  try {
    const source = await openSource(target);
    const backfill = (await source.listBackfills()).find((each) => each.id === id);
    return backfill && { registry, source, backfill };
  } catch (error) {
    return problemIn(registry, error);
  }
}

async function stopFound(
  { registry, source, backfill }: FoundBackfill,
  declared: readonly Registry[],
): Promise<StatusReport> {
  if (backfill.status === 'STOPPING' || !isRunning(backfill)) throw cannotStop(backfill);
  try {
    const stopped = await source.stop(backfill.id);
    // The call returns no progress.
    const result = { kind: 'running', backfill: { ...backfill, status: stopped.status } } as const;
    const to = nameDestination(backfill.destination, declared);
    return { outcomes: [{ from: registry, to, plan: undefined, result }], problems: [] };
  } catch (error) {
    // It ended since it was listed.
    if (isRejectedWith(error, 'ReplicationBackfillInvalidStatusException')) {
      throw cannotStop(await source.read(backfill.id));
    }
    return { outcomes: [], problems: [problemIn(registry, error)] };
  }
}

function cannotStop({ id, status }: ReplicationBackfill): UsageError {
  return new UsageError(
    status === 'STOPPING'
      ? `Backfill '${id}' is already being stopped. To follow it, use --status.`
      : `Backfill '${id}' cannot be stopped, because it has ended with ${status}.`,
  );
}
