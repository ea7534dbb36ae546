import {
  explainCredentialsRefused,
  explainLoginNotStored,
  explainLoginRefused,
  explainNoPassword,
  type LoginRefused,
  type CredentialsRefused,
} from './credentials.credentials';
import { matchPattern, defineEntry } from '../model/entry';
import { mentionsEcr } from '../parse/registry-reference';
import { mentionsOtherRegistry } from '../parse/registry-reference.other-service';

/** AWS rejects the credentials before it evaluates any policy. */
export const CREDENTIALS_REFUSED = defineEntry<CredentialsRefused>({
  kind: 'credentials-refused',
  match: (text, facts) => {
    const reason = refusalReasonIn(text);
    const isFromHelper = /ecr: Failed to get authorization token|Error retrieving credentials|ecr-login/.test(
      text,
    );
    return reason === undefined ? undefined : { reason, isFromHelper, facts };
  },
  explain: explainCredentialsRefused,
});

function refusalReasonIn(text: string): CredentialsRefused['reason'] | undefined {
  // The AWS CLI and the AWS provider of Terraform name no service in these messages.
  if (
    /Unable to locate credentials|No valid credential sources found|NoCredentialProviders|Could not load credentials from any providers|no EC2 IMDS role found|Credentials could not be loaded|Missing credentials in config/i.test(
      text,
    )
  ) {
    return 'missing';
  }
  // Every AWS service prints these. The clock is wrong for all of them.
  if (/Signature expired|Signature not yet current/i.test(text)) return 'clock';
  if (!mentionsEcr(text) && !/retrieving caller identity|Terraform AWS Provider/i.test(text))
    return undefined;
  if (text.includes('RequestExpired')) return 'clock';
  const invalid =
    /UnrecognizedClientException|InvalidClientTokenId|security token included in the request is invalid|SignatureDoesNotMatch|InvalidSignatureException|IncompleteSignature/i;
  return invalid.test(text) ? 'invalid' : undefined;
}

/** ECR responds with 400 to a password that is not an ECR token. */
export const LOGIN_REFUSED = defineEntry<LoginRefused>({
  kind: 'login-refused',
  match: (text, facts) =>
    matchLoginRefused(text, facts) === undefined
      ? undefined
      : { passwordRegion: /--region[ =]([a-z0-9-]{6,25})/.exec(text)?.[1], facts },
  explain: explainLoginRefused,
});

const matchLoginRefused = matchPattern(/login attempt to \S{1,300} failed with status: ?40[013]/i, (text) =>
  /\.dkr[.-]ecr/.test(text),
);

/** The login succeeded, but Docker could not store its token. */
export const LOGIN_NOT_STORED = defineEntry({
  kind: 'login-not-stored',
  match: matchPattern(/error storing credentials/i, (text) => !mentionsOtherRegistry(text)),
  explain: explainLoginNotStored,
});

/** `docker login --password-stdin` read no password, because the command before the pipe failed. */
export const NO_PASSWORD = defineEntry({
  kind: 'no-password',
  match: matchPattern(
    /Cannot perform an interactive login from a non[- ]TTY device|reading password: inappropriate ioctl/i,
    (text) => !mentionsOtherRegistry(text),
  ),
  explain: explainNoPassword,
});
