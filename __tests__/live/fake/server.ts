import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { AccessKeys, Principal } from './access-keys';
import { AwsError } from './aws-error';
import type { CallLog } from './call-log';
import { callEcrOperation } from './ecr/operations';
import { faultError, invalidToken, repositoryOf, unknownOperation, type Fault, type Faults } from './faults';
import { callIam } from './iam';
import { callInspector } from './inspector';
import { readRequest, type AwsRequest } from './request';
import { errorResponse, jsonResponse, queryResponse, type HttpResponse } from './responses';
import { assumeRoleWithWebIdentity, callSts, WEB_IDENTITY } from './sts';
import type { World } from './world';

/** What the server answers from. */
export interface Backend {
  readonly world: World;
  readonly keys: AccessKeys;
  readonly faults: Faults;
  readonly log: CallLog;
  /** Before each response. */
  latencyMs: number;
}

export interface Server {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** Starts a server for all services, as the variable `AWS_ENDPOINT_URL` expects. */
export async function startServer(backend: Backend): Promise<Server> {
  const server = createServer((incoming, outgoing) => {
    backend.log.begin();
    outgoing.once('close', () => {
      backend.log.end();
    });
    readRequest(incoming)
      .then((request) => respond(backend, request, outgoing))
      .catch(() => outgoing.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A server that listens on a port has an address with a port.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function respond(
  backend: Backend,
  request: AwsRequest | undefined,
  outgoing: ServerResponse,
): Promise<void> {
  if (request === undefined) {
    send(
      outgoing,
      errorResponse(
        'ecr',
        new AwsError('MissingAuthenticationTokenException', 'Missing Authentication Token'),
      ),
    );
    return;
  }
  if (request.operation === WEB_IDENTITY) {
    send(outgoing, assumeRoleWithWebIdentity(backend.keys, request.input));
    return;
  }
  const caller = backend.keys.principalOf(request.accessKeyId);
  const fault = caller === undefined ? undefined : backend.faults.next(request, caller);
  if (caller !== undefined) record(backend, request, caller);
  const ms = backend.latencyMs + (fault?.kind === 'slow' ? fault.ms : 0);
  if (ms > 0) await delay(ms);
  if (fault?.kind === 'cut') {
    cut(outgoing);
    return;
  }
  const response = answer(backend, request, caller, fault);
  if (fault?.kind === 'lostResponse') cut(outgoing);
  else send(outgoing, response);
}

function record({ log }: Backend, request: AwsRequest, { accountId }: Principal): void {
  const { service, operation, region, input } = request;
  log.add({ service, operation, accountId, region, repository: repositoryOf(request), input });
}

function answer(
  backend: Backend,
  request: AwsRequest,
  caller: Principal | undefined,
  fault: Fault | undefined,
): HttpResponse {
  try {
    if (caller === undefined) throw invalidToken();
    if (fault?.kind === 'notImplemented') return NOT_IMPLEMENTED;
    const registry = backend.world.registry(caller.accountId, request.region);
    const error = fault === undefined ? undefined : faultError(fault, request, caller, registry);
    if (error !== undefined) throw error;
    const principal =
      fault?.kind === 'otherAccount'
        ? {
            ...caller,
            accountId: fault.accountId,
            arn: caller.arn.replace(caller.accountId, fault.accountId),
          }
        : caller;
    return perform(backend, request, principal);
  } catch (error) {
    if (error instanceof AwsError) return errorResponse(request.service, error);
    throw error;
  }
}

function perform({ world, keys }: Backend, request: AwsRequest, caller: Principal): HttpResponse {
  const { service, operation, region, input } = request;
  if (service === 'sts') {
    const response = callSts(keys, caller, operation, input);
    if (response === undefined) throw unknownOperation();
    return response;
  }
  if (service === 'iam') {
    const result = callIam(world, caller.accountId, operation, input);
    if (result === undefined) throw unknownOperation();
    return queryResponse('iam', operation, result);
  }
  if (service === 'organizations') throw NO_ORGANIZATION;
  const result =
    service === 'inspector2'
      ? callInspector(world, caller, region, operation, input)
      : callEcrOperation(world, caller, region, operation, input);
  if (result === undefined) throw unknownOperation();
  return jsonResponse(result);
}

/** Each account is a standalone one. */
const NO_ORGANIZATION = new AwsError(
  'AWSOrganizationsNotInUseException',
  'Your account is not a member of an organization.',
);

const NOT_IMPLEMENTED: HttpResponse = {
  status: 500,
  headers: { 'content-type': 'text/html; charset=utf-8' },
  body: '<!doctype html>\n<html lang=en>\n<title>500 Internal Server Error</title>\n<h1>Internal Server Error</h1>\n',
};

function send(outgoing: ServerResponse, { status, headers, body }: HttpResponse): void {
  outgoing.writeHead(status, {
    ...headers,
    'content-length': Buffer.byteLength(body),
    'x-amzn-requestid': '00000000-0000-0000-0000-000000000000',
  });
  outgoing.end(body);
}

/** Sends the start of a response and closes the connection. */
function cut(outgoing: ServerResponse): void {
  outgoing.writeHead(200, { 'content-type': 'application/x-amz-json-1.1', 'content-length': 1000 });
  outgoing.write('{"registryId":', () => outgoing.destroy());
}
