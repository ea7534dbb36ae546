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
        commandStep(
          'See what is there.',
          `aws ecr get-registry-policy${region}`,
          location.accountId,
          declared,
        ),
      ],
      certainty: { level: 'likely', because: 'on a first apply it passes by itself' },
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
  },
});

/** ECR rejected a policy. */
interface PolicyRefused {
  readonly policy: 'repository' | 'registry';
  readonly reason: 'invalid' | 'principal-not-found';
}

type RefusedCase = Case<PolicyRefused>;

function explainRegistryPolicyRefused(refused: RefusedCase): Explanation {
  const { declared, location } = refused;
  return {
    summary: `ECR refused what was to become the policy of ${registryWithAccountText(location)}.`,
    cause:
      'Each statement of a registry policy has a Resource, which names repositories of this account and Region; each principal exists; and older registries (policy scope V1) take only ecr:ReplicateImage, ecr:CreateRepository and ecr:BatchImportUpstreamImage. A policy without Resource that lets roles pull and push is a repository policy.',
    policies: [policyOfCase(refused, 'registry policy', 'ECR did not take what was given')],
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
          text: `access:\n  - allow: pull\n    repositories: [${location.repositoryName ?? 'REPOSITORY'}]\n    principals: [{ arn: "arn:${partitionIdFor(refused)}:iam::111111111111:role/ROLE", viaAccountRoot: true }]\n    identity: none\n`,
        },
      },
    ],
    certainty: { level: 'certain', because: 'ECR says so' },
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
  'A repository policy has no Resource, no ecr:GetAuthorizationToken and no action on the registry; each principal is a role, user, account or service that exists, without *; the text is JSON, with double quotes (in Python json.dumps, not str); and the AWS CLI takes a file as file://policy.json, for else its name is taken for the policy.';

function explainMeantForRegistry(refused: Case): Explanation {
  const { declared, location } = refused;
  const policy = location.registry?.policy;
  return {
    summary: `ECR refused what was to become the policy of ${repositoryText(refused)}.`,
    cause: `In the topology ${repositoryText(refused)} in ${registryWithAccountText(location)} is filled from another account. That is allowed in the registry policy (aws_ecr_registry_policy), and never in the repository policy (aws_ecr_repository_policy): a registry policy on a repository is refused because of its Resource, and without Resource it is taken and replicates nothing. ${POLICY_REQUIREMENTS}`,
    policies: [
      policyOfCase(refused, 'registry policy', 'this is where replication from another account is allowed'),
      policyOfCase(refused, 'repository policy', 'remove it: for replication, no Allow in it counts'),
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

export const ENTRIES: FamilyEntries = {
  refused: [POLICY_REFUSED],
  notFound: [REGISTRY_POLICY_NOT_FOUND, REPOSITORY_POLICY_NOT_FOUND],
};
