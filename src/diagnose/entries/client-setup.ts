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
      "It printed a docker login command: with the option -e, which Docker no longer has, unless --no-include-email is given, which old versions of the AWS CLI do not know. Version 2 of the AWS CLI has 'get-login-password' in its place.",
    policies: [],
    steps: [
      {
        text: 'Update the AWS CLI to version 2 (get-login-password is in version 1 from 1.17.10 on).',
        code: { language: 'sh', text: 'aws --version\n' },
      },
      ...loginSteps(failure),
    ],
    certainty: { level: 'certain', because: 'only this old command causes the message' },
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
    summary: 'The AWS CLI on this machine is missing, or too old to log in to ECR.',
    cause:
      "'aws ecr get-login-password' exists in version 2, and in version 1 from 1.17.10 on. Docker's image and most build images contain no AWS CLI.",
    policies: [],
    steps: [
      {
        text: 'Install version 2 of the AWS CLI, or use amazon-ecr-credential-helper, which needs none.',
        code: { language: 'sh', text: 'aws --version\n' },
      },
      ...loginSteps(failure),
    ],
    certainty: { level: 'certain', because: 'the shell or the AWS CLI says so' },
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
      summary: 'A credential helper that the configuration of Docker names is not installed, or not in PATH.',
      cause:
        "credsStore or credHelpers in ~/.docker/config.json name a program docker-credential-…, which Docker starts for each login and pull. 'desktop', 'osxkeychain' and 'wincred' come with Docker Desktop and stay in the file when it is removed, or when the file is shared with a container or WSL; 'ecr-login' is the package amazon-ecr-credential-helper. Nothing was sent to ECR yet.",
      policies: [],
      steps: [
        {
          text: "Install the helper where Docker's client runs, or take it out of the file. For ECR, this is enough.",
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
    summary: "Docker's credential helper has no credentials for the registry.",
    cause:
      "With 'ecr-login', the helper needs AWS credentials in the process that runs Docker's client: variables, ~/.aws of that user, a profile in AWS_PROFILE, a role of the machine. A daemon, sudo or a container has none of yours. With another helper, its keychain is locked, has no login for this host, or cannot be reached without a desktop session (D-Bus in a container, over SSH, in rootless nerdctl).",
    policies: [],
    steps: [
      {
        text: 'Look what the helper writes to its log, and who the credentials of this process are.',
        code: { language: 'sh', text: 'cat ~/.ecr/log/ecr-login.log\naws sts get-caller-identity\n' },
      },
      {
        text: "Or take credsStore out of the client's configuration, and let ECR's own helper answer for this host; a new login alone would be stored in the same place.",
        code: credentialHelperCode(failure.location),
      },
    ],
    certainty: { level: 'likely', because: 'the helper does not print which credentials it looked for' },
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
    'The repository is missing after the host, so that Docker took the host for the name of an image of Docker Hub.',
  tag: 'The tag has a character that is not allowed, such as +.',
  uppercase:
    'The name has uppercase letters; that is usually a part of a variable (the name of a user or organization) that does not belong in it.',
  other:
    'Usually a variable in it is empty (the name starts with / or ends with :), it starts with https://, the name is used where only the repository belongs, or the other way round, or the repository has uppercase letters.',
};

function explainInvalidName(
  { facts, reason }: InvalidName & { readonly facts: Facts },
  location: MessageLocation,
): Explanation {
  return {
    summary: 'The name of the image is not valid.',
    cause: `${INVALID_NAME_CAUSES[reason]} A repository of ECR has lowercase letters and digits, separated by single ., -, _ or /; a tag has letters, digits, ., - and _. Nothing was denied.`,
    policies: [],
    steps: [
      {
        text: 'Print the name as the command gets it, and compare.',
        code: {
          language: 'sh',
          text: `echo "$IMAGE"\n# ${registryHostFor(location)}/${location.repositoryName ?? 'team/app'}:${facts.tag ?? '1.0'}\n`,
        },
      },
    ],
    certainty: { level: 'certain', because: 'the name is checked before any permission' },
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
    summary: 'Docker has no local image with this name, so that there is nothing to push.',
    cause:
      'An image is pushed under the whole name of its repository: build it with that name, or tag it. Docker Buildx keeps the image in its cache, unless --load or --push is given. ECR was not asked.',
    policies: [],
    steps: [
      {
        text: 'See which images there are, and give one the name of the repository.',
        code: {
          language: 'sh',
          text: `docker images\ndocker tag IMAGE ${registryHostFor(location)}/${location.repositoryName ?? 'REPOSITORY'}:${message.facts.tag ?? 'latest'}\n`,
        },
      },
    ],
    certainty: { level: 'certain', because: 'Docker says so before it connects' },
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
      'The certificate of the host was not accepted: something between the machine and ECR answers in its place.',
    cause:
      'ECR has certificates of public authorities. If the certificate in the message is one of *.dkr.starport…, it is one of ECR, for another name: check the host in the image, DNS entries and private hosted zones, and try again later. A proxy of the company that opens TLS, a wrong DNS entry or hosts file, a private endpoint of another name, a wrong clock or an image without root certificates causes this. No permission is involved.',
    policies: [],
    steps: [
      {
        text: 'See who issued the certificate. If it is your proxy, add its root certificate to the machine (and to Docker, in /etc/docker/certs.d), or except the hosts of ECR and S3 from it.',
        code: {
          language: 'sh',
          text: 'openssl s_client -connect HOST:443 -servername HOST </dev/null | openssl x509 -noout -issuer -dates\n',
        },
      },
    ],
    certainty: { level: 'likely', because: 'the client names the certificate, and not who sent it' },
    page: PAGES.endpoints,
  }),
});

export const ENTRIES: FamilyEntries = {
  program: [AWS_CLI_TOO_OLD, GET_LOGIN_REMOVED, CREDENTIAL_HELPER_MISSING],
  image: [IMAGE_NAME_INVALID, CERTIFICATE_REFUSED],
  registry: [IMAGE_NOT_LOCAL],
  unexplained: [CREDENTIAL_HELPER_FAILED],
};
