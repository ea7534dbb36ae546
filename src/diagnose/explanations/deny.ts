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
    summary: `AWS has put ${callerText(caller, message.facts)} in quarantine: its access key was found in a public place.`,
    cause: `AWS attached ${QUARANTINE}… because the key is known to others, in a public repository for instance. It denies what an attacker would do. Do not remove it before the key is replaced.`,
    policies: [
      policyOfCase(
        denied,
        'identity-based policy',
        'AWS added the Deny, and support asks to keep it until the key is replaced',
      ),
    ],
    steps: [
      {
        text: 'Deactivate the key, look in CloudTrail for what was done with it, and answer the case that AWS opened.',
        code: {
          language: 'sh',
          text: `aws iam list-access-keys --user-name ${user}${profileOption(callerAccountOf(caller), declared)}\naws iam update-access-key --user-name ${user} --status Inactive --access-key-id KEY_ID${profileOption(callerAccountOf(caller), declared)}\n`,
        },
      },
      {
        text: 'Let the pipeline use a role instead (OIDC), or create a new key, remove the old one, and detach the policy last.',
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
    summary: `A statement of the topology denies it: ${callerAndAccountText(denied)} may not ${action} on ${repositoryText(denied)} in ${registryWithAccountText(location)}.`,
    cause: `It is ${statement} of ${by.label}. A Deny wins over every Allow, so that no grant helps.`,
    policies: [policyOfCase(denied, policy, `${statement} denies it`)],
    steps: [{ text: `Narrow or remove ${statement} in topology.yaml, and deploy it.` }],
    certainty: { level: 'certain', because: 'the topology has the statement' },
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
  const named = arn === undefined ? '' : ` It is ${arn}.`;
  return {
    summary: `${type === 'identity-based policy' ? 'An' : 'A'} ${type ?? 'policy'} ${effectText}: ${callerAndAccountText(denied)} may not ${action}${resourceText}.`,
    cause: `${CAUSES[type ?? 'unnamed']}${named} Where several policies deny, AWS names only one type: after this one, another may follow.`,
    policies: limitPolicies(denied, type, effectText, arn),
    steps: [...limitSteps(denied, type, arn), SHOW_CALLER_STEP],
    certainty:
      type === undefined
        ? { level: 'open', because: 'the message does not say which kind of policy denies it' }
        : { level: 'certain', because: 'AWS names the type of the policy' },
    page: type === 'VPC endpoint policy' ? PAGES.vpcEndpoints : PAGES.accessDenied,
  };
}

const CAUSES = {
  'identity-based policy':
    "A policy that is attached to the caller, or to the user's groups, denies it; inline policies count too. A usual one denies everything without MFA.",
  'resource-based policy':
    'The repository policy or the registry policy denies it: ECR evaluates both, and the message does not tell them apart.',
  'permissions boundary':
    'The boundary of the caller limits what its identity policies can allow, whatever they say. It is not part of the topology.',
  'service control policy':
    "The organization limits what the caller's account can do. It is changed in the organization's management account, and is not part of the topology.",
  'resource control policy':
    "The organization limits who can use the resources of the registry's account. It is changed in the organization's management account, and is not part of the topology.",
  'VPC endpoint policy':
    'The request went through a VPC endpoint (of ecr.api or ecr.dkr), whose policy limits it. It is not part of the topology.',
  'session policy':
    'Whoever assumed the role passed a session policy, which limits this session only: a CI system, a broker, a command with --policy.',
  unnamed:
    'Some policy denies it, and a Deny wins over every Allow. Older messages do not name its kind: often it is one that denies everything without MFA, or a service control policy.',
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
          type === 'session policy' ? `the session of ${callerName}` : 'the endpoint the request took',
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
          `the organization of ${accountText(location.accountId, declared, 'the registry')}`,
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
              ? `Show which boundary the caller has, and let it allow ${message.facts.action ?? 'the action'}.`
              : 'List what is attached to the caller, and look for the Deny.',
            type === 'permissions boundary' ? boundaryCommand(caller) : listAttachedPoliciesCommand(caller),
            own,
          )
        : showSteps(
            'Show the policy, look for the statement that matches, and narrow it.',
            `aws iam get-policy-version --policy-arn ${arn} \\\n  --version-id "$(aws iam get-policy --policy-arn ${arn} --query Policy.DefaultVersionId --output text${profileOption(accountInArn(arn) ?? own, declared)})"`,
            own,
          );
    case 'service control policy':
    case 'resource control policy':
      return showSteps(
        "Show it with the credentials of the organization's management account, and have it narrowed there.",
        arn === undefined
          ? `aws organizations list-policies --filter ${type === 'service control policy' ? 'SERVICE_CONTROL_POLICY' : 'RESOURCE_CONTROL_POLICY'}`
          : `aws organizations describe-policy --policy-id ${arn.split('/').at(-1) ?? ''}`,
        undefined,
      );
    case 'VPC endpoint policy':
      return showSteps(
        'Show the policies of the endpoints of ECR; allow the action there, or narrow the Deny that applies.',
        `aws ec2 describe-vpc-endpoints${region} \\\n  --query "VpcEndpoints[?contains(ServiceName, '.ecr.')].[VpcEndpointId,ServiceName,PolicyDocument]"`,
        own,
      );
    case 'session policy':
      return [
        {
          text: `Look where ${callerText(caller, message.facts)} is assumed, and widen the policy that is passed there.`,
        },
      ];
    case 'resource-based policy':
    case undefined:
      if (message.facts.action === LOGIN_ACTION) {
        return showSteps(
          'List what is attached to the caller, inline policies and groups too, and look for the Deny; then ask for the service control policies of the account.',
          listAttachedPoliciesCommand(caller),
          own,
        );
      }
      return [
        ...showSteps(
          'Show the policy of the repository, and look for the Deny.',
          `aws ecr get-repository-policy --repository-name ${repository}${region} --output text --query policyText`,
          location.accountId,
        ),
        ...showSteps(
          'Show the policy of the registry, too: it is evaluated in every request.',
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
