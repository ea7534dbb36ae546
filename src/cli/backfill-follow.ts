import { registryKey, type KnownRegistryId } from '../aws/arn';
import { driveBackfills, readResult, type BackfillTask, type TaskEvent } from '../live/backfill/drive';
import type { DestinationName, RouteOutcome } from '../live/backfill/outcome';
import type { RoutePlan } from '../live/backfill/plan';
import { isRunning, type ReplicationBackfill } from '../live/backfill/replication-backfill';
import type { Registry } from '../model/topology';
import { eventText, interruptedText, progressLine } from '../report/backfill/event-text';
import { routeText } from '../report/backfill/names';
import type { PlannedSource } from './backfill-plan';
import { onInterrupt } from './interrupt';
import type { Progress } from './progress';
import { wait } from './wait';

/** Starts and follows backfills of all sources, and prints each change to standard error. */
export async function followBackfills(
  sources: readonly PlannedSource[],
  progress: Progress,
): Promise<readonly RouteOutcome[]> {
  const display = new Display(progress);
  const stopListening = onInterrupt(() => {
    display.interrupt();
  });
  try {
    const outcomes = await Promise.all(sources.map((source) => followSource(source, display)));
    return outcomes.flat();
  } finally {
    stopListening();
    progress.end();
  }
}

async function followSource(
  { registry, source, plans }: PlannedSource,
  display: Display,
): Promise<readonly RouteOutcome[]> {
  const tasks = plans.flatMap((plan) => taskOf(plan) ?? []);
  const results = await driveBackfills(
    source,
    tasks.map(({ task }) => task),
    {
      wait,
      report: (event) => {
        display.show(registry, event, plans);
      },
    },
  );
  const resultOf = new Map(tasks.map(({ plan }, index) => [plan, results[index]]));
  return Promise.all(
    plans.map(async (plan) => outcomeOf(plan, resultOf.get(plan) ?? (await lastResult(plan)))),
  );

  /** The images that the last backfill did not replicate are the reason why no other one is started. */
  async function lastResult({ decision, last }: RoutePlan): Promise<RouteOutcome['result']> {
    return decision === 'retry' && last !== undefined ? readResult(source, last) : undefined;
  }
}

function taskOf(plan: RoutePlan): { readonly plan: RoutePlan; readonly task: BackfillTask } | undefined {
  const { decision, to, knownIds, last } = plan;
  if (decision !== 'start' && decision !== 'follow') return undefined;
  const running = decision === 'follow' ? last : undefined;
  return { plan, task: { destination: to, knownIds, running } };
}

function outcomeOf(plan: RoutePlan, result: RouteOutcome['result']): RouteOutcome {
  return { from: plan.from, to: plan.to, plan, result };
}

/** What runs, on standard error. */
class Display {
  private readonly running = new Map<
    string,
    { readonly route: string; readonly backfill: ReplicationBackfill }
  >();

  public constructor(private readonly progress: Progress) {}

  public show(from: Registry, event: TaskEvent, plans: readonly RoutePlan[]): void {
    const nameOf = (destination: KnownRegistryId): DestinationName =>
      plans.find(({ to }) => registryKey(to) === registryKey(destination))?.to ?? {
        ...destination,
        name: undefined,
      };
    if ('backfill' in event) {
      const { backfill } = event;
      if (isRunning(backfill)) {
        this.running.set(backfill.id, { route: routeText(from, nameOf(backfill.destination)), backfill });
      } else {
        this.running.delete(backfill.id);
      }
    }
    const text = eventText(from, event, nameOf);
    if (text !== undefined) this.print(text);
    if (this.running.size > 0) this.progress.show(progressLine(this.backfills()));
  }

  public interrupt(): void {
    this.print(interruptedText([...this.running.values()].map(({ route, backfill }) => [route, backfill])));
  }

  private print(text: string): void {
    this.progress.end();
    process.stderr.write(text);
  }

  private backfills(): readonly ReplicationBackfill[] {
    return [...this.running.values()].map(({ backfill }) => backfill);
  }
}
