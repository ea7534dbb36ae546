import { parseIdentityArn } from '../../aws/arn';
import type { PolicyDocument } from '../../aws/policy/document';
import { sortedUnique } from '../../base/collections';
import { crossAccountSources } from '../explanations/replication-source';
import {
  commandStep,
  DEPLOY_STEP,
  profileOption,
  putRegistryPolicySteps,
  setRepositoryPolicySteps,
} from '../explanations/steps';
import {
  partitionIdFor,
  policyOfCase,
  policyToChange,
  registryWithAccountText,
  registryWithRegionText,
  repositoryText,
  type Case,
  type Explanation,
} from '../model/case';
import { PAGES, type Step } from '../model/diagnosis';
import { defineEntry, matchPattern, type FamilyEntries } from '../model/entry';
import type { Facts } from '../parse/facts';

/** ECR rejected a policy in `SetRepositoryPolicy` or `PutRegistryPolicy`. */
const POLICY_REFUSED = defineEntry<PolicyRefused>({
  kind: 'policy-refused',
  match: matchPolicyRefused,
  explain: (refused) => {
    const { policy, reason } = refused.message;
    if (reason === 'principal-not-found') return explainPrincipalNotFound(refused);
    return policy === 'registry'
      ? explainRegistryPolicyRefused(refused)
      : explainRepositoryPolicyRefused(refused);
  },
  subject: ({ policy }) => (policy === 'registry' ? 'refused registry policy' : 'refused repository policy'),
});

/** The console writes `Policy Text` instead of `PolicyText`. */
function matchPolicyRefused(
  text: string,
  facts: Facts,
): (PolicyRefused & { readonly facts: Facts }) | undefined {
  // Principals and actions in the text belong to the policy, not to the caller.
  const own: Facts = { ...facts, principal: undefined, action: operationIn(text) ?? facts.action };
  const invalid = /Invalid (repository|registry) policy provided/i.exec(text)?.[1]?.toLowerCase();
  if (invalid !== undefined) {
    const policy = invalid === 'registry' ? 'registry' : 'repository';
    return { policy, reason: 'invalid', facts: own };
  }
  if (/Policy ?Text' failed to satisfy constraint: ?'Principal not found/i.test(text)) {
    const policy = /RegistryPolicy|ECR Registry Policy/i.test(text) ? 'registry' : 'repository';
    return { policy, reason: 'principal-not-found', facts: own };
  }
  return undefined;
}

function operationIn(text: string): string | undefined {
  const operation = /(?<![A-Za-z])(SetRepositoryPolicy|PutRegistryPolicy)(?![A-Za-z])/.exec(text)?.[1];
  return operation === undefined ? undefined : `ecr:${operation}`;
}

const REGISTRY_POLICY_NOT_FOUND = defineEntry({
  kind: 'registry-policy-not-found',
  match: matchPattern(/RegistryPolicyNotFoundException|Registry policy does not exist in the registry/i),
  explain: ({ declared, location }) => {
    const region = location.region === undefined ? '' : ` --region ${location.region}`;
    return {
      summary: `${registryWithAccountText(location)} has no registry policy.`,
      cause:
        'On a first apply, Terraform can read the policy before ECR returns it, because ECR is eventually consistent. On a later apply, the policy was deleted. If you ran the command yourself, check the Region: each Region has its own registry policy.',
      policies: [
        policyToChange(
          'registry policy',
          location.accountId,
          declared,
          registryWithRegionText(location),
          'the registry has no policy, or ECR does not return it yet',
        ),
      ],
      steps: [
        DEPLOY_STEP,
        commandStep(
          'Check the existing policy.',
          `aws ecr get-registry-policy${region}`,
          location.accountId,
          declared,
        ),
      ],
      certainty: { level: 'likely', because: 'on a first apply, the error is temporary' },
      page: PAGES.registryPolicy,
    };
  },
  subject: 'registry policy',
});

