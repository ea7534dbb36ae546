import { CALLS, type CallName } from './calls';

/** Why a call of AWS failed. */
export interface Failure {
  readonly call: CallName;
  readonly kind: FailureKind;
  /** The name of the error: `AccessDeniedException`, `ECONNRESET`. */
  readonly code: string;
  /** The message of AWS or of the network, in one line. */
  readonly message: string;
}

export type FailureKind =
  /** An IAM policy does not allow the call. The name of the call is the action that is missing. */
  | 'denied'
  /** There are no credentials, or they are expired or invalid. */
  | 'credentials'
  /** AWS still rejected the call for its rate after every retry. */
  | 'throttled'
  /** The endpoint does not implement the call: an emulator, or a partition without the API. */
  | 'not-supported'
  /** The service has an internal error. */
  | 'unavailable'
  /** There is no connection, or it was cut. */
  | 'network'
  /** AWS rejected the call for another reason, which `code` names. */
  | 'rejected'
  /** The credentials belong to another account. */
  | 'wrong-account'
  /** AWS returned a value that this version does not support. */
  | 'unsupported-value';

/** A call of AWS that failed. Any other error is a bug in this program. */
export class AwsError extends Error {
  public constructor(public readonly failure: Failure) {
    super(`${failure.call}: ${failure.message}`);
  }
}

/** Names of errors, of every service and of the SDK. Services spell them differently. */
const KINDS_BY_NAME: Readonly<Record<string, FailureKind>> = {
  AccessDenied: 'denied',
  AccessDeniedException: 'denied',
  UnauthorizedOperation: 'denied',
  CredentialsProviderError: 'credentials',
  ExpiredToken: 'credentials',
  ExpiredTokenException: 'credentials',
  IncompleteSignature: 'credentials',
  InvalidClientTokenId: 'credentials',
  InvalidSignatureException: 'credentials',
  MissingAuthenticationTokenException: 'credentials',
  SignatureDoesNotMatch: 'credentials',
  TokenProviderError: 'credentials',
  UnrecognizedClientException: 'credentials',
  Throttling: 'throttled',
  ThrottlingException: 'throttled',
  RequestLimitExceeded: 'throttled',
  TooManyRequestsException: 'throttled',
  InvalidAction: 'not-supported',
  UnknownOperationException: 'not-supported',
  TimeoutError: 'network',
};

/** Returns the failure of a call, or undefined if the error is not one of AWS, the SDK or the network. */
export function failureOf(call: CallName, error: unknown): Failure | undefined {
  if (!(error instanceof Error)) return undefined;
  const { name, message } = error;
  const code = codeOf(error) ?? name;
  const kind = kindOf(error, code);
  return kind && { call, kind, code, message: messageOf(call, kind, message === '' ? code : message) };
}

function kindOf(error: Error, code: string): FailureKind | undefined {
  const status = statusOf(error);
  const isOfSdk = status !== undefined || error.message.startsWith(SDK_WRAPPER);
  if (isHtml(error) && isOfSdk) return isUnavailable(status) ? 'unavailable' : 'not-supported';
  const byName = Object.hasOwn(KINDS_BY_NAME, error.name) ? KINDS_BY_NAME[error.name] : undefined;
  if (byName !== undefined) return byName;
  if (FILE_CODE.test(code)) return 'credentials';
  if (NETWORK_CODE.test(code) || NETWORK_MESSAGE.test(error.message)) return 'network';
  if (status === undefined) return undefined;
  return status >= 500 ? 'unavailable' : 'rejected';
}

/** Of Node.js: the connection, the certificate, and an endpoint that is not a URL. */
const NETWORK_CODE =
  /^(?:ECONN[A-Z]+|ENOTFOUND|EAI_[A-Z]+|EPIPE|EPROTO|ETIMEDOUT|E(?:HOST|NET)[A-Z]+|ERR_INVALID_URL|ERR_(?:SSL|TLS)_\w+|UND_ERR_\w+|UNABLE_TO_\w+|CERT_\w+|\w+_CERT(?:_\w+)?)$/;

