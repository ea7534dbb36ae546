import { createServer, request, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import type { Stage } from './stage';

/** A call of the API of ECR. */
export interface Call {
  /** `PutRegistryPolicy` */
  readonly action: string;
  readonly region: string;
  /** Of a call about one repository. */
  readonly repository: string | undefined;
}

const body = z.object({ repositoryName: z.string().optional() });

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
    const action = targetOf(headers).split('.').at(-1);
    // What a request is signed for.
    const region = /Credential=[^/]+\/[0-9]+\/([a-z0-9-]+)\//.exec(headers.authorization ?? '')?.[1];
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      if (action === undefined || region === undefined || !isEcr(headers)) return;
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
  stage.atEnd(() => {
    server.closeAllConnections();
    server.close();
  });
  // A server that listens on a port has an address with one.
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, calls };
}

/** `AmazonEC2ContainerRegistry_V20150921.PutRegistryPolicy` */
function targetOf(headers: IncomingHttpHeaders): string {
  return String(headers['x-amz-target']);
}

function isEcr(headers: IncomingHttpHeaders): boolean {
  return targetOf(headers).startsWith('AmazonEC2ContainerRegistry_');
}
