import { callerAccountOf } from '../model/case.caller';
import { registryWithAccountText, type Case, type Explanation } from '../model/case';
import {
  credentialHelperCode,
  registryHostFor,
  profileOption,
  SHOW_CALLER_STEP,
} from '../explanations/steps';
import type { Step } from '../model/diagnosis';
import { PAGES } from '../model/diagnosis.pages';
import { loginSteps } from '../explanations/login';

/** Failures before ECR evaluates any policy: AWS credentials, and the Docker password that they create. */

/** AWS rejects the credentials, or there are none. */
export interface CredentialsRefused {
  /** The ECR credential helper for Docker looked for the credentials. */
  readonly isFromHelper: boolean;
  readonly reason: 'missing' | 'invalid' | 'clock';
}

export function explainCredentialsRefused({ message }: Case<CredentialsRefused>): Explanation {
  const { summary, cause } = CREDENTIAL_CAUSES[message.reason];
  return {
    summary,
    cause: `${message.isFromHelper ? HELPER_TEXT : ''}${cause}`,
    policies: [],
    steps: [...CREDENTIAL_STEPS[message.reason], SHOW_CALLER_STEP],
    certainty: { level: 'certain', because: 'no policy is looked at before the credentials are taken' },
    page: PAGES.credentials,
  };
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

export function explainNoPassword(failure: Case): Explanation {
  return {
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
  };
}

/** PowerShell before 7.4 re-encodes piped text. */
export interface LoginRefused {
  /** Region of the password, if the text contains the command. */
  readonly passwordRegion: string | undefined;
}

export function explainLoginRefused(failure: Case<LoginRefused>): Explanation {
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
}

function mismatchText({ message, location }: Case<LoginRefused>): string {
  const { passwordRegion } = message;
  return passwordRegion === undefined || location.region === undefined || passwordRegion === location.region
    ? ''
    : `The password is of ${passwordRegion}, and the registry is in ${location.region}: a token is valid in one Region. `;
}

/** Windows stores at most 2,560 bytes, and a token is often longer. */
export function explainLoginNotStored({ location }: Case): Explanation {
  return {
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
  };
}
