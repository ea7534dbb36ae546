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
      certainty: { level: 'certain', because: 'no policy is looked at before the credentials are taken' },
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
      summary: `${registryWithAccountText(location)} did not accept the user or the password.`,
      cause: `${mismatchText(failure)}Usual causes: PowerShell, or a terminal (docker run -t), changes the password on its way through the pipe; the user is not AWS; the password is not one of aws ecr get-login-password (a password of Docker Hub, a secret access key), has expired or is of another Region${location.accountId === undefined ? '; the account in the host is missing, or is not 12 digits without hyphens' : ''}.`,
      policies: [],
      steps: [
        ...loginSteps(failure),
        {
          text: 'On Windows, keep PowerShell out of the pipe.',
          code: {
            language: 'sh',
            text: `cmd /c "aws ecr get-login-password --region ${region}${profile} | docker login --username AWS --password-stdin ${host}"\n`,
          },
        },
      ],
      certainty: { level: 'open', because: 'ECR answers no more than a status' },
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
    summary: 'The login worked, and the machine did not keep its password.',
    cause:
      "Docker gives it to the credential helper of ~/.docker/config.json (credsStore). wincred on Windows accepts no password as long as ECR's ('The stub received bad data'); osxkeychain on a Mac fails if the keychain is locked or there is no desktop session ('The user name or passphrase you entered is not correct', -25308): unlock it with security unlock-keychain; 'already exists in the keychain' comes from two logins at once or an old entry: docker logout HOST, and log in again; pass has to be initialised; 'exec format error' means a helper for another platform; ecr-login stores nothing ('not implemented'), because it needs no docker login.",
    policies: [],
    steps: [
      {
        text: "Let ECR's own helper (docker-credential-ecr-login) answer for this host, in ~/.docker/config.json; then leave out docker login.",
        code: credentialHelperCode(location),
      },
    ],
    certainty: { level: 'certain', because: 'Docker says so after ECR took the login' },
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
    summary: 'The login was given no password: the command before the pipe failed.',
    cause:
      'aws ecr get-login-password printed an error instead of a password, above this line. That error is the one to diagnose.',
    policies: [],
    steps: [
      {
        text: 'Run the first half alone, and give what it prints to diagnose.',
        code: {
          language: 'sh',
          text: `aws ecr get-login-password --region ${failure.location.region ?? 'REGION'} > /dev/null\n`,
        },
      },
    ],
    certainty: { level: 'certain', because: 'Docker asks for a password only where it was given none' },
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
  "ECR's credential helper (ecr-login) looked for AWS credentials in the process that runs the client of Docker, and in no other: a daemon, a container, sudo or a service has its own environment and home. ";

const CREDENTIAL_CAUSES = {
  missing: {
    summary: 'There are no AWS credentials where the command runs.',
    cause:
      'Neither variables of the environment, nor a profile, nor a role of the machine gives any. Usual slips: another user (sudo), a shell or container without the variables, a profile that is not named, a pipeline without its login step.',
  },
  invalid: {
    summary: 'AWS does not know these credentials.',
    cause:
      'The access key is mistyped, deleted or deactivated; or it is of a role, and AWS_SESSION_TOKEN is missing or of another session; or it is of another partition (China, GovCloud) than the Region. Variables of the environment win over a profile.',
  },
  clock: {
    summary: 'The clock of the machine is wrong: AWS takes a request for some minutes only.',
    cause:
      'Each request is signed with the time. A virtual machine, WSL or a container that slept has an old one.',
  },
} as const;

const CREDENTIAL_STEPS: Readonly<Record<keyof typeof CREDENTIAL_CAUSES, readonly Step[]>> = {
  missing: [
    {
      text: 'Sign in, and name the profile (or export the variables that your pipeline gives).',
      code: { language: 'sh', text: 'aws configure list-profiles\naws sso login --profile PROFILE\n' },
    },
  ],
  invalid: [
    {
      text: 'Unset what is left in the environment, and sign in again.',
      code: {
        language: 'sh',
        text: 'env | cut -d= -f1 | grep ^AWS_\nunset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN\naws sso login\n',
      },
    },
  ],
  clock: [
    {
      text: 'Set the clock, and compare.',
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
    : `The password is of ${passwordRegion}, and the registry is in ${location.region}: a token is valid in one Region. `;
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
      account === undefined ? 'the account of the provider' : `account ${account.id} (${account.name})`;
    return {
      summary: `Terraform stopped before it changed anything: the credentials are of ${accountText(message.credentialsAccountId, declared, 'another account')}, and ${registry === undefined ? 'the provider' : `provider ${registry.name}`} is for ${expectedAccount}.`,
      cause:
        'Each provider has the account it is for in allowed_account_ids. The profile or role under accounts leads to another one, or variables of the environment (AWS_ACCESS_KEY_ID, AWS_PROFILE) win over it.',
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
        text: 'Look which account the profile leads to.',
        code: { language: 'sh', text: `env | grep ^AWS_\naws sts get-caller-identity${profile}\n` },
      };
}

const FIX_ACCOUNTS_STEP: Step = {
  text: 'Mend the profile in ~/.aws/config, or profile, assumeRole or id under accounts in topology.yaml. Do not remove the guard.',
};

export const ENTRIES: FamilyEntries = {
  anyRequest: [CREDENTIALS_REFUSED],
  program: [LOGIN_REFUSED, LOGIN_NOT_STORED, ACCOUNT_NOT_ALLOWED],
  unexplained: [NO_PASSWORD],
};
