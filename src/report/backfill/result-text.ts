import { isList, sortedUnique } from '../../base/collections';
import { failureHelp, type Failure } from '../../live/failure';
import {
  verdictOf,
  type RouteOutcome,
  type RouteResult,
  type SourceProblem,
  type Verdict,
} from '../../live/backfill/outcome';
import type { FailedImage, ReplicationBackfill } from '../../live/backfill/replication-backfill';
import { wrapped, type Terminal, type Tone } from '../format/terminal';
import { firstLines, printable } from '../format/text';
import { failureCauseOf } from './failure-codes';
import { backfillText, failedCallText, routeText } from './names';

/** Failed images of a backfill that the text lists. JSON lists all. */
const MAX_IMAGES = 20;

const TONES: Readonly<Record<Verdict, Tone>> = { no: 'danger', unknown: 'caution', yes: 'good' };

const RETRY_HELP = 'To start another backfill, fix the cause and add --retry.';

/** Renders the backfills of the routes. */
export function resultText(outcomes: readonly RouteOutcome[], terminal: Terminal): string {
  return outcomes
    .map((outcome) => {
      const title = `${routeText(outcome.from, outcome.to)}: ${summaryOf(outcome)}`;
      const lines = [
        ...(outcome.result === undefined ? [] : detailsOf(outcome.result)),
        ...(outcome.plan?.decision === 'retry' ? [RETRY_HELP] : []),
      ];
      return [
        terminal.paint[TONES[verdictOf(outcome)]](printable(title)),
        ...lines.map((line) => wrapped(printable(line), terminal, { first: '  ' })),
      ]
        .map((line) => `${line}\n`)
        .join('');
    })
    .join('');
}

function summaryOf({ plan, result }: RouteOutcome): string {
  if (result === undefined) {
    return plan === undefined ? 'no backfill in the last 90 days' : summaryOfPlan(plan);
  }
  switch (result.kind) {
    case 'running':
    case 'ended':
      return backfillText(result.backfill);
    case 'lost':
      return result.backfill === undefined
        ? 'the backfill could not be started'
        : `unknown status, last seen as ${backfillText(result.backfill)}`;
  }
}

function summaryOfPlan({ decision }: NonNullable<RouteOutcome['plan']>): string {
  switch (decision) {
    case 'up-to-date':
      return 'no image is missing';
    case 'finished':
      return 'the last backfill replicated every image';
    case 'not-deployed':
      return 'no backfill, because the replication rule is not deployed';
    case 'start':
    case 'follow':
    case 'retry':
      return 'no backfill was started';
  }
}

function detailsOf(result: RouteResult): readonly string[] {
  switch (result.kind) {
    case 'running':
      return [
        `Started ${result.backfill.startedAt}.`,
        ...(result.backfill.status === 'STOPPING'
          ? ['Replications that are already in progress continue to their end.']
          : []),
      ];
    case 'lost':
      return [
        failedCallText(result.failure),
        failureHelp(result.failure),
        ...(result.backfill === undefined
          ? []
          : ['The backfill continues in AWS. Run the command again to follow it.']),
      ];
    case 'ended':
      return [...endLines(result.backfill), ...imageLines(result.failedImages)];
  }
}

function endLines({ status, failureCode }: ReplicationBackfill): readonly string[] {
  switch (status) {
    case 'FAILED':
      return [
        `At least 50 % of the images failed${failureCode === undefined ? '' : ` (${failureCode})`}. ECR ended the backfill.`,
      ];
    case 'STOPPED':
      return ['The backfill was stopped. Images that were already replicated remain in the destination.'];
    case 'COMPLETE':
    case 'IN_PROGRESS':
    case 'PREPARING':
    case 'STOPPING':
      return [];
  }
}

function imageLines(failedImages: readonly FailedImage[] | Failure): readonly string[] {
  if (!isList(failedImages)) {
    return [
      `The failed images could not be read. ${failedCallText(failedImages)}`,
      failureHelp(failedImages),
    ];
  }
  if (failedImages.length === 0) return [];
  const codes = sortedUnique(failedImages.flatMap(codesOf));
  return [
    ...firstLines(failedImages.map(imageText), MAX_IMAGES),
    ...(failedImages.length > MAX_IMAGES + 1
      ? [`To list all ${failedImages.length} failed images, add --format json.`]
      : []),
    ...codes.map((code) => `${code}: ${failureCauseOf(code)}`),
  ];
}

function codesOf({ failureCode, subImageFailureCodes }: FailedImage): readonly string[] {
  return [...(failureCode === undefined ? [] : [failureCode]), ...subImageFailureCodes];
}

/** Returns, for example, `my-repo:v1 failed: CODE`. */
function imageText(image: FailedImage): string {
  const { repository, digest, tag, failureCode = 'without a failure code', subImageFailureCodes } = image;
  const name = tag === undefined ? `${repository}@${digest ?? ''}` : `${repository}:${tag}`;
  const subImages =
    subImageFailureCodes.length === 0
      ? ''
      : ` (images of its manifest list: ${subImageFailureCodes.join(', ')})`;
  return `${name} failed: ${failureCode}${subImages}`;
}

/** Renders the registries whose backfills could not be read. */
export function problemsText(problems: readonly SourceProblem[], terminal: Terminal): string {
  return problems
    .map(
      ({ registry, message, help }) =>
        `${terminal.paint.danger('error')}: ${registry.name}: ${printable(message)}\n${wrapped(printable(help), terminal, { first: '  ' })}\n`,
    )
    .join('');
}
