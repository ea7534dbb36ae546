import type { PolicyDocument } from '../../aws/policy/document';
import { commandStep, DEPLOY_STEP } from '../explanations/steps';
import { putRegistryPolicySteps } from '../explanations/steps.policy-steps';
import {
  policyToChange,
  registryWithAccountText,
  registryWithRegionText,
  repositoryText,
  type Case,
  type Explanation,
} from '../model/case';
import type { Step } from '../model/diagnosis';
import { PAGES } from '../model/diagnosis.pages';
import { explainRepositoryPolicyRefused } from './policy.repository-policy';

/** ECR rejected a policy. */
export interface PolicyRefused {
  readonly policy: 'repository' | 'registry';
  readonly reason: 'invalid' | 'principal-not-found';
}

type RefusedCase = Case<PolicyRefused>;

export function explainPolicyRefused(refused: RefusedCase): Explanation {
  const { policy, reason } = refused.message;
  if (reason === 'principal-not-found') return explainPrincipalNotFound(refused);
  return policy === 'registry'
    ? explainRegistryPolicyRefused(refused)
    : explainRepositoryPolicyRefused(refused);
}

function explainRegistryPolicyRefused(refused: RefusedCase): Explanation {
  const { declared, location } = refused;
  return {
    summary: `ECR refused what was to become the policy of ${registryWithAccountText(location)}.`,
    cause:
      'Each statement of a registry policy has a Resource, which names repositories of this account and Region; each principal exists; and older registries (policy scope V1) take only ecr:ReplicateImage, ecr:CreateRepository and ecr:BatchImportUpstreamImage. A policy without Resource that lets roles pull and push is a repository policy.',
    policies: [
      policyToChange(
        'registry policy',
        location.accountId,
        declared,
        registryWithRegionText(location),
        'ECR did not take what was given',
      ),
    ],
    steps: [
      {
        text: 'If it is to let roles pull and push, set it on the repositories, without Resource; topology.yaml writes it from access.',
      },
      commandStep(
        'Look at the scope of the registry policy, and change it to V2 where other actions are wanted.',
        `aws ecr get-account-setting --name REGISTRY_POLICY_SCOPE${location.region === undefined ? '' : ` --region ${location.region}`}`,
        location.accountId,
        declared,
      ),
      ...declaredPolicySteps(refused, location.registry?.policy),
    ],
    certainty: { level: 'open', because: 'ECR says the same of every fault of a policy' },
    page: PAGES.registryPolicy,
  };
}

function declaredPolicySteps(
  { declared, location }: RefusedCase,
  policy: PolicyDocument | undefined,
): readonly Step[] {
  if (location.id === undefined || policy === undefined) return [];
  return [DEPLOY_STEP, ...putRegistryPolicySteps(location.id, policy, declared)];
}

/**
 * ECR checks in IAM that each role and user exists. IAM is eventually consistent, so that a new role is unknown for
 * seconds.
 */
function explainPrincipalNotFound(refused: RefusedCase): Explanation {
  const { declared, message, location } = refused;
  const layer = message.policy === 'registry' ? 'registry policy' : 'repository policy';
  const policyOwner =
    layer === 'registry policy' ? registryWithAccountText(location) : repositoryText(refused);
  return {
    summary: `The policy of ${policyOwner} names a role or user that does not exist.`,
    cause:
      'ECR checks that each role and user in a policy exists: it was mistyped, is in another account, was deleted, or was created seconds ago and is not known everywhere yet. Version 6 of the AWS provider retries a repository policy for 2 minutes, so a role that was created in the same apply is rarely the cause.',
    policies: [
      policyToChange(layer, location.accountId, declared, policyOwner, 'a principal in it does not exist'),
    ],
    steps: [
      {
        text: 'If the role was created in the same run, run it again: it is known by now.',
        code: { language: 'sh', text: 'npx cdktf deploy\n' },
      },
      commandStep(
        'Look whether it exists, with the credentials of its account.',
        'aws iam get-role --role-name ROLE',
        undefined,
        declared,
      ),
      {
        text: 'For a role that may not exist yet, or is recreated, name the account root and the role in a condition: AWS does not check that.',
        code: {
          language: 'yaml',
          text: `access:\n  - allow: pull\n    repositories: [${location.repositoryName ?? 'REPOSITORY'}]\n    principals: [{ arn: "arn:aws:iam::111111111111:role/ROLE", viaAccountRoot: true }]\n    identity: none\n`,
        },
      },
    ],
    certainty: { level: 'certain', because: 'ECR says so' },
    page: PAGES.repositoryPolicy,
  };
}

export function explainRegistryPolicyNotFound({ declared, location }: Case): Explanation {
  const region = location.region === undefined ? '' : ` --region ${location.region}`;
  return {
    summary: `${registryWithAccountText(location)} has no registry policy.`,
    cause:
      'On the first apply it was written, and not yet there when Terraform read it back: ECR is eventually consistent. Later on, somebody deleted it. Asked for by hand, it may be of another Region: each has its own.',
    policies: [
      policyToChange(
        'registry policy',
        location.accountId,
        declared,
        registryWithRegionText(location),
        'there is none, or not yet',
      ),
    ],
    steps: [
      DEPLOY_STEP,
      commandStep('See what is there.', `aws ecr get-registry-policy${region}`, location.accountId, declared),
    ],
    certainty: { level: 'likely', because: 'on a first apply it passes by itself' },
    page: PAGES.registryPolicy,
  };
}

export function explainRepositoryPolicyNotFound(failure: Case): Explanation {
  const { declared, location } = failure;
  const policyOwner = `${repositoryText(failure)} in ${registryWithAccountText(location)}`;
  return {
    summary: `${repositoryText(failure)} has no policy.`,
    cause:
      'Nobody of another account is let in then; the own account needs none. On a first apply it may be there in a moment.',
    policies: [
      policyToChange(
        'repository policy',
        location.accountId,
        declared,
        policyOwner,
        'there is none, or not yet',
      ),
    ],
    steps: [
      location.repository?.policy === undefined
        ? {
            text: 'If another account is to pull or push, set one; otherwise nothing is missing.',
            code: {
              language: 'sh',
              text: `aws ecr set-repository-policy --repository-name ${location.repositoryName ?? 'REPOSITORY'} --policy-text file://repository-policy.json\n`,
            },
          }
        : DEPLOY_STEP,
    ],
    certainty: { level: 'certain', because: 'ECR looked for it and did not find it' },
    page: PAGES.repositoryPolicy,
  };
}
