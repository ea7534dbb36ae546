import { parseIdentityArn } from '../../aws/arn';
import { commandStep, profileOption, SHOW_CALLER_STEP } from '../explanations/steps';
import {
  accountText,
  callerAccountOf,
  callerText,
  policyOfCase,
  policyToChange,
  type Case,
  type Explanation,
} from '../model/case';
import { PAGES, type PolicyToChange, type Step } from '../model/diagnosis';
import { defineEntry, type FamilyEntries } from '../model/entry';
import { denialSentencesIn, principalIn } from '../parse/denial-sentence';
import type { Facts } from '../parse/facts';
import { mentionsEcr } from '../parse/registry-reference';

const ASSUME_ROLE_DENIED = defineEntry<AssumeRoleDenied>({
  kind: 'assume-role-denied',
  match: matchAssumeRoleDenied,
  /** Explains a denied AssumeRole: the `assumeRole` of an account, or the login of a pipeline. */
  explain: (denied) =>
    denied.message.by === 'web-identity' ? explainWebIdentityDenied(denied) : explainCallerDenied(denied),
});

/** STS prints these. They count only next to ECR, the AWS provider of Terraform, or the login of a pipeline. */
const WEB_IDENTITY =
  /Not authorized to perform:? sts:AssumeRoleWithWebIdentity|Incorrect token audience|No OpenIDConnect provider found|Couldn't retrieve verification key from your identity provider/i;

function matchAssumeRoleDenied(
  text: string,
  facts: Facts,
): (AssumeRoleDenied & { readonly facts: Facts }) | undefined {
  const refusedRole = /IAM Role \((arn:[A-Za-z0-9:/_+=,.@-]{1,300})\) cannot be assumed/i.exec(text)?.[1];
  if (WEB_IDENTITY.test(text)) {
    return { role: refusedRole ?? roleArnIn(text), by: 'web-identity', facts };
  }
  for (const sentence of denialSentencesIn(text)) {
    const match = /^ ?sts:(?:AssumeRole|TagSession|SetSourceIdentity)(?: on resource: ?(\S{1,600}))?/.exec(
      sentence.after,
    );
    if (match === null || !isFromDeployment(text)) continue;
    const own = { ...facts, action: 'sts:AssumeRole', principal: principalIn(sentence) ?? facts.principal };
    return { role: roleArnIn(match[1] ?? '') ?? refusedRole, by: 'caller', facts: own };
  }
  return refusedRole === undefined
    ? undefined
    : { role: refusedRole, by: 'caller', facts: { ...facts, principal: undefined } };
}

function roleArnIn(text: string): string | undefined {
  return /arn:[a-z-]{1,12}:iam::[0-9]{12}:role\/[\w+=,.@/-]{1,300}/.exec(text)?.[0].replace(/[.,]$/, '');
}

function isFromDeployment(text: string): boolean {
  return (
    mentionsEcr(text) ||
    /Terraform AWS Provider|provider\["[^"]{0,100}hashicorp\/aws"\]|Cannot assume IAM Role|cannot be assumed|assume role with OIDC/i.test(
      text,
    )
  );
}

interface AssumeRoleDenied {
  /** ARN of the role to assume. */
  readonly role: string | undefined;
  readonly by: 'caller' | 'web-identity';
}

type DeniedCase = Case<AssumeRoleDenied>;

function explainCallerDenied(denied: DeniedCase): Explanation {
  const { caller, declared, message } = denied;
  const callerName = callerText(caller, message.facts);
  const owner = roleAccount(denied);
  const account = declared?.accounts.find(
    ({ credentials }) => credentials.kind === 'assumeRole' && credentials.arn === message.role,
  );
  const declaredBy =
    account === undefined ? '' : ` In topology.yaml, the role is the assumeRole of account ${account.name}.`;
  return {
    summary: `${callerName} is not authorized to assume ${roleText(denied)}, so there are no credentials for ${accountText(owner, declared, 'its account')}.`,
    cause: `Two policies decide. The trust policy of the role must name the caller or its account. If the caller is in another account, or if the trust policy names only the account, an identity policy of the caller must also allow sts:AssumeRole on the role. AWS returns the same error if the role does not exist or an external ID is wrong.${declaredBy}`,
    policies: [
      trustPolicy(denied, `it must name ${callerName} or its account`),
      policyOfCase(denied, 'identity-based policy', 'check that it allows sts:AssumeRole on the role'),
    ],
    steps: [...showTrustPolicySteps(denied), assumeRoleStep(denied), SHOW_CALLER_STEP],
    certainty: {
      level: 'likely',
      because: 'AWS does not show which of the two policies lacks the permission',
    },
    page: PAGES.assumeRole,
  };
}

