/** The state of the report page that its URL contains: `#/access?caller=ci&registry=hub`. */
export interface Route {
  /** The name of the view: `access`. */
  readonly view: string;
  /** Filters and selections. A view ignores those that it does not know. */
  readonly parameters: Readonly<Record<string, string>>;
}

export function parseRoute(hash: string): Route {
  const [view = '', query = ''] = hash.replace(/^#\/?/, '').split('?', 2);
  return { view, parameters: Object.fromEntries(new URLSearchParams(query)) };
}

/** Leaves out empty parameters, so that the same state has the same URL. */
export function routeHash({ view, parameters }: Route): string {
  const query = new URLSearchParams(Object.entries(parameters).filter(([, value]) => value !== ''));
  query.sort();
  const text = query.toString();
  return `#/${view}${text === '' ? '' : `?${text}`}`;
}

/** Identifies a route of the replication view in the URL: `hub..hub_eu`, as Git names a range. */
export function replicationId(from: string, to: string): string {
  return `${from}..${to}`;
}
