import type { KnownRegistryId } from '../../aws/arn';
import { isSameValue } from '../../base/collections';
import { failureIn, type Failure, type FailureKind } from '../failure';
import type { FailedImage, ReplicationBackfill } from './replication-backfill';
import {
  isBusy,
  startableJobs,
  stateAfterFailedStart,
  stateAfterList,
  stateOf,
  WAITING,
  type FinalState,
  type Job,
  type JobState,
} from './schedule';
import type { SourceRegistry } from './source-registry';

/** A backfill to start, or to follow to its end. */
export interface BackfillTask {
  readonly destination: KnownRegistryId;
  /** The backfills to the destination when the task was planned. */
  readonly knownIds: ReadonlySet<string>;
  /** The running backfill to follow. Undefined if a backfill is to be started. */
  readonly running: ReplicationBackfill | undefined;
}

/** How a task ended. */
export type TaskResult = EndedTask | LostTask;

export interface EndedTask {
  readonly kind: 'ended';
  readonly backfill: ReplicationBackfill;
  readonly failedImages: readonly FailedImage[] | Failure;
}

/** It could not be started or followed. If it has a backfill, that may still run. */
type LostTask = Extract<FinalState, { readonly kind: 'lost' }>;

/** A change of a task, for the user. */
export type TaskEvent =
  | { readonly kind: 'status'; readonly backfill: ReplicationBackfill }
  | { readonly kind: 'progress'; readonly backfill: ReplicationBackfill }
  | { readonly kind: 'waiting'; readonly destination: KnownRegistryId }
  /** A call failed, and is repeated. */
  | { readonly kind: 'retried'; readonly failure: Failure };

export interface DriveOptions {
  readonly wait: (milliseconds: number) => Promise<void>;
  readonly report: (event: TaskEvent) => void;
}

/** From one to thirty seconds: most backfills last minutes, and large ones days. */
const FIRST_DELAY = 1_000;
const MAX_DELAY = 30_000;
const DELAY_FACTOR = 1.5;

/** So many failed calls in succession end a task. */
const MAX_FAILED_CALLS = 10;

/**
 * Starts backfills of one registry as far as ECR runs them at the same time, and follows all to their end. Never throws
 * for a failed call. It keeps no state: a new process that plans again continues what is running.
 * @returns a result for each task, in the same order
 */
export async function driveBackfills(
  source: SourceRegistry,
  tasks: readonly BackfillTask[],
  options: DriveOptions,
): Promise<readonly TaskResult[]> {
  const driver = new Driver(source, options);
  const states = await driver.run(
    tasks.map(({ destination, knownIds, running }) => ({
      destination,
      knownIds,
      state: running === undefined ? WAITING : stateOf(running),
    })),
  );
  const results: TaskResult[] = [];
  for (const state of states) {
    results.push(state.kind === 'ended' ? await readResult(source, state.backfill) : state);
  }
  return results;
}

/** Reads which images an ended backfill did not replicate. Its status does not show that (`isSuccessful`). */
export async function readResult(source: SourceRegistry, backfill: ReplicationBackfill): Promise<EndedTask> {
  try {
    return { kind: 'ended', backfill, failedImages: await source.readFailedImages(backfill.id) };
  } catch (error) {
    return { kind: 'ended', backfill, failedImages: failureIn(error) };
  }
}

/** A job whose state the driver changes. */
interface DrivenJob extends Job {
  state: JobState;
}

/** Failures that can pass without a change by the user. */
const CAN_PASS: ReadonlySet<FailureKind> = new Set<FailureKind>(['network', 'throttled', 'unavailable']);

class Driver {
  private delay = FIRST_DELAY;
  private failedCalls = 0;
  private readonly reportedWaiting = new Set<DrivenJob>();

  public constructor(
    private readonly source: SourceRegistry,
    private readonly options: DriveOptions,
  ) {}

