import type { Caller } from '../../access/evaluate/caller';
import type { LayerName, StatementReference } from '../../access/evaluate/decision';
import { LOGIN_ACTION } from '../../aws/policy/actions';
import {
  accountText,
  callerAccountOf,
  callerAndAccountText,
  callerText,
  policyOfCase,
  policyToChange,
  registryWithAccountText,
  repositoryText,
  type Case,
  type Explanation,
} from '../model/case';
import { PAGES, type PolicyToChange, type Step } from '../model/diagnosis';
import { evaluateRequest, type Evaluation } from '../model/evaluation';
import type { PolicyType } from '../parse/facts';
import { commandStep, listAttachedPoliciesCommand, profileOption, SHOW_CALLER_STEP } from './steps';

export interface ExplicitDeny {
  readonly policyType: PolicyType | undefined;
  readonly policyArn: string | undefined;
}

/** A Deny statement matched. It overrides every Allow, so that no grant helps. */
export function explainExplicitDeny(denied: Case<ExplicitDeny>): Explanation {
  const { message, declared, caller, location } = denied;
  if (message.policyArn?.includes(QUARANTINE) === true) return explainQuarantine(denied);
  const denial = evaluateRequest(declared, caller, message.facts.action, location)?.denial;
  if (denial !== undefined && isPolicyOfType(denial.layer, message.policyType)) {
    return explainDenyInTopology(denied, denial);
  }
  const isLogin = message.facts.action === LOGIN_ACTION;
  return explainLimit(denied, {
    type: message.policyType,
    arn: message.policyArn,
    effectText: 'denies it',
    ...(isLogin ? { resourceText: '' } : {}),
  });
}

/** AWS attaches this policy to a user whose access key was published. */
const QUARANTINE = 'AWSCompromisedKeyQuarantine';

/** https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSCompromisedKeyQuarantineV3.html */
function explainQuarantine(denied: Case<ExplicitDeny>): Explanation {
  const { caller, declared, message } = denied;
  const user = caller?.kind === 'identity' ? caller.identity.name : 'USER';
  return {
    summary: `AWS quarantined ${callerText(caller, message.facts)}, because its access key was found in a public location.`,
    cause: `AWS attached the policy ${QUARANTINE}… because the key is public, for example in a public repository. The policy denies the actions that attackers use. Do not detach it before you replace the key.`,
    policies: [
      policyOfCase(
        denied,
        'identity-based policy',
        'AWS added the Deny; keep it until you replace the key, as AWS Support requests',
      ),
    ],
    steps: [
      {
        text: 'Deactivate the key, check in CloudTrail what it was used for, and answer the support case that AWS opened.',
        code: {
          language: 'sh',
          text: `aws iam list-access-keys --user-name ${user}${profileOption(callerAccountOf(caller), declared)}\naws iam update-access-key --user-name ${user} --status Inactive --access-key-id KEY_ID${profileOption(callerAccountOf(caller), declared)}\n`,
        },
      },
      {
        text: 'Use a role (OIDC) in the pipeline instead, or create a new key and delete the old one. Detach the policy last.',
      },
    ],
    certainty: { level: 'certain', because: 'the message names the policy' },
    page: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/security-audit-guide.html',
  };
}

function isPolicyOfType(layer: LayerName, type: PolicyType | undefined): boolean {
  if (type === undefined) return true;
  return layer === 'identity' ? type === 'identity-based policy' : type === 'resource-based policy';
}

/** Explains a Deny that the topology itself contains. */
export function explainDenyInTopology(
  denied: Case,
  { layer, by }: NonNullable<Evaluation['denial']>,
): Explanation {
  const { message, location } = denied;
  const { action = 'the request' } = message.facts;
  const statement = statementText(by);
  const policy =
    layer === 'identity'
      ? 'identity-based policy'
      : layer === 'registryPolicy'
        ? 'registry policy'
        : 'repository policy';
  return {
    summary: `${callerAndAccountText(denied)} is not authorized to perform ${action} on ${repositoryText(denied)} in ${registryWithAccountText(location)}: a statement of the topology denies it.`,
    cause: `The Deny is ${statement} of ${by.label}. A Deny overrides every Allow, so a grant does not help.`,
    policies: [policyOfCase(denied, policy, `${statement} denies it`)],
    steps: [{ text: `Narrow or remove ${statement} in topology.yaml, and deploy the change.` }],
    certainty: { level: 'certain', because: 'the topology contains the statement' },
    page: PAGES.accessDenied,
  };
}

