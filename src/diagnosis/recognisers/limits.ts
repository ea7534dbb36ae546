import { apiRegionIn, hostRegionIn, isAboutEcr } from '../image';
import type { Facts, Message } from '../message';

/** Docker Hub's limit counts where the image, or what it is built from, comes from there; ECR's counts API calls. */
export function recogniseTooManyRequests(text: string, facts: Facts): Message | undefined {
  if (/You have reached your (?:unauthenticated )?pull rate limit/i.test(text)) {
    return { kind: 'too-many-requests', by: 'docker-hub', facts };
  }
  const said = /toomanyrequests|429 Too Many Requests|ThrottlingException|ThrottleException|Rate exceeded/i;
  // Docker's word for the status 429. Other registries say more about their limits.
  const isBare = /toomanyrequests: ?Rate exceeded/i.test(text);
  return isBare || (said.test(text) && isAboutEcr(text))
    ? { kind: 'too-many-requests', by: 'ecr', facts }
    : undefined;
}

/** No answer at all: the network, and no policy. */
export function recogniseUnreachable(text: string, facts: Facts): Message | undefined {
  const said =
    /i\/o timeout|Client\.Timeout exceeded|context deadline exceeded|no such host|connection refused|request canceled while waiting|Could not connect to the endpoint URL|Connect timeout on endpoint URL/i;
  if (!said.test(text) || !isAboutEcr(text)) return undefined;
  return { kind: 'unreachable', hostRegion: apiRegionIn(text) ?? hostRegionIn(text), facts };
}

/** The AWS provider's `allowed_account_ids` found other credentials than the account's. */
export function recogniseAccountNotAllowed(text: string, facts: Facts): Message | undefined {
  const match = /AWS account ID not allowed(?:: ?([0-9]{12}))?/i.exec(text);
  return match === null ? undefined : { kind: 'account-not-allowed', found: match[1], facts };
}

/** EC2 and services on it encode what they say of a denial; only the account itself may decode it. */
export function recogniseEncodedDenial(text: string, facts: Facts): Message | undefined {
  const encoded = /Encoded authorization failure message: ?([A-Za-z0-9_-]{20,8192})/i.exec(text)?.[1];
  return encoded === undefined ? undefined : { kind: 'encoded-denial', encoded, facts };
}
