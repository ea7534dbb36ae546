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
      summary: isDocker
        ? 'The ECR token that the client logged in with has expired.'
        : 'The AWS credentials have expired.',
      cause: isDocker
        ? 'A token of ECR is valid for 12 hours. Where it is stored (a Docker configuration, a Kubernetes secret, a CI variable, a Swarm service), log in again, or use a credential helper, which gets a new token each time.'
        : 'Temporary credentials end with their session. No policy is involved.',
      policies: [],
      steps: isDocker
        ? [...loginSteps(failure), ...(failure.message.isSwarm ? [UPDATE_SWARM_STEP] : [])]
        : [
            {
              text: 'Get fresh credentials: sign in again, or assume the role again. Variables of the environment win over a profile, so unset old ones.',
              code: {
                language: 'sh',
                text: 'unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN\naws sso login\n',
              },
            },
            SHOW_CALLER_STEP,
          ],
      certainty: { level: 'certain', because: 'AWS says so' },
      page: PAGES.registryAuth,
    };
  },
});

const UPDATE_SWARM_STEP: Step = {
  text: 'On a manager of the swarm, give the services the new token; a login on a worker does not count.',
  code: { language: 'sh', text: 'docker service update --with-registry-auth SERVICE\n' },
};

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
      summary: `The client sent no credentials to ${registryWithAccountText(failure.location)}, or credentials of another registry.`,
      cause:
        own?.cause ??
        `A login is for one host, which is one account and one Region: a login elsewhere does not count here.${otherRegistriesText(failure)} Nor does a login of another user of the machine, with sudo for instance, or of a daemon; and another job on the same machine may have changed or removed it (give each job a DOCKER_CONFIG of its own). A program in a container or cluster (a scanner, a controller, a CI resource) has none of your logins: give it a role, or credentials in its own configuration. Helm, Podman, crane and others have a login command of their own.`,
      policies: own?.policies ?? [],
      steps: own?.steps ?? loginSteps(failure),
      certainty: { level: 'likely', because: 'the client says so, and not ECR' },
      page: PAGES.docker,
    };
  },
});

type ClientLogin = Pick<Explanation, 'cause' | 'steps'> & Partial<Pick<Explanation, 'policies'>>;