const REPOSITORY_POLICY_NOT_FOUND = defineEntry({
  kind: 'repository-policy-not-found',
  match: matchPattern(
    /RepositoryPolicyNotFoundException|Repository policy does not exist for the repository/i,
  ),
  explain: (failure) => {
    const { declared, location } = failure;
    const policyOwner = `${repositoryText(failure)} in ${registryWithAccountText(location)}`;
    return {
      summary: `${repositoryText(failure)} has no policy.`,
      cause:
        'Without a repository policy, other accounts have no access. The account of the repository needs no policy. On a first apply, ECR may return the policy only after some seconds.',
      policies: [
        policyToChange(
          'repository policy',
          location.accountId,
          declared,
          policyOwner,
          'the repository has no policy, or ECR does not return it yet',
        ),
      ],
      steps: [
        location.repository?.policy === undefined
          ? {
              text: 'If another account must pull or push, set a policy. Otherwise, no change is needed.',
              code: {
                language: 'sh',
                text: `aws ecr set-repository-policy --repository-name ${location.repositoryName ?? 'REPOSITORY'} --policy-text file://repository-policy.json\n`,
              },
            }
          : DEPLOY_STEP,
      ],
      certainty: { level: 'certain', because: 'ECR looked for the policy and did not find it' },
      page: PAGES.repositoryPolicy,
    };
  },
});

/** ECR rejected a policy. */
interface PolicyRefused {
  readonly policy: 'repository' | 'registry';
  readonly reason: 'invalid' | 'principal-not-found';
}

type RefusedCase = Case<PolicyRefused>;

const REPOSITORY_POLICY_FIX =
  'remove Resource and ecr:GetAuthorizationToken. The access section of topology.yaml generates such a policy.';

const REJECTED_TEXT = 'ECR rejected it';

const SAME_ERROR_CERTAINTY = {
  level: 'open',
  because: 'ECR returns the same error for every invalid policy',
} as const;

function explainRegistryPolicyRefused(refused: RefusedCase): Explanation {
  const { declared, location } = refused;
  return {
    summary: `ECR rejected the policy for ${registryWithAccountText(location)}.`,
    cause:
      'Each statement of a registry policy must have a Resource that names repositories of this account and Region. Each principal must exist. Older registries (policy scope V1) accept only ecr:ReplicateImage, ecr:CreateRepository and ecr:BatchImportUpstreamImage. A policy without Resource that allows roles to pull and push is a repository policy.',
    policies: [policyOfCase(refused, 'registry policy', REJECTED_TEXT)],
    steps: [
      {
        text: 'If roles must pull and push, set the policy on the repositories instead, without Resource. The access section of topology.yaml generates it.',
      },
      commandStep(
        'Check the scope of the registry policy. If you need other actions, change the scope to V2.',
        `aws ecr get-account-setting --name REGISTRY_POLICY_SCOPE${location.region === undefined ? '' : ` --region ${location.region}`}`,
        location.accountId,
        declared,
      ),
      ...declaredPolicySteps(refused, location.registry?.policy),
    ],
    certainty: SAME_ERROR_CERTAINTY,
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
      'ECR checks that each role and user in a policy exists. The name is misspelled, the role or user is in another account, it was deleted, or it was created seconds ago and is not available everywhere yet. Version 6 of the AWS provider retries a repository policy for 2 minutes, so a role that was created in the same apply is rarely the cause.',
    policies: [
      policyToChange(layer, location.accountId, declared, policyOwner, 'a principal in it does not exist'),
    ],
    steps: [
      {
        text: 'If the role was created in the same run, deploy again. The role is available now.',
        code: { language: 'sh', text: 'npx cdktf deploy\n' },
      },
      commandStep(
        'Check whether the role exists, with the credentials of its account.',
        'aws iam get-role --role-name ROLE',
        undefined,
        declared,
      ),
      {
        text: 'If the role may not exist yet, or is recreated, use the account root as the principal and name the role in a condition. AWS does not check that a role in a condition exists.',
        code: {
          language: 'yaml',
          text: `access:\n  - allow: pull\n    repositories: [${location.repositoryName ?? 'REPOSITORY'}]\n    principals: [{ arn: "arn:${partitionIdFor(refused)}:iam::111111111111:role/ROLE", viaAccountRoot: true }]\n    identity: none\n`,
        },
      },
    ],
    certainty: { level: 'certain', because: 'ECR reports the cause' },
    page: PAGES.repositoryPolicy,
  };
}

