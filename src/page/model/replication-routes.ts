import { sum } from '../../base/collections';
import type { LiveRoute } from '../../report/page/live';
import type { PageData } from '../../report/page/page-data';
import type { ReplicationEntry } from '../../report/page/replication';
import { replicationId } from '../../report/page/route';

/** The most serious answer of a route. `none` if its filters match no repository. */
export type RouteState = 'no' | 'unknown' | 'depends' | 'yes' | 'none';

const STATES: readonly RouteState[] = ['no', 'unknown', 'depends', 'yes'];

export function routeState({ answers }: Pick<ReplicationEntry, 'answers'>): RouteState {
  return STATES.find((state) => answers.some(({ kind }) => kind === state)) ?? 'none';
}

export function routeId({ from, to }: Pick<ReplicationEntry, 'from' | 'to'>): string {
  return replicationId(from, to.text);
}

/** Filters by registry, state and text. The text is part of a registry, its account or Region, or a prefix. */
export function filterRoutes(
  routes: readonly ReplicationEntry[],
  { text = '', registry = '', state = '' }: Readonly<Record<string, string>>,
): readonly ReplicationEntry[] {
  const wanted = text.trim().toLowerCase();
  return routes.filter(
    (route) =>
      (registry === '' || route.from === registry || route.to.text === registry) &&
      (state === '' || routeState(route) === state) &&
      (wanted === '' || searchText(route).includes(wanted)),
  );
}

function searchText({ from, to, filters }: ReplicationEntry): string {
  const texts = [from, to.text, to.accountId, to.region, ...(filters === 'all' ? [] : filters)];
  return texts.join(' ').toLowerCase();
}

/** The routes as a table from × to. */
export interface RouteTable {
  readonly sources: readonly string[];
  readonly destinations: readonly ReplicationEntry['to'][];
  readonly routeAt: (from: string, to: ReplicationEntry['to']) => ReplicationEntry | undefined;
}

/** Registries without a route are left out. Keeps the order of the routes, and sorts destinations by name. */
export function routeTable(routes: readonly ReplicationEntry[]): RouteTable {
  const byId = new Map(routes.map((route) => [routeId(route), route]));
  const destinations = new Map(routes.map(({ to }) => [to.text, to]));
  return {
    sources: [...new Set(routes.map(({ from }) => from))],
    destinations: [...destinations.values()].sort((a, b) => (a.text < b.text ? -1 : 1)),
    routeAt: (from, to) => byId.get(`${from}..${to.text}`),
  };
}

/** Returns the images of a route that the destination does not have, if they were compared. */
export function missingImages(
  { live }: Pick<PageData, 'live'>,
  { from, to }: Pick<ReplicationEntry, 'from' | 'to'>,
): readonly LiveRoute[] {
  return (live?.images ?? []).filter(
    (images) => images.from === from && images.to === to.name && images.missing > 0,
  );
}

export function countMissing(images: readonly LiveRoute[]): number {
  return sum(images.map(({ missing }) => missing));
}
