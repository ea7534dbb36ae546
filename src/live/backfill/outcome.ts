import type { KnownRegistryId } from '../../aws/arn';
import type { RegistryName } from '../../aws/names';
import type { Registry } from '../../model/topology';
import { isList } from '../../base/collections';
import type { Failure } from '../failure';
import type { TaskResult } from './drive';
import type { Decision, RoutePlan } from './plan';
import { isSuccessful, type ReplicationBackfill } from './replication-backfill';

/** What is known about the backfill from one registry to another at the end of a command. */
export interface RouteOutcome {
  readonly from: Registry;
  readonly to: DestinationName;
  /** Undefined if only the status was requested. */
  readonly plan: Pick<RoutePlan, 'decision' | 'missing' | 'withoutLiveRule'> | undefined;
  /** Undefined if there is no backfill, or if its result was not read. */
  readonly result: RouteResult | undefined;
}

/** The result of a backfill, or its status while it runs. */
export type RouteResult = TaskResult | RunningResult;

interface RunningResult {
  readonly kind: 'running';
  readonly backfill: ReplicationBackfill;
}

/** A destination. It has no name if it is not declared. */
export interface DestinationName extends KnownRegistryId {
  readonly name: RegistryName | undefined;
}

/** A registry whose backfills could not be read. */
export interface SourceProblem {
  readonly registry: Registry;
  readonly failure: Failure;
  readonly message: string;
  readonly help: string;
}

/** Whether the images are replicated as requested. */
export type Verdict = 'no' | 'unknown' | 'yes';

export function verdictOf({ plan, result }: RouteOutcome): Verdict {
  const verdict = result === undefined ? verdictOfDecision(plan?.decision) : verdictOfResult(result);
  const isComplete = plan === undefined || plan.withoutLiveRule.length === 0;
  return verdict === 'yes' && !isComplete ? 'unknown' : verdict;
}

/** Returns the verdict if there is no result: what was planned was not done. */
function verdictOfDecision(decision: Decision | undefined): Verdict {
  switch (decision) {
    case undefined:
    case 'up-to-date':
    case 'finished':
      return 'yes';
    case 'retry':
      return 'no';
    case 'start':
    case 'follow':
    case 'not-deployed':
      return 'unknown';
  }
}

function verdictOfResult(result: RouteResult): Verdict {
  switch (result.kind) {
    case 'running':
      return 'yes';
    case 'lost':
      return 'unknown';
    case 'ended': {
      const { backfill, failedImages } = result;
      if (!isSuccessful(backfill)) return 'no';
      if (!isList(failedImages)) return 'unknown';
      return failedImages.length === 0 ? 'yes' : 'no';
    }
  }
}
