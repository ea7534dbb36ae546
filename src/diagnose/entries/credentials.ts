import { loginSteps } from '../explanations/login';
import {
  credentialHelperCode,
  profileOption,
  registryHostFor,
  SHOW_CALLER_STEP,
} from '../explanations/steps';
import { accountText, callerAccountOf, registryWithAccountText, type Case } from '../model/case';
import { PAGES, type Step } from '../model/diagnosis';
import { defineEntry, matchPattern, type FamilyEntries } from '../model/entry';
import { registryNameIn } from '../model/location';
import { mentionsEcr, mentionsOtherRegistry } from '../parse/registry-reference';

/** AWS rejects the credentials before it evaluates any policy. */
const CREDENTIALS_REFUSED = defineEntry<CredentialsRefused>({
  kind: 'credentials-refused',
  match: (text, facts) => {
    const reason = refusalReasonIn(text);
    const isFromHelper = /ecr: Failed to get authorization token|Error retrieving credentials|ecr-login/.test(
      text,
    );
    return reason === undefined ? undefined : { reason, isFromHelper, facts };
  },
  explain: ({ message }) => {
    const { summary, cause } = CREDENTIAL_CAUSES[message.reason];
    return {
      summary,
      cause: `${message.isFromHelper ? HELPER_TEXT : ''}${cause}`,
      policies: [],
      steps: [...CREDENTIAL_STEPS[message.reason], SHOW_CALLER_STEP],
      certainty: { level: 'certain', because: 'AWS checks the credentials before it evaluates any policy' },
      page: PAGES.credentials,
    };
  },
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
  if (!mentionsEcr(text) && !/retrieving caller identity|Terraform AWS Provider/i.test(text)) {
    return undefined;
  }
  if (text.includes('RequestExpired')) return 'clock';
  const invalid =
    /UnrecognizedClientException|InvalidClientTokenId|security token included in the request is invalid|SignatureDoesNotMatch|InvalidSignatureException|IncompleteSignature/i;
  return invalid.test(text) ? 'invalid' : undefined;
}

/** ECR responds with 400 to a password that is not an ECR token. */
const LOGIN_REFUSED = defineEntry<LoginRefused>({
  kind: 'login-refused',
  match: (text, facts) =>
    matchLoginRefused(text, facts) === undefined
      ? undefined
      : { passwordRegion: /--region[ =]([a-z0-9-]{6,25})/.exec(text)?.[1], facts },
  explain: (failure) => {
    const { caller, declared, location } = failure;
    const region = location.region ?? 'REGION';
    const host = registryHostFor(location);
    const profile = profileOption(callerAccountOf(caller), declared);
    return {
      summary: `${registryWithAccountText(location)} rejected the user name or the password.`,
      cause: `${mismatchText(failure)}Usual causes: PowerShell or a terminal (docker run -t) changes the password in the pipe; the user name is not AWS; the password is not from aws ecr get-login-password (for example, a Docker Hub password or a secret access key); the password has expired or is for another Region${location.accountId === undefined ? '; the account ID in the host is missing, or is not 12 digits without hyphens' : ''}.`,
      policies: [],
      steps: [
        ...loginSteps(failure),
        {
          text: 'On Windows, run the pipe in cmd instead of PowerShell.',
          code: {
            language: 'sh',
            text: `cmd /c "aws ecr get-login-password --region ${region}${profile} | docker login --username AWS --password-stdin ${host}"\n`,
          },
        },
      ],
      certainty: { level: 'open', because: 'ECR returns only a status code' },
      page: PAGES.registryAuth,
    };
  },
});

const matchLoginRefused = matchPattern(/login attempt to \S{1,300} failed with status: ?40[013]/i, (text) =>
  /\.dkr[.-]ecr/.test(text),
);

/** The login succeeded, but Docker could not store its token. */
const LOGIN_NOT_STORED = defineEntry({
  kind: 'login-not-stored',
  match: matchPattern(/error storing credentials/i, (text) => !mentionsOtherRegistry(text)),
  /** Windows stores at most 2,560 bytes, and a token is often longer. */
  explain: ({ location }) => ({
    summary: 'The login succeeded, but Docker could not store the password on this machine.',
    cause:
      "Docker stores the password with the credential helper in ~/.docker/config.json (credsStore). On Windows, wincred rejects a password as long as that of ECR ('The stub received bad data'). On a Mac, osxkeychain fails if the keychain is locked or there is no desktop session ('The user name or passphrase you entered is not correct', -25308): unlock it with security unlock-keychain. Two logins at the same time or an old entry cause 'already exists in the keychain': run docker logout HOST, and log in again. On Linux, the password store (pass) must be initialized. 'exec format error' means that the helper is for another platform. ecr-login stores no passwords ('not implemented'), because it needs no docker login.",
    policies: [],
    steps: [
      {
        text: 'Set the ECR credential helper (docker-credential-ecr-login) for this host in ~/.docker/config.json. docker login is then no longer needed.',
        code: credentialHelperCode(location),
      },
    ],
    certainty: { level: 'certain', because: 'Docker reports the cause after ECR accepted the login' },
    page: PAGES.credentialHelper,
  }),
});

/** `docker login --password-stdin` read no password, because the command before the pipe failed. */
const NO_PASSWORD = defineEntry({
  kind: 'no-password',
  match: matchPattern(
    /Cannot perform an interactive login from a non[- ]TTY device|reading password: inappropriate ioctl/i,
    (text) => !mentionsOtherRegistry(text),
  ),
  explain: (failure) => ({
    summary: 'No password was passed to docker login, because the command before the pipe failed.',
    cause:
      'aws ecr get-login-password printed an error instead of a password. That error is above this line and shows the cause.',
    policies: [],
    steps: [
      {
        text: 'Run the first command without the pipe, and diagnose its error message.',
        code: {
          language: 'sh',
          text: `aws ecr get-login-password --region ${failure.location.region ?? 'REGION'} > /dev/null\n`,
        },
      },
    ],
    certainty: { level: 'certain', because: 'Docker prompts for a password only if it received none' },
    page: PAGES.registryAuth,
  }),
});

/** Failures before ECR evaluates any policy: AWS credentials, and the Docker password that they create. */

/** AWS rejects the credentials, or there are none. */
interface CredentialsRefused {
  /** The ECR credential helper for Docker looked for the credentials. */
  readonly isFromHelper: boolean;
  readonly reason: 'missing' | 'invalid' | 'clock';
}

const HELPER_TEXT =
  'The ECR credential helper (ecr-login) looks for AWS credentials only in the process that runs the Docker client. A daemon, a container, sudo or a service has its own environment and home directory. ';

const CREDENTIAL_CAUSES = {
  missing: {
    summary: 'The command found no AWS credentials.',
    cause:
      'No environment variable, profile or role of the machine provides credentials. Usual causes: the command runs as another user (sudo), the shell or container does not have the variables, the profile is not set, or the pipeline has no login step.',
  },
  invalid: {
    summary: 'AWS rejected the credentials as invalid.',
    cause:
      'The access key is misspelled, deleted or deactivated. Or it belongs to a role, and AWS_SESSION_TOKEN is missing or belongs to another session. Or it belongs to a different partition (China, GovCloud) from the Region. Environment variables take precedence over a profile.',
  },
  clock: {
    summary: 'AWS rejected the request because the clock of the machine is wrong.',
    cause:
      'Each request is signed with the current time, and AWS accepts it only for some minutes. The clock of a virtual machine, WSL or a container is often wrong after sleep.',
  },
} as const;

const CREDENTIAL_STEPS: Readonly<Record<keyof typeof CREDENTIAL_CAUSES, readonly Step[]>> = {
  missing: [
    {
      text: 'Sign in, and set the profile. In a pipeline, export the variables that the pipeline provides.',
      code: { language: 'sh', text: 'aws configure list-profiles\naws sso login --profile PROFILE\n' },
    },
  ],
  invalid: [
    {
      text: 'Unset the AWS variables in the environment, and sign in again.',
      code: {
        language: 'sh',
        text: 'env | cut -d= -f1 | grep ^AWS_\nunset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN\naws sso login\n',
      },
    },
  ],
  clock: [
    {
      text: 'Compare the clock with the current time, and synchronize it.',
      code: { language: 'sh', text: 'date -u\nsudo timedatectl set-ntp true\n' },
    },
  ],
};

/** PowerShell before 7.4 re-encodes piped text. */
interface LoginRefused {
  /** Region of the password, if the text contains the command. */
  readonly passwordRegion: string | undefined;
}

function mismatchText({ message, location }: Case<LoginRefused>): string {
  const { passwordRegion } = message;
  return passwordRegion === undefined || location.region === undefined || passwordRegion === location.region
    ? ''
    : `The password is for ${passwordRegion}, but the registry is in ${location.region}. A token is valid in one Region. `;
}

/** `allowed_account_ids` of the AWS provider rejected credentials of another account. */
const ACCOUNT_NOT_ALLOWED = defineEntry<AccountNotAllowed>({
  kind: 'account-not-allowed',
  match: (text, facts) => {
    const match = /AWS account ID not allowed(?:: ?([0-9]{12}))?/i.exec(text);
    return match === null ? undefined : { credentialsAccountId: match[1], facts };
  },
  explain: ({ declared, message }) => {
    const name = registryNameIn(message.facts.address);
    const registry = declared?.topology.registries.find((each) => each.name === name);
    const account = declared?.accounts.find(({ id }) => id === registry?.accountId);
    const expectedAccount =
      account === undefined
        ? 'the account in allowed_account_ids'
        : `account ${account.id} (${account.name})`;
    return {
      summary: `Terraform changed nothing, because ${registry === undefined ? 'the provider' : `provider ${registry.name}`} requires ${expectedAccount}, but the credentials belong to ${accountText(message.credentialsAccountId, declared, 'another account')}.`,
      cause:
        'Each provider sets its account in allowed_account_ids. The profile or role under accounts belongs to another account, or environment variables (AWS_ACCESS_KEY_ID, AWS_PROFILE) take precedence over it.',
      policies: [],
      steps: [showAccountStep(profileOption(account?.id, declared)), FIX_ACCOUNTS_STEP],
      certainty: { level: 'certain', because: 'Terraform names the account that it found' },
      page: PAGES.allowedAccountIds,
    };
  },
});

interface AccountNotAllowed {
  readonly credentialsAccountId: string | undefined;
}

function showAccountStep(profile: string): Step {
  return profile === ''
    ? SHOW_CALLER_STEP
    : {
        text: 'Check which account the profile belongs to.',
        code: { language: 'sh', text: `env | grep ^AWS_\naws sts get-caller-identity${profile}\n` },
      };
}

const FIX_ACCOUNTS_STEP: Step = {
  text: 'Correct the profile in ~/.aws/config, or profile, assumeRole or id under accounts in topology.yaml. Do not remove allowed_account_ids.',
};

export const ENTRIES: FamilyEntries = {
  anyRequest: [CREDENTIALS_REFUSED],
  program: [LOGIN_REFUSED, LOGIN_NOT_STORED, ACCOUNT_NOT_ALLOWED],
  unexplained: [NO_PASSWORD],
};