/** Clients that do not use `docker login`. */
const CLIENT_LOGINS: Partial<Record<Client, (failure: Case) => ClientLogin>> = {
  Kubernetes: (failure) => ({
    cause:
      "The kubelet gets the credentials itself; a docker login on the node or in a pipeline does not count. On EKS it uses the role of the node (on Fargate: the pod execution role): the role lacks the permissions, the node cannot reach api.ecr (a private subnet without NAT or the endpoint ecr.api), or the kubelet's credential provider does not match the host. Other clusters (k3s, rke2, kubeadm, kind) have no credentials for ECR unless you configure them: a credential provider of the kubelet, an image pull secret, or registries.yaml; a token in a secret or file expires after 12 hours.",
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
        text: 'Outside of EKS, create a pull secret in the namespace of the pod and name it in imagePullSecrets; renew it every 12 hours, or install the ECR credential provider.',
        code: {
          language: 'sh',
          text: `kubectl create secret docker-registry ecr --docker-server=${registryHostFor(failure.location)} \\\n  --docker-username=AWS --docker-password="$(aws ecr get-login-password --region ${failure.location.region ?? 'REGION'})"\n`,
        },
      },
    ],
  }),
  ECS: (failure) => ({
    cause:
      'ECS logs in to ECR with the task execution role, which has to allow ecr:GetAuthorizationToken (on EC2 without an execution role: the instance role). It logs in only if the image names the host of a private registry of ECR: check account and Region in the image.',
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
      'The runner pulls the image of a job before the script of the job runs: a docker login in the script or before_script comes too late. The runner reads DOCKER_AUTH_CONFIG, or the Docker configuration of the user that it runs as.',
    steps: [
      {
        text: 'Install amazon-ecr-credential-helper where the runner runs, with an AWS role that may pull, and set the variable DOCKER_AUTH_CONFIG of the project or runner to this.',
        code: credentialHelperCode(failure.location),
      },
    ],
  }),
  'Podman, Buildah or Skopeo': (failure) => ({
    cause: `A login is for one host, which is one account and one Region.${otherRegistriesText(failure)} These programs share a file of logins of their own, for each user ($XDG_RUNTIME_DIR/containers/auth.json); of Docker's configuration they read its logins and credHelpers, and not credsStore.`,
    steps: loginSteps(failure),
  }),
  kaniko: (failure) => ({
    cause:
      "kaniko needs no docker login: its executor contains ECR's credential helper. The helper finds no AWS credentials in the container (a role of the pod or node, variables, ~/.aws), or /kaniko/.docker/config.json does not name it for this host.",
    steps: [
      {
        text: 'Write this to /kaniko/.docker/config.json before the executor runs, and give the container a role that may push.',
        code: credentialHelperCode(failure.location),
      },
    ],
  }),
  "Terraform's Docker provider": (failure) => ({
    cause:
      "Terraform's Docker provider does not use every login of Docker: it takes registry_auth of its own configuration, whose address has to be exactly the host of the image.",
    steps: [
      {
        text: 'Give the provider a token of this registry, from the AWS provider of the account that pulls or pushes.',
        code: {
          language: 'hcl',
          text: `data "aws_ecr_authorization_token" "ecr" {}\n\nprovider "docker" {\n  registry_auth {\n    address  = "${registryHostFor(failure.location)}"\n    username = data.aws_ecr_authorization_token.ecr.user_name\n    password = data.aws_ecr_authorization_token.ecr.password\n  }\n}\n`,
        },
      },
    ],
  }),
  'Argo CD Image Updater': () => ({
    cause:
      'The updater asks the registry itself, and uses neither a docker login nor the role of the node. It needs credentials for this registry in its own configuration.',
    steps: [
      {
        text: 'Give the service account of the updater a role (IRSA) with ecr:GetAuthorizationToken, ecr:ListImages and ecr:BatchGetImage, and name a script that prints AWS:TOKEN in registries.conf, with credentials: ext:/scripts/ecr-login.sh and credsexpire: 10h.',
      },
    ],
  }),
  Flux: () => ({
    cause:
      'The controller asks the registry itself. Without provider: aws it sends no credentials of AWS, and a pull secret expires after 12 hours.',
    steps: [
      {
        text: 'Set provider: aws in the ImageRepository, OCIRepository or HelmRepository, and give the service account of the controller, or the node, a role that may pull.',
        code: { language: 'yaml', text: 'spec:\n  provider: aws\n' },
      },
    ],
  }),
  "Jenkins's Docker plugin": (failure) => ({
    cause:
      'The plugin asks the Docker daemon to pull, with the credentials of its own configuration: a docker login on the host does not count.',
    steps: [
      {
        text: `Install the plugin Amazon ECR, and choose its credentials (ecr:${failure.location.region ?? 'REGION'}:ID) as registry credentials of the Docker template.`,
      },
    ],
  }),
  Trivy: (failure) => ({
    cause:
      'The image is not on this machine, and Trivy asked the registry without credentials: in a container it has neither the Docker configuration nor the AWS credentials of the machine. The other lines only list where else it looked.',
    steps: [
      ...loginSteps(failure),
      {
        text: 'Give a container of Trivy the configuration, or the AWS variables.',
        code: {
          language: 'sh',
          text: 'docker run --rm -v ~/.docker:/config:ro -e DOCKER_CONFIG=/config aquasec/trivy image IMAGE\n',
        },
      },
    ],
  }),
  'App Runner': () => ({
    cause:
      'App Runner pulls from a private registry only with an access role (authenticationConfiguration.accessRoleArn), which build.apprunner.amazonaws.com may assume and which allows pulling.',
    steps: [
      {
        text: 'Attach AWSAppRunnerServicePolicyForECRAccess to the access role, and name the role in the authentication configuration of the service.',
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
  return ` The same account has ${others.map(({ name, region }) => `${name} in ${region}`).join(', ')}, which is another login.`;
}

export const ENTRIES: FamilyEntries = {
  anyRequest: [TOKEN_EXPIRED],
  registry: [NOT_LOGGED_IN],
};
