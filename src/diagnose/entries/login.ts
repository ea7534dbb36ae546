import { loginSteps } from '../explanations/login';
import { probeStep } from '../explanations/probe';
import { credentialHelperCode, registryHostFor, SHOW_CALLER_STEP } from '../explanations/steps';
import {
  policyToChange,
  registryWithAccountText,
  undeclaredRegistryText,
  type Case,
  type Explanation,
} from '../model/case';
import { PAGES, type Step } from '../model/diagnosis';
import { defineEntry, matchPattern, type FamilyEntries } from '../model/entry';
import { pullerOf, type Client } from '../parse/client';
import { mentionsEcr, mentionsOtherRegistry, refusingRegistryIn } from '../parse/registry-reference';

/** Missing and expired logins to a registry. */

/** An ECR token for Docker is valid for 12 hours. Temporary AWS credentials are valid until their session ends. */
interface TokenExpired {
  readonly token: 'docker' | 'aws';
  /** A Docker Swarm worker pulls with the token that the service was created with. */
  readonly isSwarm: boolean;
}

/** The ECR token for Docker, or the AWS credentials, have expired. */
const TOKEN_EXPIRED = defineEntry<TokenExpired>({
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
  explain: (failure) => {
    const isDocker = failure.message.token === 'docker';
    return {
      summary: isDocker ? 'The ECR token of the client has expired.' : 'The AWS credentials have expired.',
      cause: isDocker
        ? 'An ECR token is valid for 12 hours. The client uses an older token that is stored in a Docker configuration, a Kubernetes secret, a CI variable or a Swarm service. Log in again, or use a credential helper, which gets a new token each time.'
        : 'Temporary credentials are valid only until their session ends. No policy is involved.',
      policies: [],
      steps: isDocker
        ? [...loginSteps(failure), ...(failure.message.isSwarm ? [UPDATE_SWARM_STEP] : [])]
        : [
            {
              text: 'Get new credentials: sign in again, or assume the role again. Unset old environment variables, because they take precedence over a profile.',
              code: {
                language: 'sh',
                text: 'unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN\naws sso login\n',
              },
            },
            SHOW_CALLER_STEP,
          ],
      certainty: { level: 'certain', because: 'AWS reports the cause' },
      page: PAGES.registryAuth,
    };
  },
});

const UPDATE_SWARM_STEP: Step = {
  text: 'On a manager of the swarm, update the services with the new token. A login on a worker has no effect.',
  code: { language: 'sh', text: 'docker service update --with-registry-auth SERVICE\n' },
};

const LOGIN_SCOPE_TEXT =
  'A login is valid for one host, that is, for one account and one Region. A login to another registry has no effect here.';

/** The client sent no credentials for the host. */
const NOT_LOGGED_IN = defineEntry({
  kind: 'not-logged-in',
  match: matchPattern(
    /no basic auth credentials|401 Unauthorized|unauthorized: authentication required|no auth config found for registry|missing X-Registry-Auth|status=401|credential required for basic auth|unable to retrieve auth token|failed to authorize/i,
    // Docker often omits the host of the registry. A response of another registry is not one of ECR.
    (text) =>
      (mentionsEcr(text) && refusingRegistryIn(text) === undefined) ||
      (/no basic auth credentials|X-Registry-Auth/i.test(text) && !mentionsOtherRegistry(text)),
  ),
  explain: (failure) => {
    const { client } = failure.message.facts;
    const own = client === undefined ? undefined : CLIENT_LOGINS[client]?.(failure);
    return {
      summary: `The client sent no credentials to ${registryWithAccountText(failure.location)}, or sent credentials for another registry.`,
      cause:
        own?.cause ??
        `${LOGIN_SCOPE_TEXT}${otherRegistriesText(failure)} The login of another user (for example, with sudo) or of a daemon has no effect. Another job on the same machine can change or remove the login: set a separate DOCKER_CONFIG for each job. A program in a container or cluster (a scanner, a controller, a CI resource) does not use your login: give it a role, or credentials in its own configuration. Helm, Podman, crane and other clients have their own login commands.`,
      policies: own?.policies ?? [],
      steps: own?.steps ?? loginSteps(failure),
      certainty: { level: 'likely', because: 'the client reports this error, not ECR' },
      page: PAGES.docker,
    };
  },
});

