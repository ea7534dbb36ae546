import type { EcrAction, Operation } from '../../aws/policy/actions';

/** Requests to the registry HTTP API (`/v2/…`). Clients that do not print the response of ECR print these. */

type RegistryRequest = readonly [
  method: RegExp,
  path: RegExp,
  action: EcrAction,
  operation: Operation | undefined,
];

const LAYER_HEAD_REQUEST: RegistryRequest = [
  /^HEAD$/i,
  /^blobs/,
  'ecr:BatchCheckLayerAvailability',
  undefined,
];

/** The ECR action that each request needs. */
const REGISTRY_REQUESTS: readonly RegistryRequest[] = [
  [/^PUT$/i, /^manifests/, 'ecr:PutImage', 'push'],
  [/^(?:GET|HEAD)$/i, /^manifests/, 'ecr:BatchGetImage', 'pull'],
  [/^POST$/i, /^blobs\/uploads/, 'ecr:InitiateLayerUpload', 'push'],
  [/^PATCH$/i, /^blobs\/uploads/, 'ecr:UploadLayerPart', 'push'],
  [/^PUT$/i, /^blobs\/uploads/, 'ecr:CompleteLayerUpload', 'push'],
  LAYER_HEAD_REQUEST,
  [/^GET$/i, /^blobs/, 'ecr:GetDownloadUrlForLayer', 'pull'],
];

const REQUEST =
  /(?<![A-Za-z])(GET|HEAD|POST|PUT|PATCH)(?: request (?:to|at))?:? ["']?https?:\/\/[^/\s"']{1,200}\/v2\/[^\s"']{1,300}?\/(manifests|blobs\/uploads|blobs)(?=[/\s"'?:])/i;

function requestIn(text: string): RegistryRequest | undefined {
  const [, method = '', path = ''] = REQUEST.exec(text) ?? [];
  return REGISTRY_REQUESTS.find(([methods, paths]) => methods.test(method) && paths.test(path));
}

/** Returns the action that the printed request needs, or undefined if it is uncertain. */
export function requestedActionIn(text: string): EcrAction | undefined {
  // The response to a HEAD request for a layer has no body, which Docker tries to parse.
  if (text.includes('HTTP 403 response body: unexpected end of JSON input') && PUSH_MESSAGE.test(text)) {
    return LAYER_HEAD_REQUEST[2];
  }
  const request = requestIn(text);
  // Some clients look up layers before a pull too.
  if (request === LAYER_HEAD_REQUEST && !PUSH_MESSAGE.test(text)) return undefined;
  return request?.[2];
}

/**
 * Returns the operation that failed, or undefined if it is unknown. Clients look up manifests and layers before a push,
 * so that messages about a push take precedence over the request.
 */
export function operationIn(text: string): Operation | undefined {
  if (PUSH_MESSAGE.test(text)) return 'push';
  const operation = requestIn(text)?.[3];
  if (operation !== undefined) return operation;
  return PULL_MESSAGE.test(text) ? 'pull' : undefined;
}

const PUSH_MESSAGE =
  /The push refers to repository|failed to push|error pushing|Error writing blob|Error determining upload URL|push permission|docker push|copying image to the remote destination|trying to reuse blob|failed to copy: failed to|pushing layers|push access denied|doPublish|publish: |ECR Push/i;

const PULL_MESSAGE =
  /failed to pull|error pulling|pull access denied|load metadata for|reading manifest|initializing source|CannotPull|ImagePull|Pulling from|docker pull/i;
