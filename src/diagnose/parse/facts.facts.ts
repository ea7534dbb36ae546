import { ECR_ACTIONS } from '../../aws/policy/ecr-actions';
import { clientIn } from './client';
import type { Facts } from './facts';
import { operationIn, requestedActionIn } from './facts.registry-request';
import { apiRegionIn, imagesIn, isRegion, type NamedImage } from './registry-reference';

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
