import type { TaskEvent } from '../../live/backfill/drive';
import type { DestinationName } from '../../live/backfill/outcome';
import type { ReplicationBackfill } from '../../live/backfill/replication-backfill';
import type { KnownRegistryId } from '../../aws/arn';
import type { Registry } from '../../model/topology';
import { count } from '../../base/text';
import { sum } from '../../base/collections';
import { printable } from '../format/text';
import { backfillText, failedCallText, progressText, routeText } from './names';

/**
 * Renders a change as one line. Returns undefined for a change of the progress, which only a terminal shows.
 * @param nameOf returns the destination with its name
 */
export function eventText(
  from: Registry,
  event: TaskEvent,
  nameOf: (destination: KnownRegistryId) => DestinationName,
): string | undefined {
  switch (event.kind) {
    case 'status': {
      const { backfill } = event;
      return line(`${routeText(from, nameOf(backfill.destination))}: ${backfillText(backfill)}`);
    }
    case 'waiting':
      return line(
        `${routeText(from, nameOf(event.destination))}: waiting. ECR runs one backfill for each destination Region, and ten for each registry.`,
      );
    case 'retried':
      return line(`${from.name}: ${failedCallText(event.failure)} The call is repeated.`);
    case 'progress':
      return undefined;
  }
}

function line(text: string): string {
  return `${printable(text)}\n`;
}

/** Summarizes running backfills for the line of progress on a terminal. */
export function progressLine(running: readonly ReplicationBackfill[]): string {
  const all = running.flatMap(({ progress }) => progress ?? []);
  const total = {
    total: sum(all.map((each) => each.total)),
    completed: sum(all.map((each) => each.completed)),
    failed: sum(all.map((each) => each.failed)),
    failureCodes: [],
  };
  const backfills = count(running.length, 'backfill is', 'backfills are');
  return `${backfills} running: ${total.total === 0 ? 'preparing' : progressText(total)}`;
}

/** Renders what continues in AWS after an interruption. */
export function interruptedText(
  running: readonly (readonly [route: string, backfill: ReplicationBackfill])[],
): string {
  const lines =
    running.length === 0
      ? []
      : [
          'These backfills continue in AWS:',
          ...running.map(([route, { id }]) => `  ${route}: ${id}`),
          'To follow them, run the command again. To stop one, run: ecr-topology backfill --stop ID',
        ];
  return ['Interrupted.', ...lines].map(line).join('');
}
