import { isAboutEcr } from '../image';
import type { Facts, Message } from '../message';
import { isOfOtherRegistry } from './login';

/** AWS takes no request: what stands before any policy. */
export function recogniseCredentialsRefused(text: string, facts: Facts): Message | undefined {
  // The AWS CLI and the AWS provider of Terraform name no service then.
  if (/Unable to locate credentials|No valid credential sources found|NoCredentialProviders/i.test(text)) {
    return { kind: 'credentials-refused', reason: 'missing', facts };
  }
  if (!isAboutEcr(text) && !/retrieving caller identity|Terraform AWS Provider/i.test(text)) return undefined;
  if (/Signature expired|Signature not yet current|RequestExpired/i.test(text)) {
    return { kind: 'credentials-refused', reason: 'clock', facts };
  }
  const said =
    /UnrecognizedClientException|InvalidClientTokenId|security token included in the request is invalid|SignatureDoesNotMatch|InvalidSignatureException|IncompleteSignature/i;
  return said.test(text) ? { kind: 'credentials-refused', reason: 'invalid', facts } : undefined;
}

/** ECR answers 400 to what is no password of its own. */
export function recogniseLoginRefused(text: string, facts: Facts): Message | undefined {
  const said = /login attempt to \S{1,300} failed with status: ?400/i;
  return said.test(text) && /\.dkr[.-]ecr/.test(text) ? { kind: 'login-refused', facts } : undefined;
}

/** The login worked, and its token was not kept. */
export function recogniseLoginNotStored(text: string, facts: Facts): Message | undefined {
  return /error storing credentials/i.test(text) && !isOfOtherRegistry(text)
    ? { kind: 'login-not-stored', facts }
    : undefined;
}

/** `docker login --password-stdin` got nothing, for the command before the pipe had failed. */
export function recogniseNoPassword(text: string, facts: Facts): Message | undefined {
  const said = /Cannot perform an interactive login from a non[- ]TTY device/i;
  return said.test(text) && !isOfOtherRegistry(text) ? { kind: 'no-password', facts } : undefined;
}
