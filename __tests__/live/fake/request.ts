import type { IncomingMessage } from 'node:http';
import { WEB_IDENTITY } from './sts';

/** A request of a client, as far as it is the same for every service. */
export interface AwsRequest {
  /** Of the signature: `ecr`, `iam`, `inspector2`, `organizations`, `sts`. */
  readonly service: string;
  readonly operation: string;
  readonly accessKeyId: string;
  readonly region: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** Reads a request. Undefined if it has no signature or belongs to no operation. */
export async function readRequest(incoming: IncomingMessage): Promise<AwsRequest | undefined> {
  const chunks: Buffer[] = [];
  // The body of a request of `node:http` consists of buffers.
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks).toString();
  const scope = /Credential=([^/]+)\/[0-9]+\/([a-z0-9-]+)\/([a-z0-9-]+)\/aws4_request/.exec(
    incoming.headers.authorization ?? '',
  );
  const [, accessKeyId, region, service] = scope ?? [];
  if (accessKeyId === undefined || region === undefined || service === undefined) {
    const operation = readOperation(incoming, 'sts', body);
    const isSigned = operation.operation !== WEB_IDENTITY;
    return isSigned ? undefined : { service: 'sts', accessKeyId: '', region: 'us-east-1', ...operation };
  }
  return { service, accessKeyId, region, ...readOperation(incoming, service, body) };
}

function readOperation(
  { headers, url = '/' }: IncomingMessage,
  service: string,
  body: string,
): Pick<AwsRequest, 'input' | 'operation'> {
  if (service === 'sts' || service === 'iam') {
    const parameters = Object.fromEntries(new URLSearchParams(body));
    return { operation: parameters.Action ?? '', input: parameters };
  }
  // A JSON body is an object.
  const input = (body === '' ? {} : JSON.parse(body)) as Readonly<Record<string, unknown>>;
  const target = headers['x-amz-target'];
  if (typeof target === 'string') return { operation: target.split('.').at(-1) ?? '', input };
  return { operation: url === '/status/batch/get' ? 'BatchGetAccountStatus' : url, input };
}
