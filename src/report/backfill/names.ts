import { registryText } from '../../aws/arn';
import { count, formatList } from '../../base/text';
import type { Failure } from '../../live/failure';
import type { DestinationName } from '../../live/backfill/outcome';
import type { MissingImages } from '../../live/backfill/plan';
import type { BackfillProgress, ReplicationBackfill } from '../../live/backfill/replication-backfill';
import type { Registry } from '../../model/topology';
import { sum } from '../../base/collections';

/** Returns, for example, `develop to management`. */
export function routeText(from: Pick<Registry, 'name'>, to: DestinationName): string {
  return `${from.name} to ${to.name ?? registryText(to)}`;
}

/** Returns, for example, `IN_PROGRESS, 40 of 100 images replicated (backfill ID)`. */
export function backfillText({ id, status, progress }: ReplicationBackfill): string {
  const state = [status, ...(progress === undefined ? [] : [progressText(progress)])];
  return `${state.join(', ')} (backfill ${id})`;
}

/** ECR counts each tag of an image. */
export function progressText({ total, completed, failed }: BackfillProgress): string {
  const replicated = `${completed} of ${count(total, 'image', 'images')} replicated`;
  return failed === 0 ? replicated : `${replicated}, ${failed} failed`;
}

/** Returns, for example, `2 images are missing: my-repo (2)`. */
export function missingText(missing: readonly MissingImages[]): string {
  const total = sum(missing.map((each) => each.count));
  const repositories = missing.map((each) => `${each.repository} (${each.count})`);
  return `${count(total, 'image is', 'images are')} missing: ${formatList(repositories, 4)}`;
}

export function failedCallText({ call, message }: Failure): string {
  return `${call} failed: ${message}`;
}
