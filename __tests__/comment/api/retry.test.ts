import { decideRetry } from '../../../src/comment/api/retry';

const NOW = Date.UTC(2026, 10, 30);

const response = (status: number, headers: Readonly<Record<string, string>> = {}, message = '') =>
  ({ kind: 'response', status, headers: new Headers(headers), message }) as const;

test.each<readonly [title: string, ...Parameters<typeof decideRetry>, delay: number | undefined]>([
  ['a missing permission', response(403), 1, NOW, undefined],
  ['a missing pull request', response(404), 1, NOW, undefined],
  ['an invalid request', response(422), 1, NOW, undefined],
  ['a limit without a time', response(429), 1, NOW, 60_000],
  ['the second limit without a time', response(429), 2, NOW, 120_000],
  [
    'a limit with a date',
    response(429, { 'retry-after': new Date(NOW + 9_000).toUTCString() }),
    1,
    NOW,
    9_000,
  ],
  ['a limit with an invalid date', response(429, { 'retry-after': 'soon' }), 1, NOW, 60_000],
  ['a limit with no wait', response(429, { 'retry-after': '0' }), 1, NOW, 1_000],
  ['a limit with no wait, again', response(429, { 'retry-after': '0' }), 5, NOW, 16_000],
  [
    'a limit of GitLab',
    response(429, { 'ratelimit-remaining': '0', 'ratelimit-reset': String(NOW / 1_000 + 4) }),
    1,
    NOW,
    5_000,
  ],
  ['a server that states a time', response(503, { 'retry-after': '20' }), 1, NOW, 20_000],
  ['a server that fails again', response(500), 3, NOW, 4_000],
  ['a server that fails always', response(500), 6, NOW, undefined],
  ['a lost connection', { kind: 'network', code: 'ECONNRESET' }, 1, NOW, 1_000],
  [
    'a certificate that is not trusted',
    { kind: 'network', code: 'SELF_SIGNED_CERT_IN_CHAIN' },
    1,
    NOW,
    undefined,
  ],
  [
    'a certificate without its issuer',
    { kind: 'network', code: 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY' },
    1,
    NOW,
    undefined,
  ],
])('decides for %s', (_, failure, attempt, now, delay) => {
  const decision = decideRetry(failure, attempt, now);

  expect(decision.kind === 'fail' ? undefined : decision.delay).toBe(delay);
});

test('distinguishes a request that the host refused from one that it may have executed', () => {
  expect(decideRetry(response(429), 1, NOW).kind).toBe('limited');
  expect(decideRetry(response(502), 1, NOW).kind).toBe('unavailable');
});
