import type { ServerResponse } from 'node:http';

/** Keeps connections open, and finds those whose page was closed. */
const HEARTBEAT_INTERVAL = 20_000;
/** The time after which a page connects again, for example to a server that was restarted. */
const RETRY_TIME = 1_000;
/** A page that does not read its events is disconnected. */
const MAX_BUFFERED_BYTES = 1_000_000;

/**
 * Sends events to the open pages.
 * https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export class EventStreams {
  private readonly open = new Set<ServerResponse>();
  private readonly heartbeat = setInterval(() => {
    this.write(':\n\n');
  }, HEARTBEAT_INTERVAL);

  /** Keeps a response open, and sends it the current state. */
  public add(response: ServerResponse, state: object): void {
    this.open.add(response);
    response.on('close', () => {
      this.open.delete(response);
    });
    response.write(`retry: ${RETRY_TIME}\n${eventText(state)}`);
  }

  public send(state: object): void {
    this.write(eventText(state));
  }

  public close(): void {
    clearInterval(this.heartbeat);
    for (const response of this.open) response.destroy();
  }

  private write(text: string): void {
    for (const response of this.open) {
      if (response.writableLength > MAX_BUFFERED_BYTES) response.destroy();
      else response.write(text);
    }
  }
}

/** JSON has no line breaks, which would end the event. */
function eventText(state: object): string {
  return `data: ${JSON.stringify(state)}\n\n`;
}
