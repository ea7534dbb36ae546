import type { EcrAction, Operation } from '../../aws/policy/actions';
import { ECR_ACTIONS } from '../../aws/policy/ecr-actions';
import { clientIn, type Client } from './client';
import { apiRegionIn, imagesIn, isRegion, type NamedImage } from './registry-reference';

/** Names in a message. A name that is missing, masked or a placeholder is undefined. */
export interface Facts {
  /** ARN of the caller, as the message writes it. */
  readonly principal: string | undefined;
  /** Action as in a policy: `ecr:PutImage`. */
  readonly action: string | undefined;
  /** Action that the printed registry request needs. The request may have failed for another reason than a denial. */
  readonly requestedAction: string | undefined;
  readonly operation: Operation | undefined;
  readonly repository: string | undefined;
  readonly tag: string | undefined;
  /** `sha256:…` */
  readonly digest: string | undefined;
  /** Account of the registry, 12 digits. */
  readonly accountId: string | undefined;
  /** Region of the registry. */
  readonly region: string | undefined;
  /** Terraform address of a resource or provider configuration: `aws_ecr_registry_policy.management`. */
  readonly address: string | undefined;
  /** Program or service that printed the message. */
  readonly client: Client | undefined;
}

/**
 * Policy types, as AWS names them in access denied messages.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html#access-denied-error-examples
 */
export const POLICY_TYPES = [
  'identity-based policy',
  'resource-based policy',
  'permissions boundary',
  'service control policy',
  'resource control policy',
  'VPC endpoint policy',
  'session policy',
] as const;
export type PolicyType = (typeof POLICY_TYPES)[number];

export interface MissingPolicy {
  /** The policy type that contains no Allow, according to AWS. Older messages name no type. */
  readonly missing: PolicyType | undefined;
}

/** A role or user, as messages of IAM name it. */
export interface NamedIdentity {
  readonly kind: 'role' | 'user';
  readonly name: string;
  readonly accountId: string | undefined;
}

/** Returns the names that a pasted text contains. The first match of each counts, in whichever message it is. */
export function readFacts(text: string): Facts {
  const image: Partial<NamedImage> = imagesIn(text)[0] ?? {};
  const arn: Partial<NamedRepository> = firstRepositoryArn(text) ?? {};
  const accountId = arn.accountId ?? image.accountId ?? capture(text, ACCOUNT) ?? accountInJson(text);
  return {
    principal: capture(text, PRINCIPAL),
    action: actionIn(text),
    requestedAction: requestedActionIn(text),
    operation: operationIn(text),
    repository: arn.repository ?? image.repository ?? captureFirst(text, REPOSITORY),
    tag: capture(text, TAG) ?? image.tag,
    digest: capture(text, DIGEST),
    accountId,
    region: arn.region ?? image.region ?? capture(text, REGION) ?? knownApiRegionIn(text),
    address: capture(text, ADDRESS),
    client: clientIn(text),
  };
}

export interface NamedRepository {
  readonly accountId: string | undefined;
  readonly region: string | undefined;
  readonly repository: string | undefined;
}

/**
 * Returns the parts of a repository ARN, or undefined if the text is no such ARN. Masked parts and placeholders are
 * undefined.
 */
export function readRepositoryArn(arn: string): NamedRepository | undefined {
  const match = /^arn:[a-z-]{1,12}:ecr:([^:]{0,40}):([^:]{0,80}):repository\/(.{0,300})$/.exec(arn);
  if (match === null) return undefined;
  const [, region = '', accountId = '', rest = ''] = match;
  const name = /^[a-z0-9][a-z0-9._/-]{1,255}/.exec(rest)?.[0].replace(/[./_-]{1,9}$/, '');
  return {
    accountId: /^[0-9]{12}$/.test(accountId) ? accountId : undefined,
    region: isRegion(region) ? region : undefined,
    repository: name,
  };
}

/** The first role, user or session in the text, which is usually the caller. */
const PRINCIPAL =
  /(?<![A-Za-z])(arn:[a-z-]{1,12}:(?:iam::[^:\s"']{1,80}:(?:user|role|root)|sts::[^:\s"']{1,80}:(?:assumed-role|federated-user))[^\s"',;()\]]{0,300})/;

