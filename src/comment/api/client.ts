import { count } from '../../base/text';
import { CommentError } from './comment-error';
import { apiMessage, failureText, type HostTexts } from './failure-text';
import { textOf } from './fields';
import { decideRetry, type Failure, type RetryDecision } from './retry';

export interface Clock {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
}

/** How requests are sent to a code host. */
export interface ApiSettings {
  readonly texts: HostTexts;
  /** Headers of all requests, with the token. */
  readonly headers: Readonly<Record<string, string>>;
  /** Never part of a message. */
  readonly token: string;
  readonly clock: Clock;
  /** Reports a wait, because the log of a pipeline shows nothing in the meantime. */
  readonly onWait: (text: string) => void;
  /** Milliseconds for one request. */
  readonly timeout?: number;
}

export interface ApiRequest {
  readonly method: 'DELETE' | 'GET' | 'PATCH' | 'POST' | 'PUT';
  readonly url: URL;
  readonly body?: object;
  /** Statuses that the caller handles, in addition to success. */
  readonly accepts?: readonly number[];
}

export interface ApiResponse {
  readonly status: number;
  readonly headers: Pick<Headers, 'get'>;
  /** Parsed JSON, or undefined if the response is empty. */
  readonly data: unknown;
}

type FailedAttempt = Failure & { readonly isFailure: true };

/** All requests of a command together. Jobs of pipelines often end after five minutes. */
const MAX_TOTAL_TIME = 240_000;

const REQUEST_TIMEOUT = 30_000;

/** Waits that a user does not notice are not reported. */
const MIN_REPORTED_DELAY = 4_000;

/** Sends requests to the API of a code host, and repeats those that fail temporarily. */
export class ApiClient {
  private readonly deadline: number;

  public constructor(private readonly settings: ApiSettings) {
    this.deadline = settings.clock.now() + MAX_TOTAL_TIME;
  }

  /**
   * Sends a request that may be repeated.
   * @throws CommentError if it fails
   */
  public async request(request: ApiRequest): Promise<ApiResponse> {
    for (let attempt = 1; ; attempt += 1) {
      const response = await this.requestOnce(request, attempt);
      if (response !== undefined) return response;
    }
  }

  /**
   * Sends a request that creates something. Repeats it only if the host refused it.
   * @param attempt number of the attempt, from 1
   * @returns undefined if the host may have executed it. The time before the next attempt is over then
   * @throws CommentError if it fails, and another attempt would not help
   */
  public async requestOnce(request: ApiRequest, attempt: number): Promise<ApiResponse | undefined> {
    for (let number = attempt; ; number += 1) {
      const result = await this.send(request);
      if (!('isFailure' in result)) return result;
      const decision = decideRetry(result, number, this.settings.clock.now());
      await this.wait(decision, result, request);
      if (decision.kind === 'unavailable') return undefined;
    }
  }

  /** @throws CommentError if the wait would be too long */
  private async wait(decision: RetryDecision, failure: Failure, request: ApiRequest): Promise<void> {
    const { clock, texts, onWait } = this.settings;
    if (decision.kind === 'fail' || clock.now() + decision.delay > this.deadline) {
      const limitedFor = decision.kind === 'limited' ? decision.delay : undefined;
      throw this.error(failureText(failure, request, texts, limitedFor));
    }
    if (decision.delay >= MIN_REPORTED_DELAY) {
      const reason = waitReason(decision, failure, request, texts.name);
      onWait(`${reason}. The next attempt is in ${seconds(decision.delay)}.`);
    }
    await clock.sleep(decision.delay);
  }

  private async send({ method, url, body, accepts = [] }: ApiRequest): Promise<ApiResponse | FailedAttempt> {
    const { headers, texts, timeout = REQUEST_TIMEOUT } = this.settings;
    try {
      const response = await fetch(url, {
        method,
        headers: body === undefined ? headers : { ...headers, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        // A redirect could send the token to another host.
        redirect: 'manual',
        signal: AbortSignal.timeout(timeout),
      });
      const { status } = response;
      const text = await response.text();
      const data = parseJson(text);
      const result = { status, headers: response.headers, data: data?.value };
      if (accepts.includes(status)) return result;
      if (!response.ok) {
        return { ...result, isFailure: true, kind: 'response', message: apiMessage(result.data) };
      }
      if (text !== '' && data === undefined) throw this.error(noJsonText(texts.name, url));
      return result;
    } catch (error) {
      if (error instanceof CommentError) throw error;
      return { isFailure: true, kind: 'network', code: networkCode(error) };
    }
  }

  private error(message: string): CommentError {
    return new CommentError(message.replaceAll(this.settings.token, '***'));
  }
}

function parseJson(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}

function noJsonText(name: string, { origin, pathname }: URL): string {
  return `The response of ${origin}${pathname} is not JSON, so it is not from the API of ${name}. Set --api-url to the URL of the API.`;
}

/** Node puts the error of the operating system, or of TLS, into the cause of its own error. */
function networkCode(error: unknown): string {
  if (error instanceof Error && error.name === 'TimeoutError') return 'ETIMEDOUT';
  return textOf(error, 'cause', 'code') ?? textOf(error, 'code') ?? 'no response';
}

function waitReason(decision: RetryDecision, failure: Failure, { url }: ApiRequest, name: string): string {
  if (decision.kind === 'limited') return `${name} limits requests`;
  return failure.kind === 'network'
    ? `No response from ${url.host} (${failure.code})`
    : `${name} responded with ${failure.status}`;
}

function seconds(milliseconds: number): string {
  return count(Math.ceil(milliseconds / 1_000), 'second', 'seconds');
}
