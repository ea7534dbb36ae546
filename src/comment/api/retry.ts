/** What a request ended with, apart from success. */
export type Failure =
  | {
      readonly kind: 'response';
      readonly status: number;
      readonly headers: Pick<Headers, 'get'>;
      /** The message of the API. */
      readonly message: string;
    }
  /** No response arrived. The request may have been executed. */
  | { readonly kind: 'network'; readonly code: string };

export type RetryDecision =
  | { readonly kind: 'fail' }
  /** `limited`: the host refused the request. `unavailable`: the host may have executed it. */
  | { readonly kind: 'limited' | 'unavailable'; readonly delay: number };

/** Attempts for a host that does not respond: the delays are 1, 2, 4, 8 and 16 seconds. */
const MAX_ATTEMPTS = 6;

const SECOND = 1_000;

/** GitHub: "wait for at least one minute", and longer each time, if the response contains no time. */
const DEFAULT_LIMIT_DELAY = 60 * SECOND;

/**
 * Decides whether to repeat a request.
 * https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#exceeding-the-rate-limit
 * @param attempt number of the failed attempt, from 1
 * @param now milliseconds since 1970
 */
export function decideRetry(failure: Failure, attempt: number, now: number): RetryDecision {
  if (failure.kind === 'network') {
    if (isUntrustedCertificate(failure.code)) return { kind: 'fail' };
    return retryUnavailable(attempt, undefined);
  }
  const stated = statedDelay(failure.headers, now);
  if (isLimited(failure)) {
    // Each wait is longer: GitHub blocks programs that continue to send requests.
    const factor = 2 ** (attempt - 1);
    const delay = Math.max(stated ?? DEFAULT_LIMIT_DELAY * factor, SECOND * factor);
    return { kind: 'limited', delay };
  }
  return failure.status >= 500 ? retryUnavailable(attempt, stated) : { kind: 'fail' };
}

function retryUnavailable(attempt: number, stated: number | undefined): RetryDecision {
  if (attempt >= MAX_ATTEMPTS) return { kind: 'fail' };
  return { kind: 'unavailable', delay: stated ?? 2 ** (attempt - 1) * SECOND };
}

/** A 403 is also the response for a missing permission, which no repetition changes. */
function isLimited({ status, headers, message }: Failure & { readonly kind: 'response' }): boolean {
  if (status === 429) return true;
  if (status === 403) {
    const isMarked = headers.get('retry-after') !== null || headers.get('x-ratelimit-remaining') === '0';
    return isMarked || /secondary rate limit|abuse detection/i.test(message);
  }
  // GitHub's limit for creating content: https://github.com/cli/cli/issues/4801
  return status === 422 && /submitted too quickly/i.test(message);
}

/** Returns the milliseconds until the host accepts requests again, or undefined if the response does not state it. */
function statedDelay(headers: Pick<Headers, 'get'>, now: number): number | undefined {
  const after = headers.get('retry-after');
  if (after !== null) {
    const delay = /^\d+$/.test(after) ? Number(after) * SECOND : Date.parse(after) - now;
    if (Number.isFinite(delay)) return Math.max(delay, SECOND);
  }
  const isUsedUp = ['x-ratelimit-remaining', 'ratelimit-remaining'].some((name) => headers.get(name) === '0');
  const reset = Number(headers.get('x-ratelimit-reset') ?? headers.get('ratelimit-reset') ?? Number.NaN);
  if (!isUsedUp || !Number.isFinite(reset)) return undefined;
  // The time has no fraction of a second.
  return Math.max(reset * SECOND - now, 0) + SECOND;
}

/** OpenSSL's codes for a certificate of an unknown authority. */
export function isUntrustedCertificate(code: string): boolean {
  return /CERT|SIGNATURE|ISSUER/.test(code);
}
