import { loginSteps } from '../explanations/login';
import { credentialHelperCode, registryHostFor } from '../explanations/steps';
import type { Explanation } from '../model/case';
import { PAGES } from '../model/diagnosis';
import { defineEntry, matchPattern, type FamilyEntries } from '../model/entry';
import type { MessageLocation } from '../model/location';
import type { Facts } from '../parse/facts';
import { mentionsOtherRegistry } from '../parse/registry-reference';

/** Faults of programs on the machine, before any request to ECR. */

/** `$(aws ecr get-login)` prints a `docker login` command for old versions of Docker and the AWS CLI. */
const GET_LOGIN_REMOVED = defineEntry({
  kind: 'get-login-removed',
  match: matchPattern(
    /unknown shorthand flag: 'e' in -e|Unknown options?:? --no-include-email|(?:invalid choice|argument operation).{0,80}'?get-login'?(?!-)|aws ecr get-login(?!-).{0,800}Invalid choice|get-login' is deprecated/is,
  ),
  explain: (failure) => ({
    summary: "'aws ecr get-login' does not work with these versions of the AWS CLI and Docker.",
    cause:
      "'aws ecr get-login' prints a docker login command with the option -e, which Docker no longer supports. The option --no-include-email omits -e, but old versions of the AWS CLI do not support it. Version 2 of the AWS CLI replaces the command with 'get-login-password'.",
    policies: [],
    steps: [
      {
        text: 'Update the AWS CLI to version 2. In version 1, get-login-password requires 1.17.10 or later.',
        code: { language: 'sh', text: 'aws --version\n' },
      },
      ...loginSteps(failure),
    ],
    certainty: { level: 'certain', because: 'only this old command causes this error' },
    page: PAGES.registryAuth,
  }),
});

/** The AWS CLI is missing, or too old for `get-login-password`. */
const AWS_CLI_TOO_OLD = defineEntry({
  kind: 'aws-cli-too-old',
  match: matchPattern(
    /invalid choice:? '?get-login-password|Invalid choice, valid choices are:(?!.{0,3000}get-login-password).{0,3000}get-login(?!-)|aws: (?:command )?not found|'aws' is not recognized|exec: "aws": executable file not found/is,
  ),
  explain: (failure) => ({
    summary: 'The AWS CLI on this machine is missing or too old to log in to ECR.',
    cause:
      "'aws ecr get-login-password' requires version 2 of the AWS CLI, or version 1.17.10 or later. The Docker image and most build images do not contain the AWS CLI.",
    policies: [],
    steps: [
      {
        text: 'Install version 2 of the AWS CLI. Or use amazon-ecr-credential-helper, which does not need the AWS CLI.',
        code: { language: 'sh', text: 'aws --version\n' },
      },
      ...loginSteps(failure),
    ],
    certainty: { level: 'certain', because: 'the shell or the AWS CLI reports the cause' },
    page: PAGES.registryAuth,
  }),
});

/** The Docker configuration names a credential helper that is not installed. */
const CREDENTIAL_HELPER_MISSING = defineEntry({
  kind: 'credential-helper-missing',
  match: matchPattern(
    /docker-credential-[a-z0-9-]{1,30}["']?(?:: |\s)?.{0,30}(?:executable file not found|not found in \$PATH|no such file)|exec: ["']?docker-credential-[a-z0-9-]{1,30}["']?/i,
  ),
  explain: ({ location }) => {
    return {
      summary: 'Docker is configured to use a credential helper that is not installed or not in PATH.',
      cause:
        "credsStore or credHelpers in ~/.docker/config.json names a program docker-credential-…, which Docker starts for each login and pull. 'desktop', 'osxkeychain' and 'wincred' are part of Docker Desktop. They remain in the file after Docker Desktop is removed, or if the file is shared with a container or WSL. 'ecr-login' is part of the package amazon-ecr-credential-helper. No request was sent to ECR.",
      policies: [],
      steps: [
        {
          text: 'Install the helper on the machine where the Docker client runs, or remove it from the file. For ECR, this configuration is enough.',
          code: credentialHelperCode(location),
        },
      ],
      certainty: { level: 'certain', because: 'Docker names the program that it did not find' },
      page: PAGES.credentialHelper,
    };
  },
});