/**
 * The most common mistake is a registry policy set on a repository. ECR rejects it because of its Resource. Without
 * Resource, ECR accepts it, but an Allow in a repository policy has no effect on replication.
 */
function explainRepositoryPolicyRefused(refused: Case): Explanation {
  return crossAccountSources(refused).length > 0 && refused.location.repository?.policy === undefined
    ? explainMeantForRegistry(refused)
    : explainFaultyRepositoryPolicy(refused);
}

const POLICY_REQUIREMENTS =
  'A repository policy must have no Resource, no ecr:GetAuthorizationToken and no action on the registry. Each principal must be an existing role, user, account or service, without *. The policy must be JSON with double quotes (in Python, use json.dumps, not str). With the AWS CLI, pass a file as file://policy.json; without file://, the CLI sends the file name as the policy.';

function explainMeantForRegistry(refused: Case): Explanation {
  const { declared, location } = refused;
  const policy = location.registry?.policy;
  return {
    summary: `ECR rejected the policy for ${repositoryText(refused)}.`,
    cause: `In the topology, another account replicates into ${repositoryText(refused)} in ${registryWithAccountText(location)}. Only the registry policy (aws_ecr_registry_policy) can allow that, not the repository policy (aws_ecr_repository_policy). ECR rejects a registry policy on a repository because of its Resource. Without Resource, ECR accepts the policy, but it replicates nothing. ${POLICY_REQUIREMENTS}`,
    policies: [
      policyOfCase(refused, 'registry policy', 'it must allow replication from the other account'),
      policyOfCase(
        refused,
        'repository policy',
        'remove it: an Allow in a repository policy has no effect on replication',
      ),
    ],
    steps: [
      {
        text: 'Remove the repository policy and deploy the topology. Its replication section already generates the registry policy.',
        code: { language: 'sh', text: 'npx cdktf deploy\n' },
      },
      ...(location.id === undefined || policy === undefined
        ? []
        : putRegistryPolicySteps(location.id, policy, declared)),
      {
        text: `If the policy must allow pulls and pushes instead, ${REPOSITORY_POLICY_FIX}`,
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
    summary: `ECR rejected the policy for ${repositoryText(refused)}.`,
    cause: `${isGuess ? 'The message names no repository. This is the only repository in the topology that has a policy. ' : ''}${POLICY_REQUIREMENTS}`,
    policies: [
      policyToChange(
        'repository policy',
        location.accountId,
        declared,
        location.registry === undefined
          ? repositoryText(refused)
          : `${repositoryText(refused)} in ${registryWithRegionText(location)}`,
        REJECTED_TEXT,
      ),
    ],
    steps: [...principalSteps(refused), ...setDeclaredPolicySteps(refused), ...GENERAL_STEPS],
    certainty: SAME_ERROR_CERTAINTY,
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
    'Check whether each role and user in the policy exists, in the account that its ARN names. A new role or user is available only after some seconds.';
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
    text: 'If the policy must allow replication, set it as the registry policy of the destination instead, with Resource.',
  },
  {
    text: `If the policy must allow pulls and pushes, ${REPOSITORY_POLICY_FIX}`,
  },
];

export const ENTRIES: FamilyEntries = {
  refused: [POLICY_REFUSED],
  notFound: [REGISTRY_POLICY_NOT_FOUND, REPOSITORY_POLICY_NOT_FOUND],
};
