import { notLoggedIn, tokenExpired, type TokenExpired } from '../causes/login';
import { deniedWithoutReason } from '../causes/pull';
import { containing, entry } from '../entry';
import { isAboutEcr } from '../image';
import { isOfOtherRegistry, refusingRegistryIn } from '../other-service';

/** The ECR token for Docker, or the AWS credentials, have expired. */
export const TOKEN_EXPIRED = entry<TokenExpired>({
  kind: 'token-expired',
  match: (text, facts) => {
    if (/Your authorization token has expired/i.test(text)) {
      return {
        token: 'docker',
        isSwarm: /swarm|node\/agent|taskmanager|service\.id|Not continuing with pull/i.test(text),
        facts,
      };
    }
    const aws =
      /ExpiredToken|The security token included in the request is expired|The SSO session .{0,200}has expired/i;
    return aws.test(text) && isAboutEcr(text) ? { token: 'aws', isSwarm: false, facts } : undefined;
  },
  explain: tokenExpired,
});

/** The client sent no credentials for the host. */
export const NOT_LOGGED_IN = entry({
  kind: 'not-logged-in',
  match: containing(
    /no basic auth credentials|401 Unauthorized|unauthorized: authentication required|no auth config found for registry|missing X-Registry-Auth|status=401|credential required for basic auth|unable to retrieve auth token|failed to authorize/i,
    // Docker often omits the host of the registry. A response of another registry is not one of ECR.
    (text) =>
      (isAboutEcr(text) && refusingRegistryIn(text) === undefined) ||
      (/no basic auth credentials|X-Registry-Auth/i.test(text) && !isOfOtherRegistry(text)),
  ),
  explain: notLoggedIn,
});

/** Docker's message for any denial of a registry. */
export const PULL_DENIED = entry({
  kind: 'pull-denied',
  match: containing(
    /repository does not exist or may require '?(?:docker login|authorization)|pull access denied|requested access to the resource is denied/i,
    isAboutEcr,
  ),
  explain: deniedWithoutReason,
});

/** A 403 without a reason. containerd does not read the response body of AWS. */
export const FORBIDDEN = entry({
  kind: 'forbidden',
  match: containing(
    /403 Forbidden|status code:? 403|HTTP 403 response body|BUILD_CONTAINER_UNABLE_TO_PULL_IMAGE/i,
    isAboutEcr,
  ),
  explain: deniedWithoutReason,
});
