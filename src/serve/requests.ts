import type { IncomingMessage } from 'node:http';

/** What a request gets. */
export type Answer =
  | { readonly kind: 'page' }
  | { readonly kind: 'events' }
  | { readonly kind: 'refusal'; readonly status: number; readonly text: string };

type Request = Pick<IncomingMessage, 'method' | 'url' | 'headers' | 'headersDistinct'>;

/** Only these paths exist, exactly as written here. */
const PATHS: ReadonlyMap<string, 'page' | 'events'> = new Map([
  ['/', 'page'],
  ['/events', 'events'],
]);

/** The methods that the server accepts, for the header `Allow`. */
export const METHODS = ['GET', 'HEAD'] as const;

/**
 * Decides what a request gets. The host is checked first: a page of another site may resolve its own name to 127.0.0.1,
 * and would read the page as its own (DNS rebinding).
 */
export function answerTo(request: Request, port: number): Answer {
  const address = `http://127.0.0.1:${port}/`;
  if (!isOwnHost(request.headersDistinct.host, port)) {
    return refuse(403, `The server does not serve this host. Open ${address}`);
  }
  const kind = PATHS.get(request.url ?? '');
  if (kind === undefined) return refuse(404, `Not found. Open ${address}`);
  const { method } = request;
  if (!METHODS.some((each) => each === method)) return refuse(405, `Use one of: ${METHODS.join(', ')}.`);
  if (!isOwnSite(request, kind, port)) {
    return refuse(403, `The server does not answer requests of other sites. Open ${address}`);
  }
  return { kind };
}

function refuse(status: number, text: string): Answer {
  return { kind: 'refusal', status, text };
}

const HOSTS = ['127.0.0.1', 'localhost', '[::1]'];

/** @param named the values of all headers `Host` */
function isOwnHost(named: readonly string[] | undefined, port: number): boolean {
  const [host, ...others] = named ?? [];
  return host !== undefined && others.length === 0 && ownHosts(port).includes(host.toLowerCase());
}

function ownHosts(port: number): readonly string[] {
  const withPort = HOSTS.map((host) => `${host}:${port}`);
  return port === DEFAULT_HTTP_PORT ? [...withPort, ...HOSTS] : withPort;
}

/** Browsers leave out this port. */
const DEFAULT_HTTP_PORT = 80;

/** Browsers send these headers. A link of another site may open the page, but no other site may request or embed it. */
function isOwnSite({ headers }: Request, kind: 'page' | 'events', port: number): boolean {
  const { origin } = headers;
  if (origin !== undefined && !ownHosts(port).some((host) => origin === `http://${host}`)) return false;
  const site = headers['sec-fetch-site'];
  if (site === undefined || site === 'same-origin' || site === 'none') return true;
  return (
    kind === 'page' && headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document'
  );
}