function explainWebIdentityDenied(denied: DeniedCase): Explanation {
  return {
    summary: `The pipeline is not authorized to assume ${roleText(denied)} with its web identity.`,
    cause:
      "Only the trust policy of the role decides. Its conditions compare two claims of the token: aud (sts.amazonaws.com) and sub, which names the repository and the branch, tag, environment or pull request. For repositories that were created, renamed or transferred since 15 July 2026, GitHub adds IDs to sub (repo:OWNER@ID/REPOSITORY@ID:…), and a condition without these IDs does not match. The role and the identity provider of the tokens must exist in the same account. 'Incorrect token audience' means that the provider does not list the audience of the token (sts.amazonaws.com). 'No OpenIDConnect provider found' means that the provider does not exist.",
    policies: [trustPolicy(denied, 'its condition on sub or aud does not match the token')],
    steps: [
      ...showTrustPolicySteps(denied),
      {
        text: "Compare the condition on sub with the sub claim of the job. On GitHub, the claim is repo:OWNER/REPOSITORY:ref:refs/heads/BRANCH, or repo:OWNER/REPOSITORY:environment:NAME if the job has an environment, or repo:OWNER/REPOSITORY:pull_request in pull requests. The job needs 'permissions: id-token: write'.",
      },
      {
        text: 'On GitHub, get the IDs of the owner and the repository, and list both forms of sub in the condition.',
        code: {
          language: 'sh',
          text: "gh api repos/OWNER/REPOSITORY --jq '{owner: .owner.id, repository: .id}'\n# repo:OWNER@OWNER_ID/REPOSITORY@REPOSITORY_ID:ref:refs/heads/BRANCH\n",
        },
      },
    ],
    certainty: { level: 'certain', because: 'no other policy decides this request' },
    page: PAGES.assumeRole,
  };
}

function trustPolicy(denied: DeniedCase, lacks: string): PolicyToChange {
  return policyToChange('trust policy', roleAccount(denied), denied.declared, roleText(denied), lacks);
}

function showTrustPolicySteps(denied: DeniedCase): readonly Step[] {
  return [
    commandStep(
      'Show the trust policy of the role, with credentials of the account of the role.',
      `aws iam get-role --role-name ${roleName(denied) ?? 'ROLE'} --query Role.AssumeRolePolicyDocument`,
      undefined,
      undefined,
    ),
  ];
}

function assumeRoleStep(denied: DeniedCase): Step {
  const { caller, declared, message } = denied;
  return {
    text: 'Assume the role with the AWS CLI, as the caller.',
    code: {
      language: 'sh',
      text: `aws sts assume-role --role-arn ${message.role ?? 'ROLE_ARN'} --role-session-name test --query AssumedRoleUser${profileOption(callerAccountOf(caller), declared)}\n`,
    },
  };
}

function roleText(denied: DeniedCase): string {
  const name = roleName(denied);
  return name === undefined ? 'the role' : `role ${name}`;
}

function roleName({ message }: DeniedCase): string | undefined {
  return message.role === undefined ? undefined : parseIdentityArn(message.role)?.name;
}

function roleAccount({ message }: DeniedCase): string | undefined {
  return message.role === undefined ? undefined : parseIdentityArn(message.role)?.accountId;
}

export const ENTRIES: FamilyEntries = {
  denied: [ASSUME_ROLE_DENIED],
};
