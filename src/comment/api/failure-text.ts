import { count } from '../../base/text';
import { fieldOf, textOf } from './fields';
import { isUntrustedCertificate, type Failure } from './retry';

/** What error messages of a code host contain. */
export interface HostTexts {
  /** `GitHub` or `GitLab`. */
  readonly name: string;
  /** The environment variable that contains the token. */
  readonly tokenVariable: string;
  /** The pull request: `pull request 7 of acme/images`. */
  readonly target: string;
  /** How to give the token its permission, as a sentence. */
  readonly permission: string;
  /** The options that select the pull request. */
  readonly targetOptions: string;
}

export interface FailedRequest {
  readonly method: string;
  readonly url: URL;
}

/**
 * Renders why a request failed, in one line, with the fix.
 * @param limitedFor milliseconds until the host accepts requests again, if it limits them
 */
export function failureText(
  failure: Failure,
  request: FailedRequest,
  host: HostTexts,
  limitedFor: number | undefined,
): string {
  if (failure.kind === 'network') return networkText(failure.code, request.url);
  const { status, message } = failure;
  const response = `${host.name} responded with ${status} to ${request.method} ${request.url.pathname}`;
  const detail = message === '' ? '' : `: ${message.replace(/\.$/, '')}`;
  const fix = limitedFor === undefined ? fixFor(failure, host) : limitFix(limitedFor);
  return `${response}${detail}. ${fix}`;
}

function limitFix(limitedFor: number): string {
  const minutes = count(Math.ceil(limitedFor / 60_000), 'minute', 'minutes');
  return `The limit for requests ends in ${minutes}. Run the command again after that.`;
}

function fixFor(
  { status, message, headers }: Failure & { readonly kind: 'response' },
  host: HostTexts,
): string {
  const { name, tokenVariable, target, permission, targetOptions } = host;
  if (status >= 300 && status < 400) return redirectFix(headers.get('location'), targetOptions);
  if (/\blocked\b/i.test(message)) return `Unlock the conversation of ${target}.`;
  switch (status) {
    case 401:
      return `Set ${tokenVariable} to a token that is valid and not expired.`;
    case 403:
      return permission;
    case 404:
    case 410:
      return `Check that ${target} exists (${targetOptions}). ${permission}`;
    default:
      return status >= 500 || status === 429
        ? 'Run the command again later.'
        : `Check the file, ${targetOptions} and --api-url against the message of ${name}.`;
  }
}

/** A token that follows a redirect can reach another host. */
function redirectFix(location: string | null, targetOptions: string): string {
  const target = location === null || !URL.canParse(location) ? undefined : new URL(location);
  const named = target === undefined ? '' : ` to ${target.origin}${target.pathname}`;
  return `The token is not sent with a redirect${named}. Set --api-url or ${targetOptions} to the current name.`;
}

function networkText(code: string, { host }: URL): string {
  if (isUntrustedCertificate(code)) {
    return `The TLS certificate of ${host} is not trusted (${code}). Set NODE_EXTRA_CA_CERTS to the file with the certificate of its authority.`;
  }
  return `Cannot connect to ${host} (${code}). Check --api-url and the network. For a proxy in HTTPS_PROXY, set NODE_USE_ENV_PROXY=1 (Node 22.21 or later).`;
}

/** Maximum length of a message of an API. */
const MAX_MESSAGE_LENGTH = 300;

/** Returns the message in the response of GitHub or GitLab. */
export function apiMessage(data: unknown): string {
  const errors = fieldOf(data, 'errors');
  const details = (Array.isArray(errors) ? (errors as readonly unknown[]) : []).map((error) =>
    typeof error === 'string' ? error : (textOf(error, 'message') ?? textOf(error, 'code')),
  );
  const message = fieldOf(data, 'message');
  const texts = [
    typeof message === 'object' && message !== null ? JSON.stringify(message) : message,
    ...details,
    textOf(data, 'error'),
    textOf(data, 'error_description'),
  ];
  const text = texts
    .filter((each) => typeof each === 'string' && each !== '')
    .join(': ')
    .replace(/\s+/g, ' ');
  return text.length <= MAX_MESSAGE_LENGTH ? text : `${text.slice(0, MAX_MESSAGE_LENGTH)}…`;
}
