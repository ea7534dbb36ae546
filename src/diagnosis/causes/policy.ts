import type { PolicyDocument } from '../../registry';
import {
  policyToChange,
  registryText,
  shortRegistryText,
  repositoryText,
  type Case,
  type Conclusion,
} from '../case';
import { DEPLOY, showPolicyStep } from '../commands';
import type { Step } from '../diagnosis';
import { PAGES } from '../pages';
import { putRegistryPolicySteps } from '../policy-steps';
import { repositoryPolicyRefused } from './repository-policy';

/** ECR rejected a policy. */
export interface PolicyRefused {
  readonly policy: 'repository' | 'registry';
  readonly reason: 'invalid' | 'principal-not-found';
}

type Refused = Case<PolicyRefused>;

export function policyRefused(refused: Refused): Conclusion {
  const { policy, reason } = refused.message;
  if (reason === 'principal-not-found') return principalNotFound(refused);
  return policy === 'registry' ? registryPolicyRefused(refused) : repositoryPolicyRefused(refused);
}

function registryPolicyRefused(refused: Refused): Conclusion {
  const { declared, place } = refused;
  return {
    summary: `ECR refused what was to become the policy of ${registryText(place)}.`,
    cause:
      'Each statement of a registry policy has a Resource, which names repositories of this account and Region; each principal exists; and older registries (policy scope V1) take only ecr:ReplicateImage, ecr:CreateRepository and ecr:BatchImportUpstreamImage. A policy without Resource that lets roles pull and push is a repository policy.',
    policies: [
      policyToChange(
        'registry policy',
        place.accountId,
        declared,
        shortRegistryText(place),
        'ECR did not take what was given',
      ),
    ],
    steps: [
      {
        text: 'If it is to let roles pull and push, set it on the repositories, without Resource; topology.yaml writes it from access.',
      },
      showPolicyStep(
        'Look at the scope of the registry policy, and change it to V2 where other actions are wanted.',
        `aws ecr get-account-setting --name REGISTRY_POLICY_SCOPE${place.region === undefined ? '' : ` --region ${place.region}`}`,
        place.accountId,
        declared,
      ),
      ...declaredPolicySteps(refused, place.registry?.policy),
    ],
    certainty: { level: 'open', because: 'ECR says the same of every fault of a policy' },
    page: PAGES.registryPolicy,
  };
}

function declaredPolicySteps(
  { declared, place }: Refused,
  policy: PolicyDocument | undefined,
): readonly Step[] {
  if (place.id === undefined || policy === undefined) return [];
  return [DEPLOY, ...putRegistryPolicySteps(place.id, policy, declared)];
}

/**
 * ECR checks in IAM that each role and user exists. IAM is eventually consistent, so that a new role is unknown for
 * seconds.
 */
function principalNotFound(refused: Refused): Conclusion {
  const { declared, message, place } = refused;
  const layer = message.policy === 'registry' ? 'registry policy' : 'repository policy';
  const of = layer === 'registry policy' ? registryText(place) : repositoryText(refused);
  return {
    summary: `The policy of ${of} names a role or user that does not exist.`,
    cause:
      'ECR checks that each role and user in a policy exists: it was mistyped, is in another account, was deleted, or was created seconds ago and is not known everywhere yet. Version 6 of the AWS provider retries a repository policy for 2 minutes, so a role that was created in the same apply is rarely the cause.',
    policies: [policyToChange(layer, place.accountId, declared, of, 'a principal in it does not exist')],
    steps: [
      {
        text: 'If the role was created in the same run, run it again: it is known by now.',
        code: { language: 'sh', text: 'npx cdktf deploy\n' },
      },
      showPolicyStep(
        'Look whether it exists, with the credentials of its account.',
        'aws iam get-role --role-name ROLE',
        undefined,
        declared,
      ),
      {
        text: 'For a role that may not exist yet, or is recreated, name the account root and the role in a condition: AWS does not check that.',
        code: {
          language: 'yaml',
          text: `access:\n  - allow: pull\n    repositories: [${place.repositoryName ?? 'REPOSITORY'}]\n    principals: [{ arn: "arn:aws:iam::111111111111:role/ROLE", viaAccountRoot: true }]\n    identity: none\n`,
        },
      },
    ],
    certainty: { level: 'certain', because: 'ECR says so' },
    page: PAGES.repositoryPolicy,
  };
}

export function registryPolicyNotFound({ declared, place }: Case): Conclusion {
  const region = place.region === undefined ? '' : ` --region ${place.region}`;
  return {
    summary: `${registryText(place)} has no registry policy.`,
    cause:
      'On the first apply it was written, and not yet there when Terraform read it back: ECR is eventually consistent. Later on, somebody deleted it. Asked for by hand, it may be of another Region: each has its own.',
    policies: [
      policyToChange(
        'registry policy',
        place.accountId,
        declared,
        shortRegistryText(place),
        'there is none, or not yet',
      ),
    ],
    steps: [
      DEPLOY,
      showPolicyStep('See what is there.', `aws ecr get-registry-policy${region}`, place.accountId, declared),
    ],
    certainty: { level: 'likely', because: 'on a first apply it passes by itself' },
    page: PAGES.registryPolicy,
  };
}

export function repositoryPolicyNotFound(found: Case): Conclusion {
  const { declared, place } = found;
  const of = `${repositoryText(found)} in ${registryText(place)}`;
  return {
    summary: `${repositoryText(found)} has no policy.`,
    cause:
      'Nobody of another account is let in then; the own account needs none. On a first apply it may be there in a moment.',
    policies: [
      policyToChange('repository policy', place.accountId, declared, of, 'there is none, or not yet'),
    ],
    steps: [
      place.repository?.policy === undefined
        ? {
            text: 'If another account is to pull or push, set one; otherwise nothing is missing.',
            code: {
              language: 'sh',
              text: `aws ecr set-repository-policy --repository-name ${place.repositoryName ?? 'REPOSITORY'} --policy-text file://repository-policy.json\n`,
            },
          }
        : DEPLOY,
    ],
    certainty: { level: 'certain', because: 'ECR looked for it and did not find it' },
    page: PAGES.repositoryPolicy,
  };
}