/** The credential helper has no credentials for the registry. */
const CREDENTIAL_HELPER_FAILED = defineEntry({
  kind: 'credential-helper-failed',
  match: matchPattern(
    /credentials not found in native keychain|error getting credentials(?: - err)?|ecr: Failed to get authorization token/i,
    (text) => !mentionsOtherRegistry(text),
  ),
  explain: (failure) => ({
    summary: "Docker's credential helper returned no credentials for the registry.",
    cause:
      "'ecr-login' needs AWS credentials in the process that runs the Docker client: environment variables, ~/.aws of that user, a profile in AWS_PROFILE or a role of the machine. A daemon, sudo or a container does not use your credentials. The keychain of another helper is locked, has no login for this host, or is not available without a desktop session (D-Bus in a container, over SSH, in rootless nerdctl).",
    policies: [],
    steps: [
      {
        text: 'Read the log of the helper, and show which principal the credentials of this process belong to.',
        code: { language: 'sh', text: 'cat ~/.ecr/log/ecr-login.log\naws sts get-caller-identity\n' },
      },
      {
        text: 'Or remove credsStore from the Docker configuration, and use the ECR credential helper for this host. Logging in again is not enough, because the login is stored in the same keychain.',
        code: credentialHelperCode(failure.location),
      },
    ],
    certainty: { level: 'likely', because: 'the helper does not report which credentials it looked for' },
    page: PAGES.credentialHelper,
  }),
});

/**
 * The image name is invalid, because a variable is empty or the name contains uppercase letters. Docker sends no
 * request.
 */
const IMAGE_NAME_INVALID = defineEntry<InvalidName>({
  kind: 'image-name-invalid',
  match: (text, facts) => {
    if (hasNoRepository(text)) return { reason: 'no repository', facts };
    if (hasInvalidTag(text)) return { reason: 'tag', facts };
    if (matchInvalidName(text, facts) === undefined) return undefined;
    return { reason: /must be lowercase/i.test(text) ? 'uppercase' : 'other', facts };
  },
  explain: ({ message, location }) => explainInvalidName(message, location),
});

interface InvalidName {
  readonly reason: 'no repository' | 'tag' | 'uppercase' | 'other';
}

/** `docker pull 111111111111.dkr.ecr.ap-northeast-1.amazonaws.com` */
function hasNoRepository(text: string): boolean {
  return /pull access denied for \S{1,60}\.dkr[.-]ecr\.[^\s/,]{1,60},/.test(text);
}