/** `statement OnlyWithMfa`, or `statement number 2` if it has no ID. */
export function statementText({ statement, index }: StatementReference): string {
  return `statement ${statement.sid ?? `number ${index + 1}`}`;
}

/** A policy that stops a request which other policies may allow. */
interface PolicyLimit {
  /** Undefined if the message does not name it. */
  readonly type: PolicyType | undefined;
  readonly arn?: string | undefined;
  readonly effectText: string;
  /** Resource in the summary, after the action: ` on role ci`. The repository if undefined. */
  readonly resourceText?: string;
}

/**
 * Explains a policy that limits permissions or contains a Deny: who owns it, how to show it, and that a grant does not
 * help.
 */
export function explainLimit(denied: Case, limit: PolicyLimit): Explanation {
  const { message, location } = denied;
  const {
    type,
    arn,
    effectText,
    resourceText = ` on ${repositoryText(denied)} in ${registryWithAccountText(location)}`,
  } = limit;
  const { action = 'the request' } = message.facts;
  const named = arn === undefined ? '' : ` The policy is ${arn}.`;
  return {
    summary: `${callerAndAccountText(denied)} is not authorized to perform ${action}${resourceText}: ${type === 'identity-based policy' ? 'an' : 'a'} ${type ?? 'policy'} ${effectText}.`,
    cause: `${CAUSES[type ?? 'unnamed']}${named} If several policies deny the request, AWS names only one type, so another denial may follow this one.`,
    policies: limitPolicies(denied, type, effectText, arn),
    steps: [...limitSteps(denied, type, arn), SHOW_CALLER_STEP],
    certainty:
      type === undefined
        ? { level: 'open', because: 'the message does not name the type of the policy' }
        : { level: 'certain', because: 'AWS names the type of the policy' },
    page: type === 'VPC endpoint policy' ? PAGES.vpcEndpoints : PAGES.accessDenied,
  };
}

const CAUSES = {
  'identity-based policy':
    "A policy that is attached to the caller or to the user's groups denies the request; it can be an inline policy. A common one denies every action without MFA.",
  'resource-based policy':
    'The repository policy or the registry policy denies the request. ECR evaluates both, and the message does not distinguish them.',
  'permissions boundary':
    'The permissions boundary of the caller limits what its identity policies can allow. It is not part of the topology.',
  'service control policy':
    "The organization limits what the caller's account can do. The policy is managed in the organization's management account and is not part of the topology.",
  'resource control policy':
    "The organization limits which principals can use the resources of the registry's account. The policy is managed in the organization's management account and is not part of the topology.",
  'VPC endpoint policy':
    'The request went through a VPC endpoint (ecr.api or ecr.dkr), and the policy of the endpoint limits it. This policy is not part of the topology.',
  'session policy':
    'The principal that assumed the role passed a session policy, which limits only this session. It comes, for example, from a CI system, a credential broker or a command with --policy.',
  unnamed:
    'A policy denies the request, and a Deny overrides every Allow. Older messages do not name the type of the policy. Often it is a policy that denies every action without MFA, or a service control policy.',
} as const satisfies Readonly<Record<PolicyType | 'unnamed', string>>;

function limitPolicies(
  denied: Case,
  type: PolicyType | undefined,
  effectText: string,
  arn: string | undefined,
): readonly PolicyToChange[] {
  const { caller, declared, message, location } = denied;
  const callerName = callerText(caller, message.facts);
  const own = callerAccountOf(caller);
  const policyFor = (layer: PolicyToChange['layer'], account: string | undefined, owner: string) =>
    policyToChange(layer, account, declared, arn ?? owner, effectText);
  switch (type) {
    case 'identity-based policy':
    case 'permissions boundary':
      return [policyFor(type, accountInArn(arn) ?? own, callerName)];
    case 'session policy':
    case 'VPC endpoint policy':
      return [
        policyFor(
          type,
          own,
          type === 'session policy' ? `the session of ${callerName}` : 'the VPC endpoint of the request',
        ),
      ];
    case 'service control policy':
      return [
        policyFor(
          type,
          accountInArn(arn),
          `the organization of ${accountText(own, declared, "the caller's account")}`,
        ),
      ];
    case 'resource control policy':
      return [
        policyFor(
          type,
          accountInArn(arn),
          `the organization of ${accountText(location.accountId, declared, "the registry's account")}`,
        ),
      ];
    case 'resource-based policy':
      return [
        policyOfCase(denied, 'repository policy', effectText),
        policyOfCase(denied, 'registry policy', effectText),
      ];
    case undefined:
      return [
        // Login has no repository as its resource.
        ...(message.facts.action === LOGIN_ACTION
          ? []
          : [policyOfCase(denied, 'repository policy', effectText)]),
        policyOfCase(denied, 'identity-based policy', effectText),
      ];
  }
}

