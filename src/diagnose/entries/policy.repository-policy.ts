import { parseIdentityArn } from '../../aws/arn.identity';
import { sortedUnique } from '../../base/collections';
import { crossAccountSources } from '../explanations/replication-source';
import { DEPLOY_STEP, profileOption } from '../explanations/steps';
import { putRegistryPolicySteps, setRepositoryPolicySteps } from '../explanations/steps.policy-steps';
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

/**
 * The most common mistake is a registry policy set on a repository. ECR rejects it because of its Resource. Without
 * Resource, ECR accepts it, but an Allow in a repository policy has no effect on replication.
 */
export function explainRepositoryPolicyRefused(refused: Case): Explanation {
  return crossAccountSources(refused).length > 0 && refused.location.repository?.policy === undefined
    ? explainMeantForRegistry(refused)
    : explainFaultyRepositoryPolicy(refused);
}

const POLICY_REQUIREMENTS =
  'A repository policy has no Resource, no ecr:GetAuthorizationToken and no action on the registry; each principal is a role, user, account or service that exists, without *; the text is JSON, with double quotes (in Python json.dumps, not str); and the AWS CLI takes a file as file://policy.json, for else its name is taken for the policy.';

function explainMeantForRegistry(refused: Case): Explanation {
  const { declared, location } = refused;
  const policy = location.registry?.policy;
  return {
    summary: `ECR refused what was to become the policy of ${repositoryText(refused)}.`,
    cause: `In the topology ${repositoryText(refused)} in ${registryWithAccountText(location)} is filled from another account. That is allowed in the registry policy (aws_ecr_registry_policy), and never in the repository policy (aws_ecr_repository_policy): a registry policy on a repository is refused because of its Resource, and without Resource it is taken and replicates nothing. ${POLICY_REQUIREMENTS}`,
    policies: [
      policyToChange(
        'registry policy',
        location.accountId,
        declared,
        registryWithRegionText(location),
        'this is where replication from another account is allowed',
      ),
      policyToChange(
        'repository policy',
        location.accountId,
        declared,
        `${repositoryText(refused)} in ${registryWithRegionText(location)}`,
        'remove it: for replication, no Allow in it counts',
      ),
    ],
    steps: [
      {
        text: 'Take the repository policy away, and let the topology write the registry policy: its replication section already asks for it.',
        code: { language: 'sh', text: 'npx cdktf deploy\n' },
      },
      ...(location.id === undefined || policy === undefined
        ? []
        : putRegistryPolicySteps(location.id, policy, declared)),
      {
        text: 'If it was to allow pulling and pushing instead, remove Resource and ecr:GetAuthorizationToken; topology.yaml writes such a policy from access.',
      },
    ],
    certainty: {
      level: 'likely',
      because: 'the topology replicates into this repository from another account',
    },
    page: PAGES.replicationPolicy,
  };
}

function explainFaultyRepositoryPolicy(refused: Case): Explanation {
  const { declared, message, location } = refused;
  const isGuess = message.facts.repository === undefined && location.repository !== undefined;
  return {
    summary: `ECR refused what was to become the policy of ${repositoryText(refused)}.`,
    cause: `${isGuess ? 'The message names no repository; this is the only one in the topology that has a policy. ' : ''}${POLICY_REQUIREMENTS}`,
    policies: [
      policyToChange(
        'repository policy',
        location.accountId,
        declared,
        location.registry === undefined
          ? repositoryText(refused)
          : `${repositoryText(refused)} in ${registryWithRegionText(location)}`,
        'ECR did not take what was given',
      ),
    ],
    steps: [...principalSteps(refused), ...setDeclaredPolicySteps(refused), ...GENERAL_STEPS],
    certainty: { level: 'open', because: 'ECR says the same of every fault of a policy' },
    page: PAGES.repositoryPolicy,
  };
}

/** Returns one AWS CLI command for each role and user in the declared policy, with the profile of its account. */
function principalSteps({ declared, location }: Case): readonly Step[] {
  const principals = (location.repository?.policy?.statements ?? []).flatMap(
    (statement) => statement.principals?.values ?? [],
  );
  const identities = sortedUnique(principals.map(({ value }) => value)).flatMap(
    (arn) => parseIdentityArn(arn) ?? [],
  );
  const text =
    'Look whether each role and user in it exists, in the account that its ARN names. One that was just created takes some seconds.';
  const commands = identities.map(
    ({ kind, name, accountId }) =>
      `aws iam get-${kind} --${kind}-name ${name}${profileOption(accountId, declared)}\n`,
  );
  return [
    {
      text,
      code: {
        language: 'sh',
        text: commands.length === 0 ? 'aws iam get-role --role-name ROLE\n' : commands.join(''),
      },
    },
  ];
}

/** Returns the steps that set the declared policy, which is valid. */
function setDeclaredPolicySteps({ declared, location }: Case): readonly Step[] {
  const policy = location.repository?.policy;
  if (location.id === undefined || location.repositoryName === undefined || policy === undefined) return [];
  return [DEPLOY_STEP, ...setRepositoryPolicySteps(location.id, location.repositoryName, policy, declared)];
}

const GENERAL_STEPS: readonly Step[] = [
  {
    text: 'If it is to allow replication, put it on the registry of the destination instead, with Resource.',
  },
  {
    text: 'If it is to allow pulling and pushing, remove Resource and ecr:GetAuthorizationToken; topology.yaml writes such a policy from access.',
  },
];
