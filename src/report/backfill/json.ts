import { isList } from '../../base/collections';
import type { RouteOutcome, RouteResult, SourceProblem } from '../../live/backfill/outcome';
import type { FailedImage, ReplicationBackfill } from '../../live/backfill/replication-backfill';
import type { KnownRegistryId } from '../../aws/arn';

export function backfillJson(outcomes: readonly RouteOutcome[], problems: readonly SourceProblem[]): string {
  const result = {
    version: 1,
    routes: outcomes.map(({ from, to, plan, result }) => ({
      from: registryJson(from),
      to: registryJson(to),
      decision: plan?.decision ?? null,
      missing: plan !== undefined && isList(plan.missing) ? plan.missing : null,
      withoutLiveRule: plan?.withoutLiveRule ?? null,
      backfill: result?.backfill === undefined ? null : backfillFields(result.backfill),
      failedImages: failedImagesJson(result),
      failure: failureOf(result) ?? comparisonFailure(plan),
    })),
    problems: problems.map(({ registry, message, help }) => ({
      registry: registryJson(registry),
      message,
      help,
    })),
  };
  return `${JSON.stringify(result, null, 2)}\n`;
}

function registryJson({
  name,
  accountId,
  region,
}: KnownRegistryId & { readonly name: string | undefined }): object {
  return { name: name ?? null, accountId, region };
}

function backfillFields({
  id,
  status,
  progress,
  failureCode,
  startedAt,
  endedAt,
}: ReplicationBackfill): object {
  return {
    id,
    status,
    progress: progress ?? null,
    failureCode: failureCode ?? null,
    startedAt,
    endedAt: endedAt ?? null,
  };
}

function failedImagesJson(result: RouteResult | undefined): readonly object[] | null {
  if (result?.kind !== 'ended' || !isList(result.failedImages)) return null;
  return result.failedImages.map(
    ({ repository, digest, tag, failureCode, subImageFailureCodes }: FailedImage) => ({
      repository,
      digest: digest ?? null,
      tag: tag ?? null,
      failureCode: failureCode ?? null,
      subImageFailureCodes,
    }),
  );
}

function comparisonFailure(plan: RouteOutcome['plan']): object | null {
  return plan === undefined || isList(plan.missing) ? null : plan.missing;
}

function failureOf(result: RouteResult | undefined): object | null {
  if (result?.kind === 'lost') return result.failure;
  return result?.kind === 'ended' && !isList(result.failedImages) ? result.failedImages : null;
}
