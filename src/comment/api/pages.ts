import type { ApiClient } from './client';
import { CommentError } from './comment-error';

/** Returns the URL of a path of the API. */
export function endpoint(apiUrl: URL, path: string): URL {
  const url = new URL(apiUrl);
  url.pathname = `${url.pathname.replace(/\/$/, '')}${path}`;
  return url;
}

/** More pages than a host lists. It limits the requests if a server never ends its list. */
const MAX_PAGES = 500;

/** Reads all pages of a list. The parameters of the URL apply to each page. */
export async function readList(client: ApiClient, list: URL): Promise<readonly unknown[]> {
  const items: unknown[] = [];
  let parameters = new URLSearchParams([...list.searchParams, ['per_page', '100']]);
  for (let page = 1; page <= MAX_PAGES; page += 1) {
    const url = new URL(list);
    url.search = parameters.toString();
    const { data, headers } = await client.request({ method: 'GET', url });
    if (!Array.isArray(data)) {
      throw new CommentError(`The response of ${url.origin}${url.pathname} is not a list. Check --api-url.`);
    }
    items.push(...(data as readonly unknown[]));
    const next = nextParameters(headers, parameters);
    if (next === undefined) break;
    parameters = next;
  }
  return items;
}

/**
 * Returns the parameters of the next page. Of the URL in `link`, nothing else is used: it could name another host, which
 * must not get the token. GitLab also has `x-next-page`, which is empty on the last page.
 */
function nextParameters(
  headers: Pick<Headers, 'get'>,
  current: URLSearchParams,
): URLSearchParams | undefined {
  const [, link = ''] = /<([^>]*)>;[^,]*\brel="?next\b/.exec(headers.get('link') ?? '') ?? [];
  if (URL.canParse(link)) return new URL(link).searchParams;
  const page = headers.get('x-next-page') ?? '';
  if (page === '') return undefined;
  const next = new URLSearchParams(current);
  next.set('page', page);
  return next;
}