/** A file that the profile names, such as a web identity token, cannot be read. */
const FILE_CODE = /^(?:EACCES|EISDIR|ENOENT)$/;

const SDK_WRAPPER = 'AWS SDK error wrapper for ';

/** Errors of the connection without a code, of which the SDK wraps some. A name other than Error is that of a bug. */
const NETWORK_MESSAGE =
  /^AWS SDK error wrapper for Error\b|\b(?:aborted|socket hang up|ECONN[A-Z]+|ENOTFOUND|EPIPE|ETIMEDOUT)\b/;

/** Whether the response is HTML or text instead of JSON or XML. A bug of this program can be a SyntaxError, too. */
function isHtml({ name, message }: Error): boolean {
  return (
    name === 'SyntaxError' ||
    /^(?:AWS SDK error wrapper for SyntaxError\b|@aws-sdk XML parse error)/.test(message)
  );
}

/** A proxy or load balancer in front of the service returns these with a page of its own. */
function isUnavailable(status: number | undefined): boolean {
  return status === 502 || status === 503 || status === 504;
}

/** Returns the status of the HTTP response of the response, or undefined. */
function statusOf(error: Error): number | undefined {
  const metadata = '$metadata' in error ? error.$metadata : undefined;
  if (typeof metadata !== 'object' || metadata === null || !('httpStatusCode' in metadata)) return undefined;
  return typeof metadata.httpStatusCode === 'number' ? metadata.httpStatusCode : undefined;
}

function codeOf(error: Error): string | undefined {
  return 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** A parser's message about HTML does not help, and the SDK adds how a program finds the response. */
function messageOf(call: CallName, kind: FailureKind, message: string): string {
  if (kind === 'not-supported') return `The endpoint does not implement ${call}.`;
  const text = message
    .replace(/\s+/g, ' ')
    .replace(/ ?Deserialization error:?.*$/, '')
    .replace(/^AWS SDK error wrapper for Error:? ?/, '')
    .trim();
  if (isParserMessage(text)) return 'The response is not from AWS: it is neither JSON nor XML.';
  if (text === 'aborted') return 'The connection was aborted.';
  return text === '' ? 'The request failed.' : text;
}

function isParserMessage(text: string): boolean {
  return /SyntaxError|is not valid JSON|^Unexpected (?:token|end of JSON)|XML parse error/.test(text);
}

/** Returns whether a call failed with an error of this name, such as `RepositoryPolicyNotFoundException`. */
export function isRejectedWith(error: unknown, code: string): error is AwsError {
  return error instanceof AwsError && error.failure.code === code;
}

const CHECK_INSPECTOR =
  "Check the status with 'aws inspector2 batch-get-account-status'. An emulator can lack it.";

/** Returns what to do about a failure, as a sentence. */
export function failureHelp({ call, kind }: Failure): string {
  switch (kind) {
    case 'denied':
      return `Allow ${call} in a policy of the principal that you use.`;
    case 'credentials':
      return "Log in again, for example with 'aws sso login', and check the profile with 'aws sts get-caller-identity'. A Region that the account has not enabled rejects all credentials, too.";
    case 'throttled':
      return 'Run the command again later.';
    case 'not-supported':
      return 'An emulator or an older partition can lack this call.';
    case 'unavailable':
      return 'Run the command again later.';
    case 'network':
      return 'Check the network, the proxy and AWS_ENDPOINT_URL, and run the command again.';
    case 'rejected':
      if (call === 'inspector2:BatchGetAccountStatus') return CHECK_INSPECTOR;
      return CALLS[call].access === 'read'
        ? 'Check that the account and the Region of the registry are correct.'
        : 'Check the request, and run the command again.';
    case 'wrong-account':
      return "Correct 'profile' or 'assumeRole' of the account, or its 'id'.";
    case 'unsupported-value':
      return 'Update ecr-topology. Until then, manage this value outside the topology.';
  }
}

/**
 * Returns the failure of an error of `AwsSession`.
 * @throws the error if it is another one, which is a bug of this program
 */
export function failureIn(error: unknown): Failure {
  if (error instanceof AwsError) return error.failure;
  throw error;
}
