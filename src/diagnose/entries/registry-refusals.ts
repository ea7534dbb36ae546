import { explainNotLoggedIn, explainTokenExpired, type TokenExpired } from '../explanations/login';
import { explainDenialWithoutReason } from './registry-refusals.pull';
import { matchPattern, defineEntry } from '../model/entry';
import { mentionsEcr } from '../parse/registry-reference';
import { mentionsOtherRegistry, refusingRegistryIn } from '../parse/registry-reference.other-service';

/** The ECR token for Docker, or the AWS credentials, have expired. */
export const TOKEN_EXPIRED = defineEntry<TokenExpired>({
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
    return aws.test(text) && mentionsEcr(text) ? { token: 'aws', isSwarm: false, facts } : undefined;
  },
  explain: explainTokenExpired,
});

/** The client sent no credentials for the host. */
export const NOT_LOGGED_IN = defineEntry({
  kind: 'not-logged-in',
  match: matchPattern(
    /no basic auth credentials|401 Unauthorized|unauthorized: authentication required|no auth config found for registry|missing X-Registry-Auth|status=401|credential required for basic auth|unable to retrieve auth token|failed to authorize/i,
    // Docker often omits the host of the registry. A response of another registry is not one of ECR.
    (text) =>
      (mentionsEcr(text) && refusingRegistryIn(text) === undefined) ||
      (/no basic auth credentials|X-Registry-Auth/i.test(text) && !mentionsOtherRegistry(text)),
  ),
  explain: explainNotLoggedIn,
});

/** Docker's message for any denial of a registry. */
export const PULL_DENIED = defineEntry({
  kind: 'pull-denied',
  match: matchPattern(
    /repository does not exist or may require '?(?:docker login|authorization)|pull access denied|requested access to the resource is denied/i,
    mentionsEcr,
  ),
  explain: explainDenialWithoutReason,
});

/** A 403 without a reason. containerd does not read the response body of AWS. */
export const FORBIDDEN = defineEntry({
  kind: 'forbidden',
  match: matchPattern(
    /403 Forbidden|status code:? 403|HTTP 403 response body|BUILD_CONTAINER_UNABLE_TO_PULL_IMAGE/i,
    mentionsEcr,
  ),
  explain: explainDenialWithoutReason,
});
