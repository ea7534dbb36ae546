import { registryKey, type KnownRegistryId } from '../../aws/arn';
import type { Failure } from '../failure';
import { isRunning, latestOf, type ReplicationBackfill } from './replication-backfill';

/** The backfill to one destination, and its state in this program. */
export interface Job {
  readonly destination: KnownRegistryId;
  /** The backfills to the destination that are not this one. */
  readonly knownIds: ReadonlySet<string>;
  readonly state: JobState;
}

export type JobState = WaitingState | RunningState | FinalState;

export interface WaitingState {
  readonly kind: 'waiting';
  /** Lists to read before a start, because a start that failed may have started the backfill. */
  readonly listsBeforeStart: number;
  /** Starts with an unknown result. */
  readonly unclearStarts: number;
}

interface RunningState {
  readonly kind: 'running';
  readonly backfill: ReplicationBackfill;
}

export type FinalState =
  | { readonly kind: 'ended'; readonly backfill: ReplicationBackfill }
  /** It could not be started, or its status could not be read. It may still run. */
  | { readonly kind: 'lost'; readonly failure: Failure; readonly backfill: ReplicationBackfill | undefined };

export const WAITING: WaitingState = { kind: 'waiting', listsBeforeStart: 0, unclearStarts: 0 };

/** ECR runs one backfill for each destination Region of a registry, and ten for a registry. */
const MAX_RUNNING = 10;

/** After so many starts with an unknown result, the job is given up. */
const MAX_UNCLEAR_STARTS = 3;

/**
 * A backfill may appear in the list later than its start. While it runs, ECR also rejects a second start to its Region.
 */
const LISTS_AFTER_UNCLEAR_START = 3;

/** Returns the state for a backfill that was started or read. */
export function stateOf(backfill: ReplicationBackfill): JobState {
  return { kind: isRunning(backfill) ? 'running' : 'ended', backfill };
}

/** Returns whether an error of a start only shows that other backfills run. */
export function isBusy({ kind, code }: Failure): boolean {
  return kind === 'rejected' && BUSY.has(code);
}

/** Errors of a Region or a registry in which backfills of this or another user run. */
const BUSY: ReadonlySet<string> = new Set([
  'ReplicationBackfillInProgressException',
  'LimitExceededException',
]);

/**
 * Returns the state of a job after a list. A waiting job adopts a backfill that this program does not know: an unclear start of its own,
 * or the start of another process.
 * @param listed every backfill of the registry, read now
 */
export function stateAfterList(
  { state, destination, knownIds }: Job,
  listed: readonly ReplicationBackfill[],
): JobState {
  if (state.kind === 'running') {
    const current = listed.find(({ id }) => id === state.backfill.id);
    return current === undefined ? state : stateOf(current);
  }
  if (state.kind !== 'waiting') return state;
  const others = listed.filter(
    (each) => registryKey(each.destination) === registryKey(destination) && !knownIds.has(each.id),
  );
  const started = others.find(isRunning) ?? latestOf(others);
  if (started !== undefined) return stateOf(started);
  return { ...state, listsBeforeStart: Math.max(0, state.listsBeforeStart - 1) };
}

/**
 * Returns the jobs that can be started now, in their order.
 * @param listed every backfill of the registry, read now. It contains those of other users
 */
export function startableJobs<Item extends Job>(
  jobs: readonly Item[],
  listed: readonly ReplicationBackfill[],
): readonly Item[] {
  const running = listed.filter(isRunning);
  const usedRegions = new Set<string>(running.map(({ destination }) => destination.region));
  const startable: Item[] = [];
  for (const job of jobs) {
    if (running.length + startable.length >= MAX_RUNNING) break;
    const { state, destination } = job;
    if (state.kind !== 'waiting' || state.listsBeforeStart > 0 || usedRegions.has(destination.region)) {
      continue;
    }
    usedRegions.add(destination.region);
    startable.push(job);
  }
  return startable;
}

/** Returns the state of a waiting job after a start that AWS did not confirm. */
export function stateAfterFailedStart(state: WaitingState, failure: Failure): JobState {
  switch (failure.kind) {
    case 'throttled':
      return state;
    case 'network':
    case 'unavailable': {
      const unclearStarts = state.unclearStarts + 1;
      if (unclearStarts >= MAX_UNCLEAR_STARTS) return { kind: 'lost', failure, backfill: undefined };
      return { kind: 'waiting', listsBeforeStart: LISTS_AFTER_UNCLEAR_START, unclearStarts };
    }
    case 'rejected':
      return isBusy(failure) ? state : { kind: 'lost', failure, backfill: undefined };
    case 'credentials':
    case 'denied':
    case 'not-supported':
    case 'unsupported-value':
    case 'wrong-account':
      return { kind: 'lost', failure, backfill: undefined };
  }
}
