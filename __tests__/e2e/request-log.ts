import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Stage } from './stage';

/** A call of an AWS API. */
export interface Call {
  /** `PutRegistryPolicy` */
  readonly action: string;
  readonly region: string;
}

/** Stands between programs and moto, and keeps what they ask for, in the order in which they do. */
export interface RequestLog {
  readonly url: string;
  readonly calls: Call[];
}

/** The log of everything that goes to an AWS endpoint by its `url`. */
export async function startRequestLog(stage: Stage, endpoint: string): Promise<RequestLog> {
  const calls: Call[] = [];
  const server = createServer((incoming, outgoing) => {
    const { method, url, headers } = incoming;
    const action = String(headers['x-amz-target']).split('.').at(-1);
    // What a request is signed for.
    const region = /Credential=[^/]+\/[0-9]+\/([a-z0-9-]+)\//.exec(headers.authorization ?? '')?.[1];
    if (action !== undefined && region !== undefined) calls.push({ action, region });
    const forwarded = request(new URL(url ?? '/', endpoint), { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(outgoing);
    });
    forwarded.on('error', () => outgoing.destroy());
    incoming.pipe(forwarded);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  stage.atEnd(() => {
    server.closeAllConnections();
    server.close();
  });
  // A server that listens on a port has an address with one.
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, calls };
}