  /** @returns the states in the order of the jobs */
  public async run(jobs: readonly DrivenJob[]): Promise<readonly FinalState[]> {
    for (const { state } of jobs) if (state.kind === 'running') this.reportStatus(state.backfill);
    for (;;) {
      if (jobs.some(({ state }) => state.kind === 'waiting')) await this.startJobs(jobs);
      for (const job of jobs) await this.pollJob(job);
      const states = jobs.flatMap(({ state }) =>
        state.kind === 'ended' || state.kind === 'lost' ? [state] : [],
      );
      if (states.length === jobs.length) return states;
      await this.options.wait(this.delay);
      this.delay = Math.min(MAX_DELAY, this.delay * DELAY_FACTOR);
    }
  }

  /** Lists the backfills immediately before each start, so that one of another process is found. */
  private async startJobs(jobs: readonly DrivenJob[]): Promise<void> {
    const attempted = new Set<DrivenJob>();
    for (;;) {
      const listed = await this.attempt(() => this.source.listBackfills());
      if ('failure' in listed) {
        if (listed.isFinal) this.loseWaitingJobs(jobs, listed.failure);
        return;
      }
      for (const job of jobs) this.setState(job, stateAfterList(job, listed.value));
      const next = startableJobs(jobs, listed.value).find((job) => !attempted.has(job));
      if (next === undefined) break;
      attempted.add(next);
      await this.startJob(next);
    }
    for (const job of jobs) this.reportWaiting(job);
  }

  private async startJob(job: DrivenJob): Promise<void> {
    const { state } = job;
    if (state.kind !== 'waiting') return;
    try {
      this.setState(job, stateOf(await this.source.start(job.destination)));
    } catch (error) {
      const failure = failureIn(error);
      job.state = stateAfterFailedStart(state, failure);
      if (job.state.kind === 'waiting' && !isBusy(failure)) this.options.report({ kind: 'retried', failure });
    }
  }

  private loseWaitingJobs(jobs: readonly DrivenJob[], failure: Failure): void {
    for (const job of jobs) {
      if (job.state.kind === 'waiting') job.state = { kind: 'lost', failure, backfill: undefined };
    }
  }

  private async pollJob(job: DrivenJob): Promise<void> {
    const { state } = job;
    if (state.kind !== 'running') return;
    const { backfill } = state;
    const read = await this.attempt(() => this.source.read(backfill.id));
    if ('value' in read) this.setState(job, stateOf(read.value));
    else if (read.isFinal) job.state = { kind: 'lost', failure: read.failure, backfill };
  }

  /** Calls AWS. A failure that can pass is final only after several failed calls in succession. */
  private async attempt<Value>(
    call: () => Promise<Value>,
  ): Promise<{ readonly value: Value } | { readonly failure: Failure; readonly isFinal: boolean }> {
    try {
      const value = await call();
      this.failedCalls = 0;
      return { value };
    } catch (error) {
      const failure = failureIn(error);
      this.failedCalls += 1;
      const isFinal = !CAN_PASS.has(failure.kind) || this.failedCalls >= MAX_FAILED_CALLS;
      if (!isFinal && this.failedCalls === 1) this.options.report({ kind: 'retried', failure });
      return { failure, isFinal };
    }
  }

  private setState(job: DrivenJob, state: JobState): void {
    const before = 'backfill' in job.state ? job.state.backfill : undefined;
    job.state = state;
    if (state.kind !== 'running' && state.kind !== 'ended') return;
    const { backfill } = state;
    if (before?.status !== backfill.status) {
      this.reportStatus(backfill);
    } else if (!isSameValue(before.progress, backfill.progress)) {
      this.options.report({ kind: 'progress', backfill });
    }
  }

  private reportStatus(backfill: ReplicationBackfill): void {
    this.options.report({ kind: 'status', backfill });
    // The next change of a small backfill follows soon.
    this.delay = FIRST_DELAY;
  }

  /** Reports once that a job waits for other backfills. */
  private reportWaiting(job: DrivenJob): void {
    if (job.state.kind !== 'waiting' || this.reportedWaiting.has(job)) return;
    this.reportedWaiting.add(job);
    this.options.report({ kind: 'waiting', destination: job.destination });
  }
}
