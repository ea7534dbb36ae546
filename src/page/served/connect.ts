import type { ServedState } from '../../report/page/served';

/** What the page shows of its server. */
export type Connection =
  | { readonly kind: 'connected'; readonly state: ServedState }
  /** The server ended or restarts. The browser connects again. */
  | { readonly kind: 'lost' };

/** The browser gives up if the answer is not a stream of events. */
const RECONNECT_TIME = 2_000;

/**
 * Listens to the events of `serve` while the page is visible. Browsers allow six connections to a server, so that hidden
 * pages would keep others from loading.
 */
export function connect(onChange: (connection: Connection) => void): void {
  let source: EventSource | undefined;
  const open = () => {
    if (source !== undefined || document.hidden) return;
    const opened = new EventSource('/events');
    source = opened;
    opened.onmessage = ({ data }: MessageEvent<string>) => {
      onChange({ kind: 'connected', state: JSON.parse(data) as ServedState }); // the type that the server sends
    };
    opened.onerror = () => {
      onChange({ kind: 'lost' });
      if (opened.readyState !== EventSource.CLOSED) return;
      source = undefined;
      setTimeout(open, RECONNECT_TIME);
    };
  };
  const close = () => {
    source?.close();
    source = undefined;
  };
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) close();
    else open();
  });
  // A page that the browser keeps for the Back button must not keep its connection.
  window.addEventListener('pagehide', close);
  window.addEventListener('pageshow', open);
  open();
}
