import type { RegistryId } from '../../registry';
import { accountOf, callerText, declaredIdentity, identityOf, pullerText } from '../caller';
import {
  accountText,
  policyToChange,
  registryText,
  undeclaredText,
  type Case,
  type Conclusion,
} from '../case';
import { DEPLOY, loginStep, WHO_AM_I } from '../commands';
import type { Step } from '../diagnosis';
import { PAGES } from '../pages';
import { attachIdentityPolicySteps } from '../policy-steps';
import { limitedBy } from './deny';
import { LOGIN_POLICY } from './grant';

/** Login is about no repository, so that only the caller's own account can allow it. */
export function loginDenied(denied: Case<'login-denied'>): Conclusion {
  const { caller, declared, message } = denied;
  if (message.missing !== undefined && message.missing !== 'identity-based policy') {
    return limitedBy(denied, message.missing, 'allows nothing of it');
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
export function notLoggedIn(found: Case<'not-logged-in'>): Conclusion {
  const { message, place } = found;
  const isNode = message.facts.client === 'EKS';
  return {
    summary: `The client sent no credentials to ${registryText(place)}.`,
    cause: isNode
      ? 'The kubelet asks for the credentials itself, as the role of the node (on Fargate: the pod execution role). It had none for this registry: the role lacks the permissions, or the credential provider of the kubelet does not match the host.'
      : `A login is for one host, which is one account and one Region: a login elsewhere does not count here.${otherRegistries(found)} Nor does a login of another user of the machine, with sudo for instance.`,
    policies: isNode
      ? [
          policyToChange(
            'identity-based policy',
            undefined,
            found.declared,
            pullerText(message.facts),
            'check that AmazonEC2ContainerRegistryPullOnly is attached to it',
          ),
        ]
      : [],
    steps: isNode ? [reveal(found)] : loginSteps(found),
    certainty: { level: 'likely', because: 'the client says so, and not ECR' },
    page: PAGES.docker,
  };
}

export function tokenExpired(found: Case<'token-expired'>): Conclusion {
  const isDocker = found.message.token === 'docker';
  return {
    summary: isDocker
      ? 'The token that Docker logged in with has expired.'
      : 'The AWS credentials have expired.',
    cause: isDocker
      ? 'A token for ECR is valid for 12 hours. Who stores it (a Kubernetes secret, a CI variable, an image of a runner) has to renew it, or to use a credential helper.'
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
export function loginSteps({ caller, declared, place }: Case): readonly Step[] {
  const own = accountOf(caller);
  if (place.id !== undefined) return [loginStep(place.id, own, declared)];
  const fitting = (declared?.topology.registries ?? []).filter(
    ({ accountId, region }) =>
      (place.accountId === undefined || accountId === place.accountId) &&
      (place.region === undefined || region === place.region),
  );
  if (fitting.length === 0) return [GENERAL_LOGIN];
  return fitting.slice(0, MOST_LOGINS).map((registry) => ({
    ...loginStep(registry, own, declared),
    text: `Where the image is in registry ${registry.name}, log in to it, with the credentials that pull or push.`,
  }));
}

const MOST_LOGINS = 4;

const GENERAL_LOGIN: Step = {
  text: "Log in to the host that the image's name starts with, with the credentials that pull or push.",
  code: {
    language: 'sh',
    text: 'aws ecr get-login-password --region REGION |\n  docker login --username AWS --password-stdin ACCOUNT.dkr.ecr.REGION.amazonaws.com\n',
  },
};

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

/** Docker and containerd swallow AWS's sentence. The AWS CLI prints it. */
export function reveal({ place, message }: Case): Step {
  const id: RegistryId | undefined = place.id;
  const owner = id === undefined ? '' : ` --registry-id ${id.accountId} --region ${id.region}`;
  const tag = message.facts.tag ?? 'TAG';
  return {
    text: `Ask ECR itself, as ${pullerText(message.facts)}: the AWS CLI prints the sentence that names the side, and diagnose reads it.`,
    code: {
      language: 'sh',
      text: `aws sts get-caller-identity\naws ecr batch-get-image --repository-name ${place.repositoryName ?? 'REPOSITORY'} \\\n  --image-ids imageTag=${tag}${owner} --query failures\n`,
    },
  };
}
