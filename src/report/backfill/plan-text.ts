import { isList } from '../../base/collections';
import { formatList } from '../../base/text';
import type { Decision, RoutePlan } from '../../live/backfill/plan';
import type { ReplicationBackfill } from '../../live/backfill/replication-backfill';
import { failureHelp } from '../../live/failure';
import { wrapped, type Terminal, type Tone } from '../format/terminal';
import { printable } from '../format/text';
import { backfillText, failedCallText, missingText, routeText } from './names';

/** Renders what the command does for each route. */
export function planText(plans: readonly RoutePlan[], terminal: Terminal): string {
  return plans.map((plan) => routePlanText(plan, terminal)).join('');
}

function routePlanText(plan: RoutePlan, terminal: Terminal): string {
  const { heading, tone } = HEADINGS[plan.decision];
  const title = `${routeText(plan.from, plan.to)}: ${terminal.paint[tone](heading)}`;
  const lines = [...reasonsFor(plan), ...openRepositories(plan)].map((line) =>
    wrapped(printable(line), terminal, { first: '  ' }),
  );
  return [title, ...lines].map((line) => `${line}\n`).join('');
}

const HEADINGS: Readonly<Record<Decision, { readonly heading: string; readonly tone: Tone }>> = {
  start: { heading: 'start a backfill', tone: 'good' },
  follow: { heading: 'a backfill is running', tone: 'note' },
  'up-to-date': { heading: 'no image is missing', tone: 'good' },
  finished: { heading: 'the last backfill is complete', tone: 'good' },
  retry: { heading: 'the last backfill did not replicate every image', tone: 'danger' },
  'not-deployed': { heading: 'not deployed', tone: 'danger' },
};

function reasonsFor({ decision, last, missing }: RoutePlan): readonly string[] {
  switch (decision) {
    case 'start':
      return [...missingLines(missing), ...lastLines(last)];
    case 'follow':
      return last === undefined ? [] : [`${backfillText(last)}.`];
    case 'up-to-date':
      return [];
    case 'finished':
      return [...lastLines(last), ...missingLines(missing), 'To start another backfill, add --retry.'];
    case 'retry':
      return [
        ...lastLines(last),
        ...missingLines(missing),
        'Fix the cause of the failures. Then add --retry to start another backfill.',
      ];
    case 'not-deployed':
      return [
        'No replication rule in AWS has this destination, so ECR rejects a backfill. Deploy the topology first.',
      ];
  }
}

function lastLines(last: ReplicationBackfill | undefined): readonly string[] {
  return last === undefined ? [] : [`Last backfill: ${backfillText(last)}.`];
}

function missingLines(missing: RoutePlan['missing']): readonly string[] {
  return isList(missing)
    ? [`${missingText(missing)}.`]
    : ['The images could not be compared.', failedCallText(missing), failureHelp(missing)];
}

/** The user expects a backfill of every declared repository. */
function openRepositories({ decision, withoutLiveRule }: RoutePlan): readonly string[] {
  if (withoutLiveRule.length === 0 || decision === 'not-deployed') return [];
  return [
    `The replication rules in AWS do not match ${formatList(withoutLiveRule, 4)}, so a backfill leaves them out. Deploy the topology first.`,
  ];
}
