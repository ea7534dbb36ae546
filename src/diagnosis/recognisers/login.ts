import { isAboutEcr } from '../image';
import type { Facts, Message } from '../message';

/** ECR's token for Docker, or the credentials of AWS behind it, are no longer valid. */
export function recogniseExpired(text: string, facts: Facts): Message | undefined {
  if (/Your authorization token has expired/i.test(text)) {
    return { kind: 'token-expired', token: 'docker', facts };
  }
  if (
    !/ExpiredToken|The security token included in the request is expired|The SSO session .{0,200}has expired/i.test(
      text,
    )
  ) {
    return undefined;
  }
  return isAboutEcr(text) ? { kind: 'token-expired', token: 'aws', facts } : undefined;
}

/** The client sent no credentials for this host: it is logged in elsewhere, or nowhere. */
export function recogniseNotLoggedIn(text: string, facts: Facts): Message | undefined {
  const said = /no basic auth credentials|401 Unauthorized|unauthorized: authentication required/i.test(text);
  return said && namesEcrOrNothing(text) ? { kind: 'not-logged-in', facts } : undefined;
}

/** Docker's words for whatever a registry denies; AWS's own sentence, where it is wrapped, is recognised before. */
export function recognisePullDenied(text: string, facts: Facts): Message | undefined {
  const said =
    /repository does not exist or may require '?(?:docker login|authorization)|pull access denied|requested access to the resource is denied/i;
  return said.test(text) && isAboutEcr(text) ? { kind: 'pull-denied', facts } : undefined;
}

/** A bare 403, as containerd prints it, which does not read what AWS says. */
export function recogniseForbidden(text: string, facts: Facts): Message | undefined {
  const said = /403 Forbidden|status code 403|BUILD_CONTAINER_UNABLE_TO_PULL_IMAGE/i;
  return said.test(text) && isAboutEcr(text) ? { kind: 'forbidden', facts } : undefined;
}

/** Lambda asks ECR itself, and does not pass on what it is told. */
export function recogniseLambdaDenied(text: string, facts: Facts): Message | undefined {
  return /Lambda does not have permission to access the ECR image/i.test(text)
    ? { kind: 'lambda-denied', facts }
    : undefined;
}

/** The answer of another registry is another matter; Docker often leaves out who answered. */
function namesEcrOrNothing(text: string): boolean {
  return isAboutEcr(text) || (/no basic auth credentials/i.test(text) && !isOfOtherRegistry(text));
}

export function isOfOtherRegistry(text: string): boolean {
  return OTHER_REGISTRY.test(text);
}

const OTHER_REGISTRY = /docker\.io|ghcr\.io|gcr\.io|azurecr\.io|quay\.io|gitlab\.|pkg\.dev|public\.ecr\.aws/i;