type ClientLogin = Pick<Explanation, 'cause' | 'steps'> & Partial<Pick<Explanation, 'policies'>>;

/** Clients that do not use `docker login`. */
const CLIENT_LOGINS: Partial<Record<Client, (failure: Case) => ClientLogin>> = {
  Kubernetes: (failure) => ({
    cause:
      "The kubelet gets its own credentials. A docker login on the node or in a pipeline has no effect. On EKS, the kubelet uses the role of the node (on Fargate: the pod execution role). Usual causes: the role lacks the permissions, the node cannot reach api.ecr (a private subnet without NAT or the endpoint ecr.api), or the kubelet's credential provider does not match the host. Other clusters (k3s, rke2, kubeadm, kind) have no credentials for ECR unless you configure a credential provider of the kubelet, an image pull secret or registries.yaml. A token in a secret or file expires after 12 hours.",
    policies: [
      policyToChange(
        'identity-based policy',
        undefined,
        failure.declared,
        pullerOf('Kubernetes'),
        'check that AmazonEC2ContainerRegistryPullOnly is attached to it',
      ),
    ],
    steps: [
      probeStep(failure),
      {
        text: 'Outside EKS, create a pull secret in the namespace of the pod, and add it to imagePullSecrets. Renew the secret every 12 hours, or install the ECR credential provider.',
        code: {
          language: 'sh',
          text: `kubectl create secret docker-registry ecr --docker-server=${registryHostFor(failure.location)} \\\n  --docker-username=AWS --docker-password="$(aws ecr get-login-password --region ${failure.location.region ?? 'REGION'})"\n`,
        },
      },
    ],
  }),
  ECS: (failure) => ({
    cause:
      'ECS logs in to ECR with the task execution role (on EC2 without an execution role: the instance role). The role must allow ecr:GetAuthorizationToken. ECS logs in only if the image address contains the host of a private ECR registry: check the account and the Region in the address.',
    policies: [
      policyToChange(
        'identity-based policy',
        undefined,
        failure.declared,
        pullerOf('ECS'),
        'check that AmazonECSTaskExecutionRolePolicy is attached to it',
      ),
    ],
    steps: [probeStep(failure)],
  }),
  'GitLab Runner': (failure) => ({
    cause:
      'The runner pulls the image of a job before it runs the script, so a docker login in script or before_script is too late. The runner reads DOCKER_AUTH_CONFIG, or the Docker configuration of the user that it runs as.',
    steps: [
      {
        text: 'Install amazon-ecr-credential-helper on the machine of the runner, with an AWS role that is allowed to pull. Set the variable DOCKER_AUTH_CONFIG of the project or runner to this configuration.',
        code: credentialHelperCode(failure.location),
      },
    ],
  }),
  'Podman, Buildah or Skopeo': (failure) => ({
    cause: `${LOGIN_SCOPE_TEXT}${otherRegistriesText(failure)} These programs share one login file for each user ($XDG_RUNTIME_DIR/containers/auth.json). In the Docker configuration, they read logins and credHelpers, but not credsStore.`,
    steps: loginSteps(failure),
  }),
  kaniko: (failure) => ({
    cause:
      'kaniko needs no docker login, because its executor contains the ECR credential helper. The helper finds no AWS credentials in the container (a role of the pod or node, variables, ~/.aws), or /kaniko/.docker/config.json does not set the helper for this host.',
    steps: [
      {
        text: 'Write this to /kaniko/.docker/config.json before the executor runs. Give the container a role that is allowed to push.',
        code: credentialHelperCode(failure.location),
      },
    ],
  }),
  "Terraform's Docker provider": (failure) => ({
    cause:
      "Terraform's Docker provider does not use every login of Docker. It uses registry_auth in its own configuration. The address there must be exactly the host of the image.",
    steps: [
      {
        text: 'Set a token for this registry in the provider. Get the token with the AWS provider of the account that pulls or pushes.',
        code: {
          language: 'hcl',
          text: `data "aws_ecr_authorization_token" "ecr" {}\n\nprovider "docker" {\n  registry_auth {\n    address  = "${registryHostFor(failure.location)}"\n    username = data.aws_ecr_authorization_token.ecr.user_name\n    password = data.aws_ecr_authorization_token.ecr.password\n  }\n}\n`,
        },
      },
    ],
  }),
  'Argo CD Image Updater': () => ({
    cause:
      'The updater connects to the registry directly. It uses neither a docker login nor the role of the node. It needs credentials for this registry in its own configuration.',
    steps: [
      {
        text: 'Give the service account of the updater a role (IRSA) with ecr:GetAuthorizationToken, ecr:ListImages and ecr:BatchGetImage. In registries.conf, set a script that prints AWS:TOKEN, with credentials: ext:/scripts/ecr-login.sh and credsexpire: 10h.',
      },
    ],
  }),
  Flux: () => ({
    cause:
      'The controller connects to the registry directly. Without provider: aws, it sends no AWS credentials. A token in a pull secret expires after 12 hours.',
    steps: [
      {
        text: 'Set provider: aws in the ImageRepository, OCIRepository or HelmRepository. Give the service account of the controller, or the node, a role that is allowed to pull.',
        code: { language: 'yaml', text: 'spec:\n  provider: aws\n' },
      },
    ],
  }),
  "Jenkins's Docker plugin": (failure) => ({
    cause:
      'The plugin sends the credentials in its own configuration to the Docker daemon, which pulls. A docker login on the host has no effect.',
    steps: [
      {
        text: `Install the Amazon ECR plugin, and select its credentials (ecr:${failure.location.region ?? 'REGION'}:ID) as the registry credentials of the Docker template.`,
      },
    ],
  }),
  Trivy: (failure) => ({
    cause:
      'The image is not on this machine, and Trivy sent no credentials to the registry. In a container, Trivy has neither the Docker configuration nor the AWS credentials of the machine. The other lines list only the other sources where it looked for the image.',
    steps: [
      ...loginSteps(failure),
      {
        text: 'If Trivy runs in a container, mount the Docker configuration, or pass the AWS variables.',
        code: {
          language: 'sh',
          text: 'docker run --rm -v ~/.docker:/config:ro -e DOCKER_CONFIG=/config aquasec/trivy image IMAGE\n',
        },
      },
    ],
  }),
  'App Runner': () => ({
    cause:
      'App Runner pulls from a private registry only with an access role (authenticationConfiguration.accessRoleArn). build.apprunner.amazonaws.com must be allowed to assume this role, and the role must be allowed to pull.',
    steps: [
      {
        text: 'Attach AWSAppRunnerServicePolicyForECRAccess to the access role, and set the role in the authentication configuration of the service.',
      },
    ],
  }),
};

function otherRegistriesText(failure: Case): string {
  const { declared, location } = failure;
  const others = (declared?.topology.registries ?? []).filter(
    ({ name, accountId }) => name !== location.name && accountId === location.accountId,
  );
  if (location.registry === undefined) {
    const text = undeclaredRegistryText(failure);
    return text === '' ? '' : ` ${text}`;
  }
  if (others.length === 0) return '';
  return ` The same account also has ${others.map(({ name, region }) => `${name} in ${region}`).join(', ')}, with a separate login.`;
}

export const ENTRIES: FamilyEntries = {
  anyRequest: [TOKEN_EXPIRED],
  registry: [NOT_LOGGED_IN],
};