const ACCOUNT = /registry with id '([0-9]{12})'/i;
const REGION = /"(?:awsRegion|region)":\s?"([a-z0-9-]{2,25})"/;
const DIGEST = /(?:@|\/manifests\/)(sha256:[0-9a-f]{64})(?![0-9a-f])/;
const TAG = /image tag '([A-Za-z0-9_][A-Za-z0-9._-]{0,127})'/i;

/** The address of a Terraform resource, or of a provider configuration, which has the name of a registry. */
const ADDRESS =
  /(aws_ecr_[a-z_]{1,60}\.[A-Za-z0-9_-]{1,300}|provider(?:\[[^\]\s]{1,200}\]|\.aws)\.[a-z][a-z0-9_]{0,63})/;

const REPOSITORY: readonly RegExp[] = [
  /AWS::ECR::Repository' with identifier '([a-z0-9][a-z0-9._/-]{1,255})'/,
  /repository with name '([a-z0-9][a-z0-9._/-]{1,255})'/i,
  /in the '([a-z0-9][a-z0-9._/-]{1,255})' repository/i,
  /ECR [A-Z][A-Za-z ]{2,40} \((?![0-9]{12}\))([a-z0-9][a-z0-9._/-]{1,255})\)/,
  /"repositoryName":\s?"([a-z0-9][a-z0-9._/-]{1,255})"/,
  /--repository-name[ =]["']?([a-z0-9][a-z0-9._/-]{1,255})/,
];

/**
 * The request in a CloudTrail record contains the owner of the registry. Otherwise the registry belongs to the account
 * that received the record.
 */
function accountInJson(text: string): string | undefined {
  return (
    capture(text, /"registryId":\s?"([0-9]{12})"/) ?? capture(text, /"recipientAccountId":\s?"([0-9]{12})"/)
  );
}

function knownApiRegionIn(text: string): string | undefined {
  const region = apiRegionIn(text);
  return region !== undefined && isRegion(region) ? region : undefined;
}

function firstRepositoryArn(text: string): NamedRepository | undefined {
  const arn = /arn:[a-z-]{1,12}:ecr:[^:\s"']{0,40}:[^:\s"']{0,80}:repository\/[^\s"',;()]{0,300}/.exec(
    text,
  )?.[0];
  return arn === undefined ? undefined : readRepositoryArn(arn);
}

function actionIn(text: string): string | undefined {
  const named = /(?<![A-Za-z:])ecr:[A-Z][A-Za-z]{2,60}/.exec(text)?.[0];
  if (named !== undefined) return named;
  const call =
    capture(text, /calling the ([A-Z][A-Za-z]{2,60}) operation/) ??
    capture(text, /operation error ECR: ([A-Z][A-Za-z]{2,60})/) ??
    capture(text, /"eventSource":\s?"ecr\.amazonaws\.com","eventName":\s?"([A-Z][A-Za-z]{2,60})"/);
  const action = `ecr:${call ?? ''}`;
  return Object.hasOwn(ECR_ACTIONS, action) ? action : undefined;
}

function captureFirst(text: string, patterns: readonly RegExp[]): string | undefined {
  for (const pattern of patterns) {
    const value = capture(text, pattern);
    if (value !== undefined) return value;
  }
  return undefined;
}

function capture(text: string, pattern: RegExp): string | undefined {
  return pattern.exec(text)?.[1];
}

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
function requestedActionIn(text: string): EcrAction | undefined {
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
function operationIn(text: string): Operation | undefined {
  if (PUSH_MESSAGE.test(text)) return 'push';
  const operation = requestIn(text)?.[3];
  if (operation !== undefined) return operation;
  return PULL_MESSAGE.test(text) ? 'pull' : undefined;
}

const PUSH_MESSAGE =
  /The push refers to repository|failed to push|error pushing|Error writing blob|Error determining upload URL|push permission|docker push|copying image to the remote destination|trying to reuse blob|failed to copy: failed to|pushing layers|push access denied|doPublish|publish: |ECR Push/i;

const PULL_MESSAGE =
  /failed to pull|error pulling|pull access denied|load metadata for|reading manifest|initializing source|CannotPull|ImagePull|Pulling from|docker pull/i;
