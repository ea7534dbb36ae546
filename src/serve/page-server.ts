import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { ServedState } from '../report/page/served';
import { EventStreams } from './event-streams';
import { answerTo, METHODS } from './requests';

/** What the server serves now. */
export interface ServedPage {
  readonly html: string;
  /** The value of the header. */
  readonly contentSecurityPolicy: string;
  readonly state: ServedState;
}

export interface PageServer {
  readonly port: number;
  /** Serves another page, and notifies the open pages. */
  readonly update: (page: ServedPage) => void;
  readonly close: () => Promise<void>;
}

/** The port, or the first of several ports that is free. */
export interface PortChoice {
  readonly first: number;
  readonly attempts: number;
}

/** A client that is slower is disconnected. */
const TIMEOUTS = { headersTimeout: 10_000, requestTimeout: 20_000, connectionsCheckingInterval: 5_000 };
/** Events have a heartbeat, so that they are never idle for this long. */
const IDLE_TIMEOUT = 60_000;
const MAX_CONNECTIONS = 500;

/** @throws the error of the system if no port is free */
export async function startPageServer(first: ServedPage, ports: PortChoice): Promise<PageServer> {
  let current = encode(first);
  const streams = new EventStreams();
  const server = createServer(TIMEOUTS, (request, response) => {
    respond(request, response, current, streams);
  });
  server.timeout = IDLE_TIMEOUT;
  server.maxConnections = MAX_CONNECTIONS;
  try {
    await listen(server, ports);
  } catch (error) {
    streams.close();
    throw error;
  }
  return {
    port: portOf(server),
    update: (page) => {
      current = encode(page);
      streams.send(page.state);
    },
    close: () => closeServer(server, streams),
  };
}

interface EncodedPage extends ServedPage {
  readonly body: Buffer;
}

/** All connections share the bytes. */
function encode(page: ServedPage): EncodedPage {
  return { ...page, body: Buffer.from(page.html) };
}

function respond(
  request: IncomingMessage,
  response: ServerResponse,
  { body, contentSecurityPolicy, state }: EncodedPage,
  streams: EventStreams,
): void {
  for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
  const answer = answerTo(request, request.socket.localPort ?? 0);
  switch (answer.kind) {
    case 'page':
      response.setHeader('Content-Security-Policy', contentSecurityPolicy);
      response.setHeader('Content-Type', 'text/html; charset=utf-8');
      response.setHeader('Content-Length', body.length);
      response.end(body);
      return;
    case 'events':
      response.setHeader('Content-Type', 'text/event-stream; charset=utf-8');
      if (request.method === 'HEAD') response.end();
      else streams.add(response, state);
      return;
    case 'refusal':
      response.statusCode = answer.status;
      if (answer.status === 405) response.setHeader('Allow', METHODS.join(', '));
      response.setHeader('Content-Type', 'text/plain; charset=utf-8');
      // The body of the request is not read.
      response.setHeader('Connection', 'close');
      response.end(`${answer.text}\n`);
  }
}

/** No other site reads or embeds the page, and no cache keeps it. */
const HEADERS = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
};

async function listen(server: Server, { first, attempts }: PortChoice): Promise<void> {
  for (let port = first; ; port += 1) {
    try {
      await listenOn(server, port);
      return;
    } catch (error) {
      const isLast = port + 1 >= first + attempts || port >= MAX_PORT;
      if (isLast || (error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error; // an error of the system
    }
  }
}

export const MAX_PORT = 65_535;

/** Other computers cannot connect to this address. */
const LOOPBACK = '127.0.0.1';

function listenOn(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host: LOOPBACK }, () => {
      server.removeListener('error', reject);
      resolve();
    });
  });
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') {
    throw new Error('The server does not listen on a port.');
  }
  return address.port;
}

function closeServer(server: Server, streams: EventStreams): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
    streams.close();
    server.closeAllConnections();
  });
}
