import { registryHost } from '../../registry';
import { accountOf, callerText, declaredIdentity, identityOf } from '../caller';
import {
  accountText,
  policyToChange,
  registryText,
  undeclaredText,
  type Case,
  type Conclusion,
} from '../case';
import { pullerOf, type Client } from '../client';
import { DEPLOY, loginCommand, loginStep, WHO_AM_I } from '../commands';
import type { Step } from '../diagnosis';
import type { Missing } from '../message';
import { PAGES } from '../pages';
import { attachIdentityPolicySteps } from '../policy-steps';
import { limitedBy } from './deny';
import { LOGIN_POLICY } from './grant';
import { reveal } from './reveal';

/** Login is about no repository, so that only the caller's own account can allow it. */
export function loginDenied(denied: Case<Missing>): Conclusion {
  const { caller, declared, message } = denied;
  if (message.missing !== undefined && message.missing !== 'identity-based policy') {
    return limitedBy(denied, { type: message.missing, does: 'allows nothing of it', on: '' });
  }
  const who = callerText(caller, message.facts);
  const identity = identityOf(caller);
  const isDeclared = declaredIdentity(caller, declared) !== undefined;
  return {
    summary: `${who} of ${accountText(accountOf(caller), declared, 'its account')} may not ask for a token to log in to ECR (ecr:GetAuthorizationToken).`,
    cause: `Only an identity policy can allow it, on the resource "*": it is about no repository, and ECR refuses it in a repository policy.${isDeclared ? ' The topology attaches it to this caller, so what AWS has differs.' : ''}`,
    policies: [
      policyToChange(
        'identity-based policy',
        accountOf(caller),
        declared,
        who,
        'nothing in it allows ecr:GetAuthorizationToken on "*"',
      ),
    ],
    steps: [
      ...(isDeclared ? [DEPLOY] : []),
      ...(declared === undefined || isDeclared
        ? []
        : [{ text: `Name ${who} in an entry under access in topology.yaml: each brings the login along.` }]),
      ...(identity === undefined
        ? [WHO_AM_I]
        : attachIdentityPolicySteps(identity, 'ecr-login', LOGIN_POLICY, declared, isDeclared)),
    ],
    certainty: { level: 'certain', because: 'no other policy can allow this action' },
    page: PAGES.identity,
  };
}

/** The client sent no credentials to this host. */
export function notLoggedIn(found: Case): Conclusion {
  const { client } = found.message.facts;
  const own = client === undefined ? undefined : LOGINS[client]?.(found);
  return {
    summary: `The client sent no credentials to ${registryText(found.place)}, or credentials of another registry.`,
    cause:
      own?.cause ??
      `A login is for one host, which is one account and one Region: a login elsewhere does not count here.${otherRegistries(found)} Nor does a login of another user of the machine, with sudo for instance.`,
    policies: own?.policies ?? [],
    steps: own?.steps ?? loginSteps(found),
    certainty: { level: 'likely', because: 'the client says so, and not ECR' },
    page: PAGES.docker,
  };
}

type OwnLogin = Pick<Conclusion, 'cause' | 'steps'> & Partial<Pick<Conclusion, 'policies'>>;