function limitSteps(denied: Case, type: PolicyType | undefined, arn: string | undefined): readonly Step[] {
  const { caller, declared, location, message } = denied;
  const own = callerAccountOf(caller);
  const region = location.region === undefined ? '' : ` --region ${location.region}`;
  const repository = location.repositoryName ?? 'REPOSITORY';
  const showSteps = (text: string, command: string, account: string | undefined) => [
    commandStep(text, command, account, declared),
  ];
  switch (type) {
    case 'identity-based policy':
    case 'permissions boundary':
      return arn === undefined
        ? showSteps(
            type === 'permissions boundary'
              ? `Show the permissions boundary of the caller, and allow ${message.facts.action ?? 'the action'} in it.`
              : 'List the policies that are attached to the caller, and find the Deny.',
            type === 'permissions boundary' ? boundaryCommand(caller) : listAttachedPoliciesCommand(caller),
            own,
          )
        : showSteps(
            'Show the policy, find the statement that matches, and narrow it.',
            `aws iam get-policy-version --policy-arn ${arn} \\\n  --version-id "$(aws iam get-policy --policy-arn ${arn} --query Policy.DefaultVersionId --output text${profileOption(accountInArn(arn) ?? own, declared)})"`,
            own,
          );
    case 'service control policy':
    case 'resource control policy':
      return showSteps(
        "Show the policy with credentials of the organization's management account, and narrow it there.",
        arn === undefined
          ? `aws organizations list-policies --filter ${type === 'service control policy' ? 'SERVICE_CONTROL_POLICY' : 'RESOURCE_CONTROL_POLICY'}`
          : `aws organizations describe-policy --policy-id ${arn.split('/').at(-1) ?? ''}`,
        undefined,
      );
    case 'VPC endpoint policy':
      return showSteps(
        'Show the policies of the ECR endpoints. Allow the action there, or narrow the Deny that applies.',
        `aws ec2 describe-vpc-endpoints${region} \\\n  --query "VpcEndpoints[?contains(ServiceName, '.ecr.')].[VpcEndpointId,ServiceName,PolicyDocument]"`,
        own,
      );
    case 'session policy':
      return [
        {
          text: `Find where ${callerText(caller, message.facts)} is assumed, and extend the session policy that is passed there.`,
        },
      ];
    case 'resource-based policy':
    case undefined:
      if (message.facts.action === LOGIN_ACTION) {
        return showSteps(
          'List the policies that are attached to the caller and its groups, including inline policies, and find the Deny. Then check the service control policies of the account.',
          listAttachedPoliciesCommand(caller),
          own,
        );
      }
      return [
        ...showSteps(
          'Show the repository policy, and find the Deny.',
          `aws ecr get-repository-policy --repository-name ${repository}${region} --output text --query policyText`,
          location.accountId,
        ),
        ...showSteps(
          'Show the registry policy too. ECR evaluates it for every request.',
          `aws ecr get-registry-policy${region} --output text --query policyText`,
          location.accountId,
        ),
      ];
  }
}

function boundaryCommand(caller: Caller | undefined): string {
  if (caller?.kind !== 'identity') return 'aws iam get-role --role-name ROLE';
  const { kind, name } = caller.identity;
  return `aws iam get-${kind} --${kind}-name ${name} --query '*.PermissionsBoundary'`;
}

function accountInArn(arn: string | undefined): string | undefined {
  return /^arn:[a-z-]{1,12}:[a-z]{1,20}::([0-9]{12}):/.exec(arn ?? '')?.[1];
}
