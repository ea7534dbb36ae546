import { registryKey } from '../../aws/arn';
import { sum } from '../../base/collections';
import { count } from '../../base/text';
import type { Highlight } from './highlight';
import { accessHighlights } from './overview-access';
import type { OverviewInput } from './overview-input';
import { repositoryHighlights, statementHighlights } from './overview-policies';
import {
  declarationHighlights,
  liveHighlights,
  replicationHighlights,
  reviewHighlights,
} from './overview-results';
import type { ReplicationEntry } from './replication';

/** What the first view shows. */
export interface Overview {
  readonly counts: readonly OverviewCount[];
  /** What to look at first, the most serious first. */
  readonly highlights: readonly Highlight[];
}

export interface OverviewCount {
  readonly number: number;
  /** Such as `repositories`. */
  readonly label: string;
  /** Such as `7 originals, 12 replicas`. */
  readonly detail?: string;
  /** The view that lists them, as a hash such as `#/policies`. */
  readonly link: string;
}

const TONE_ORDER: readonly Highlight['tone'][] = ['danger', 'caution', 'note'];

export function overviewOf(input: OverviewInput): Overview {
  const highlights = [
    ...statementHighlights(input),
    ...reviewHighlights(input),
    ...replicationHighlights(input),
    ...liveHighlights(input),
    ...accessHighlights(input),
    ...declarationHighlights(input),
    ...repositoryHighlights(input),
  ];
  return {
    counts: countsOf(input),
    highlights: TONE_ORDER.flatMap((tone) => highlights.filter((each) => each.tone === tone)),
  };
}

function countsOf({ loaded, access, replication }: OverviewInput): readonly OverviewCount[] {
  const { topology, deployment, declared } = loaded;
  const { registries } = topology;
  const repositories = sum(registries.map((registry) => registry.repositories.length));
  const originals = sum([...declared.bound.originals.values()].map((names) => names.length));
  const regions = new Set(registries.map(({ region }) => region)).size;
  const principals = new Set(access.flatMap(({ caller }) => (caller.kind === 'grantee' ? caller.text : [])))
    .size;
  const caches = sum(registries.map(({ pullThroughCache }) => pullThroughCache.length));
  const rules = sum(registries.map((registry) => registry.replication.length));
  const numbers: readonly OverviewCount[] = [
    numberOf(deployment.accounts.length, ['account', 'accounts'], '#/access'),
    {
      ...numberOf(registries.length, ['registry', 'registries'], '#/picture'),
      detail: `in ${count(regions, 'Region', 'Regions')}`,
    },
    {
      ...numberOf(repositories, ['repository', 'repositories'], '#/policies'),
      detail: `${count(originals, 'original', 'originals')}, ${count(repositories - originals, 'replica', 'replicas')}`,
    },
    numberOf(principals, ['principal', 'principals'], '#/access'),
    {
      ...numberOf(rules, ['replication rule', 'replication rules'], '#/replication'),
      detail: count(destinations(replication), 'destination', 'destinations'),
    },
    numberOf(caches, ['pull-through cache rule', 'pull-through cache rules'], '#/picture'),
  ];
  return numbers;
}

function numberOf(
  number: number,
  [one, many]: readonly [string, string],
  link: string,
): Pick<OverviewCount, 'label' | 'link' | 'number'> {
  return { number, label: number === 1 ? one : many, link };
}

function destinations(replication: readonly ReplicationEntry[]): number {
  return new Set(replication.map(({ to }) => registryKey(to))).size;
}
