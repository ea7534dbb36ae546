import { sum } from '../../base/collections';
import { count } from '../../base/text';
import { fixOf, groupDiagnostics } from '../format/diagnostic-groups';
import { highlight, type Highlight } from './highlight';
import type { OverviewInput } from './overview-input';
import type { ReplicationEntry } from './replication';
import { routeHash } from './route';

/** Highlights replication that policies do not permit, or that cannot be evaluated. */
export function replicationHighlights({ replication }: OverviewInput): readonly Highlight[] {
  const withAnswer = (kind: string) =>
    replication.filter(({ answers }) => answers.some((answer) => answer.kind === kind));
  const denied = withAnswer('no');
  const unknown = withAnswer('unknown').filter((route) => !denied.includes(route));
  const empty = replication.filter(({ repositories }) => repositories === 0);
  const texts = (routes: readonly ReplicationEntry[]) => ({
    names: routes.map(({ from, to }) => `${from} → ${to.text}`),
    lines: routes.flatMap(({ lines }) => lines),
  });
  const pairs = (routes: readonly ReplicationEntry[]) =>
    count(routes.length, 'pair of registries', 'pairs of registries');
  return [
    ...(denied.length === 0
      ? []
      : [
          highlight({
            tone: 'danger',
            title: `Replication is not permitted for ${pairs(denied)}`,
            text: 'Images are not replicated, and ECR reports no error.',
            link: routeHash({ view: 'replication', parameters: { state: 'no' } }),
            ...texts(denied),
          }),
        ]),
    ...(unknown.length === 0
      ? []
      : [
          highlight({
            tone: 'caution',
            title: `Replication cannot be evaluated for ${pairs(unknown)}`,
            text: 'The policies of the destination are not known.',
            link: routeHash({ view: 'replication', parameters: { state: 'unknown' } }),
            ...texts(unknown),
          }),
        ]),
    ...(empty.length === 0
      ? []
      : [
          highlight({
            tone: 'note',
            title: `Replication rules match no repository for ${pairs(empty)}`,
            text: 'No repository of the source starts with a prefix of the rules.',
            link: routeHash({ view: 'replication', parameters: { state: 'none' } }),
            ...texts(empty),
          }),
        ]),
  ];
}

/** The warnings of the declaration, as `validate` groups them. */
export function declarationHighlights({ loaded: { diagnostics } }: OverviewInput): readonly Highlight[] {
  return groupDiagnostics(diagnostics).map(({ first, similar }) =>
    highlight({
      tone: 'caution',
      title: first.message,
      text: textOf(first.help, similar.length),
      names: [first.code],
      lines: [first, ...similar].map(({ span }) => span.line),
      link: undefined,
    }),
  );
}

function textOf(help: string | undefined, similar: number): string {
  const fix = fixOf(help);
  return [
    ...(fix === undefined ? [] : [fix]),
    ...(similar === 0 ? [] : [`${count(similar, 'similar warning', 'similar warnings')}.`]),
  ].join(' ');
}

/** The findings of the plans. */
export function reviewHighlights({ review }: OverviewInput): readonly Highlight[] {
  if (review === undefined || review.findings.length === 0) return [];
  const { numbers, counts, findings } = review;
  const isError = numbers.error > 0;
  return [
    highlight({
      tone: isError ? 'danger' : numbers.warning > 0 ? 'caution' : 'note',
      title: `The plans have ${counts}`,
      text: review.headline,
      names: findings.map(({ rule }) => rule),
      link: isError ? routeHash({ view: 'review', parameters: { severity: 'error' } }) : '#/review',
    }),
  ];
}

/** Differences between AWS and the declaration, and values that could not be read. */
export function liveHighlights({ live }: OverviewInput): readonly Highlight[] {
  if (live === undefined) return [];
  const differences = sum(live.differences.map(({ lines }) => lines.length));
  const missing = sum((live.images ?? []).map((route) => route.missing));
  return [
    ...(differences === 0
      ? []
      : [
          highlight({
            tone: 'caution',
            title: `AWS differs from the declaration in ${count(differences, 'value', 'values')}`,
            text: live.summary,
            names: [],
            link: undefined,
          }),
        ]),
    ...(missing === 0
      ? []
      : [
          highlight({
            tone: 'caution',
            title: `${count(missing, 'image is', 'images are')} missing at a replication destination`,
            text: 'Images that were pushed before a rule existed are not replicated.',
            names: [],
            link: '#/replication',
          }),
        ]),
    ...(live.unreadable.length === 0
      ? []
      : [
          highlight({
            tone: 'caution',
            title: `${count(live.unreadable.length, 'value', 'values')} could not be read from AWS`,
            text: 'The comparison with AWS is incomplete.',
            names: [],
            link: undefined,
          }),
        ]),
  ];
}