/** Clients that get their credentials in another way than by `docker login`. */
const LOGINS: Partial<Record<Client, (found: Case) => OwnLogin>> = {
  Kubernetes: (found) => ({
    cause:
      "The kubelet gets the credentials itself; a docker login on the node or in a pipeline does not count. On EKS it uses the role of the node (on Fargate: the pod execution role): the role lacks the permissions, or the kubelet's credential provider does not match the host. Other clusters (k3s, rke2, kubeadm, kind) have no credentials for ECR unless you configure them: a credential provider of the kubelet, an image pull secret, or registries.yaml; a token in a secret or file expires after 12 hours.",
    policies: [
      policyToChange(
        'identity-based policy',
        undefined,
        found.declared,
        pullerOf('Kubernetes'),
        'check that AmazonEC2ContainerRegistryPullOnly is attached to it',
      ),
    ],
    steps: [
      reveal(found),
      {
        text: 'Outside of EKS, create a pull secret in the namespace of the pod and name it in imagePullSecrets; renew it every 12 hours, or install the ECR credential provider.',
        code: {
          language: 'sh',
          text: `kubectl create secret docker-registry ecr --docker-server=${hostText(found)} \\\n  --docker-username=AWS --docker-password="$(aws ecr get-login-password --region ${found.place.region ?? 'REGION'})"\n`,
        },
      },
    ],
  }),
  ECS: (found) => ({
    cause:
      'ECS logs in to ECR with the task execution role, which has to allow ecr:GetAuthorizationToken (on EC2 without an execution role: the instance role). It logs in only if the image names the host of a private registry of ECR: check account and Region in the image.',
    policies: [
      policyToChange(
        'identity-based policy',
        undefined,
        found.declared,
        pullerOf('ECS'),
        'check that AmazonECSTaskExecutionRolePolicy is attached to it',
      ),
    ],
    steps: [reveal(found)],
  }),
  'GitLab Runner': (found) => ({
    cause:
      'The runner pulls the image of a job before the script of the job runs: a docker login in the script or before_script comes too late. The runner reads DOCKER_AUTH_CONFIG, or the Docker configuration of the user that it runs as.',
    steps: [
      {
        text: 'Install amazon-ecr-credential-helper where the runner runs, with an AWS role that may pull, and set the variable DOCKER_AUTH_CONFIG of the project or runner to this.',
        code: {
          language: 'json',
          text: `{ "credHelpers": { "${hostText(found)}": "ecr-login" } }\n`,
        },
      },
    ],
  }),
  kaniko: (found) => ({
    cause:
      "kaniko needs no docker login: its executor contains ECR's credential helper. The helper finds no AWS credentials in the container (a role of the pod or node, variables, ~/.aws), or /kaniko/.docker/config.json does not name it for this host.",
    steps: [
      {
        text: 'Write this to /kaniko/.docker/config.json before the executor runs, and give the container a role that may push.',
        code: {
          language: 'json',
          text: `{ "credHelpers": { "${hostText(found)}": "ecr-login" } }\n`,
        },
      },
    ],
  }),
  "Terraform's Docker provider": (found) => ({
    cause:
      "Terraform's Docker provider does not use every login of Docker: it takes registry_auth of its own configuration, whose address has to be exactly the host of the image.",
    steps: [
      {
        text: 'Give the provider a token of this registry, from the AWS provider of the account that pulls or pushes.',
        code: {
          language: 'hcl',
          text: `data "aws_ecr_authorization_token" "ecr" {}\n\nprovider "docker" {\n  registry_auth {\n    address  = "${hostText(found)}"\n    username = data.aws_ecr_authorization_token.ecr.user_name\n    password = data.aws_ecr_authorization_token.ecr.password\n  }\n}\n`,
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

function hostText({ place }: Case): string {
  return place.id === undefined ? 'ACCOUNT.dkr.ecr.REGION.amazonaws.com' : registryHost(place.id);
}

/** ECR's token for Docker lives 12 hours; credentials of AWS as long as their session. */
export interface TokenExpired {
  readonly token: 'docker' | 'aws';
}

export function tokenExpired(found: Case<TokenExpired>): Conclusion {
  const isDocker = found.message.token === 'docker';
  return {
    summary: isDocker
      ? 'The ECR token that the client logged in with has expired.'
      : 'The AWS credentials have expired.',
    cause: isDocker
      ? 'A token of ECR is valid for 12 hours. Where it is stored (a Docker configuration, a Kubernetes secret, a CI variable, a Swarm service), log in again, or use a credential helper, which gets a new token each time.'
      : 'Temporary credentials end with their session. No policy is involved.',
    policies: [],
    steps: isDocker
      ? loginSteps(found)
      : [
          {
            text: 'Get fresh credentials: sign in again, or assume the role again. Variables of the environment win over a profile, so unset old ones.',
            code: {
              language: 'sh',
              text: 'unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN\naws sso login\n',
            },
          },
          WHO_AM_I,
        ],
    certainty: { level: 'certain', because: 'AWS says so' },
    page: PAGES.registryAuth,
  };
}

/** The command for the registry of the message or, where it names none, for each that is declared. */
export function loginSteps({ caller, declared, place, message }: Case): readonly Step[] {
  const own = accountOf(caller);
  const { client } = message.facts;
  if (place.id !== undefined) return [loginStep(place.id, own, declared, client)];
  const fitting = (declared?.topology.registries ?? []).filter(
    ({ accountId, region }) =>
      (place.accountId === undefined || accountId === place.accountId) &&
      (place.region === undefined || region === place.region),
  );
  if (fitting.length === 0) return [generalLogin(client)];
  return fitting.slice(0, MOST_LOGINS).map((registry) => ({
    ...loginStep(registry, own, declared, client),
    text: `If the image is in registry ${registry.name}, log in to it, with the credentials that pull or push.`,
  }));
}

const MOST_LOGINS = 4;

function generalLogin(client: Client | undefined): Step {
  return {
    text: "Log in to the host that the image's name starts with, with the credentials that pull or push.",
    code: {
      language: 'sh',
      text: loginCommand('ACCOUNT.dkr.ecr.REGION.amazonaws.com', 'REGION', '', client),
    },
  };
}

function otherRegistries(found: Case): string {
  const { declared, place } = found;
  const others = (declared?.topology.registries ?? []).filter(
    ({ name, accountId }) => name !== place.name && accountId === place.accountId,
  );
  if (place.registry === undefined) {
    const text = undeclaredText(found);
    return text === '' ? '' : ` ${text}`;
  }
  if (others.length === 0) return '';
  return ` The same account has ${others.map(({ name, region }) => `${name} in ${region}`).join(', ')}, which is another login.`;
}