/** ECR responds with 400 to a tag with other characters. */
function hasInvalidTag(text: string): boolean {
  return (
    /\.dkr[.-]ecr/.test(text) &&
    /\/manifests\/[A-Za-z0-9._-]{0,100}[+~ #%][^\s:]{0,100}: ?(?:unexpected status code )?400/.test(text)
  );
}

const matchInvalidName = matchPattern(
  /(?:invalid reference format|could not parse reference|failed to parse (?:image|reference)|invalid tag "|InvalidImageName|couldn't parse image (?:name|reference)|repository name must be lowercase|Invalid parameter at 'repositoryName')/i,
  (text) => /\.dkr[.-]ecr|(?<![A-Za-z])ecr(?![A-Za-z])|repositoryName/i.test(text),
);

const INVALID_NAME_CAUSES: Readonly<Record<InvalidName['reason'], string>> = {
  'no repository':
    'The name has no repository after the host, so Docker reads the host as the name of an image on Docker Hub.',
  tag: 'The tag contains a character that is not allowed, such as +.',
  uppercase:
    'The name contains uppercase letters. They are usually from a variable, such as the name of a user or an organization.',
  other:
    'Usually a variable in the name is empty (the name starts with / or ends with :), the name starts with https://, or the repository contains uppercase letters. Or the complete image name is used instead of the repository name, or the reverse.',
};

function explainInvalidName(
  { facts, reason }: InvalidName & { readonly facts: Facts },
  location: MessageLocation,
): Explanation {
  return {
    summary: 'The image name is not valid.',
    cause: `${INVALID_NAME_CAUSES[reason]} In a repository name, use lowercase letters and digits, separated by single '.', '-', '_' or '/'. In a tag, use letters, digits, '.', '-' and '_'. No permission is involved.`,
    policies: [],
    steps: [
      {
        text: 'Print the name that the command receives, and compare it with this format.',
        code: {
          language: 'sh',
          text: `echo "$IMAGE"\n# ${registryHostFor(location)}/${location.repositoryName ?? 'team/app'}:${facts.tag ?? '1.0'}\n`,
        },
      },
    ],
    certainty: { level: 'certain', because: 'the name is validated before any permission is evaluated' },
    page: PAGES.docker,
  };
}

/** `docker push` of a tag that does not exist locally. */
const IMAGE_NOT_LOCAL = defineEntry({
  kind: 'image-not-local',
  match: matchPattern(
    /An image does not exist locally with the tag|tag does not exist: |No such image: |image not known/i,
    (text) => /\.dkr[.-]ecr/.test(text),
  ),
  explain: ({ message, location }) => ({
    summary: 'Docker has no local image with this name to push.',
    cause:
      'Docker pushes an image under the full name of its repository: build the image with that name, or tag it. Docker Buildx keeps the image in its cache unless you set --load or --push. No request was sent to ECR.',
    policies: [],
    steps: [
      {
        text: 'List the local images, and tag one with the name of the repository.',
        code: {
          language: 'sh',
          text: `docker images\ndocker tag IMAGE ${registryHostFor(location)}/${location.repositoryName ?? 'REPOSITORY'}:${message.facts.tag ?? 'latest'}\n`,
        },
      },
    ],
    certainty: { level: 'certain', because: 'Docker checks for the image before it connects' },
    page: PAGES.docker,
  }),
});

/** A proxy responds instead of ECR. */
const CERTIFICATE_REFUSED = defineEntry({
  kind: 'certificate-refused',
  match: matchPattern(
    /x509: certificate|certificate signed by unknown authority|CERTIFICATE_VERIFY_FAILED|SSL validation failed|server gave HTTP response to HTTPS client|tls: failed to verify certificate/i,
    (text) => /\.dkr[.-]ecr|api\.ecr|(?<![A-Za-z])ecr\.[a-z]{2}-/.test(text),
  ),
  explain: () => ({
    summary:
      'The client rejected the certificate of the host. A proxy or another host probably responds instead of ECR.',
    cause:
      'ECR uses certificates of public certificate authorities. Usual causes are a company proxy that intercepts TLS, a wrong DNS entry or hosts file, a private endpoint with another name, a wrong clock, or an image without root certificates. If the certificate in the message is for *.dkr.starport…, it is an ECR certificate for another name: check the host of the image, DNS entries and private hosted zones, and try again later. No permission is involved.',
    policies: [],
    steps: [
      {
        text: 'Check who issued the certificate. If it is your proxy, add its root certificate to the machine (and to Docker, in /etc/docker/certs.d), or exclude the hosts of ECR and S3 from TLS interception.',
        code: {
          language: 'sh',
          text: 'openssl s_client -connect HOST:443 -servername HOST </dev/null | openssl x509 -noout -issuer -dates\n',
        },
      },
    ],
    certainty: { level: 'likely', because: 'the client reports the certificate, but not which host sent it' },
    page: PAGES.endpoints,
  }),
});

export const ENTRIES: FamilyEntries = {
  program: [AWS_CLI_TOO_OLD, GET_LOGIN_REMOVED, CREDENTIAL_HELPER_MISSING],
  image: [IMAGE_NAME_INVALID, CERTIFICATE_REFUSED],
  registry: [IMAGE_NOT_LOCAL],
  unexplained: [CREDENTIAL_HELPER_FAILED],
};
