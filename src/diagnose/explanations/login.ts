import {
  callerAccountOf,
  callerAndAccountText,
  callerIdentity,
  callerText,
  declaredIdentity,
  policyOfCase,
  type Case,
  type Explanation,
} from '../model/case';
import { PAGES, type Step } from '../model/diagnosis';
import type { Client } from '../parse/client';
import type { MissingPolicy } from '../parse/facts';
import { explainLimit } from './deny';
import { LOGIN_POLICY } from './grant';
import { attachIdentityPolicySteps, DEPLOY_STEP, loginCommand, loginStep, SHOW_CALLER_STEP } from './steps';

/** Login has no repository as its resource, so that only an identity policy can allow it. */
export function explainLoginDenied(denied: Case<MissingPolicy>): Explanation {
  const { caller, declared, message } = denied;
  if (message.missing !== undefined && message.missing !== 'identity-based policy') {
    return explainLimit(denied, {
      type: message.missing,
      effectText: 'does not allow it',
      resourceText: '',
    });
  }
  const callerName = callerText(caller, message.facts);
  const identity = callerIdentity(caller);
  const isDeclared = declaredIdentity(caller, declared) !== undefined;
  return {
    summary: `${callerAndAccountText(denied)} is not authorized to get a token for the ECR login (ecr:GetAuthorizationToken).`,
    cause: `Only an identity policy can allow this action, with the resource "*". The action applies to no repository, and ECR rejects it in a repository policy. Pulls and pushes need more permissions: AmazonEC2ContainerRegistryPullOnly allows all actions of a pull, including the login.${isDeclared ? ' The topology attaches the permission to this caller, so the policies in AWS differ from the topology.' : ''}${isGeneratedName(identity?.name) ? ' CloudFormation or CDK generated the name of the role: add the permission where the role is defined (in CDK: ecr.AuthorizationToken.grantRead).' : ''}`,
    policies: [
      policyOfCase(denied, 'identity-based policy', 'no statement allows ecr:GetAuthorizationToken on "*"'),
    ],
    steps: [
      ...(isDeclared ? [DEPLOY_STEP] : []),
      ...(declared === undefined || isDeclared
        ? []
        : [
            {
              text: `Add ${callerName} to an entry under access in topology.yaml. Each entry also grants the login.`,
            },
          ]),
      ...(identity === undefined
        ? [SHOW_CALLER_STEP]
        : attachIdentityPolicySteps(identity, 'ecr-login', LOGIN_POLICY, declared, isDeclared)),
    ],
    certainty: { level: 'certain', because: 'no other policy can allow this action' },
    page: PAGES.identity,
  };
}

/** CloudFormation appends such a suffix to the names that it generates. */
function isGeneratedName(role: string | undefined): boolean {
  return /-[A-Z0-9]{12,13}$/.test(role ?? '');
}

/**
 * Returns the login command for the registry of the message, or for each matching declared registry if the message
 * names none.
 */
export function loginSteps({ caller, declared, location, message }: Case): readonly Step[] {
  const own = callerAccountOf(caller);
  const { client } = message.facts;
  if (location.id !== undefined) return [loginStep(location.id, own, declared, client)];
  const matching = (declared?.topology.registries ?? []).filter(
    ({ accountId, region }) =>
      (location.accountId === undefined || accountId === location.accountId) &&
      (location.region === undefined || region === location.region),
  );
  if (matching.length === 0) return [generalLoginStep(client)];
  return matching.slice(0, MAX_LOGIN_STEPS).map((registry) => ({
    ...loginStep(registry, own, declared, client),
    text: `If the image is in registry ${registry.name}, log in to it, with the credentials that you pull or push with.`,
  }));
}

const MAX_LOGIN_STEPS = 4;

function generalLoginStep(client: Client | undefined): Step {
  return {
    text: 'Log in to the host at the start of the image name, with the credentials that you pull or push with.',
    code: {
      language: 'sh',
      text: loginCommand('ACCOUNT.dkr.ecr.REGION.amazonaws.com', 'REGION', '', client),
    },
  };
}
