import { createServer, request, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import type { Sandbox } from './sandbox';

/** A call of the API of ECR. */
export interface Call {
  /** For example `PutRegistryPolicy`. */
  readonly action: string;
  readonly region: string;
  /** Undefined if the call is not for a single repository. */
  readonly repository: string | undefined;
}

const body = z.object({ repositoryName: z.string().optional() });

/** A proxy between programs and moto that records the calls in order. */
export interface RequestLog {
  readonly url: string;
  readonly calls: Call[];
}

/** Starts a proxy for an AWS endpoint. */
export async function startRequestLog(sandbox: Sandbox, endpoint: string): Promise<RequestLog> {
  const calls: Call[] = [];
  const server = createServer((incoming, outgoing) => {
    const { method, url, headers } = incoming;
    const action = targetOf(headers).split('.').at(-1);
    // The Region of the signature.
    const region = /Credential=[^/]+\/[0-9]+\/([a-z0-9-]+)\//.exec(headers.authorization ?? '')?.[1];
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      if (action === undefined || region === undefined || !isEcrCall(headers)) return;
      const { repositoryName: repository } = body.parse(JSON.parse(Buffer.concat(chunks).toString()));
      calls.push({ action, region, repository });
    });
    const forwarded = request(new URL(url ?? '/', endpoint), { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(outgoing);
    });
    forwarded.on('error', () => outgoing.destroy());
    incoming.pipe(forwarded);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  sandbox.onClose(() => {
    server.closeAllConnections();
    server.close();
  });
  // A server that listens on a port has an address with a port.
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, calls };
}

/** Returns for example `AmazonEC2ContainerRegistry_V20150921.PutRegistryPolicy`. */
function targetOf(headers: IncomingHttpHeaders): string {
  return String(headers['x-amz-target']);
}

function isEcrCall(headers: IncomingHttpHeaders): boolean {
  return targetOf(headers).startsWith('AmazonEC2ContainerRegistry_');
}
