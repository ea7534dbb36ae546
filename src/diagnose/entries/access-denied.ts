import { LOGIN_ACTION } from '../../aws/policy/actions';
import { sortedUnique } from '../../base/collections';
import {
  accessSteps,
  isAllowedByTopology,
  isRepositoryCreation,
  policiesToCheck,
  type CheckedPolicy,
  type PolicyBasis,
} from '../explanations/access-steps';
import {
  explainDenyInTopology,
  explainExplicitDeny,
  explainLimit,
  type ExplicitDeny,
} from '../explanations/deny';
import { explainLoginDenied } from '../explanations/login';
import { explainPushToReplica, originalRegistries } from '../explanations/replica-push';
import { commandStep, SHOW_CALLER_STEP } from '../explanations/steps';
import {
  callerAccountOf,
  callerAndAccountText,
  callerHint,
  callerText,
  isCrossAccount,
  policyOfCase,
  policyToChange,
  registryWithAccountText,
  repositoryText,
  undeclaredRegistryText,
  type Case,
  type Explanation,
} from '../model/case';
import { PAGES, type Certainty, type PolicyToChange } from '../model/diagnosis';
import { defineEntry, type FamilyEntries } from '../model/entry';
import { evaluateRequest, type Evaluation } from '../model/evaluation';
import {
  denialReasonIn,
  denialSentencesIn,
  principalIn,
  type DenialReason,
  type DenialSentence,
} from '../parse/denial-sentence';
import { readRepositoryArn, type Facts, type MissingPolicy } from '../parse/facts';
import { explainReplicationDenied } from './replication';

/** Access denied messages of AWS for requests to ECR. */

const EXPLICIT_DENY = defineEntry<ExplicitDeny>({
  kind: 'explicit-deny',
  match: (text, facts) => {
    const denial = readDenial(text, facts);
    return denial?.isExplicitDeny === true ? denial : undefined;
  },
  explain: explainExplicitDeny,
});

/** Login has no repository as its resource. */
const LOGIN_DENIED = defineEntry<MissingPolicy & OtherDenials>({
  kind: 'login-denied',
  match: (text, facts) => {
    const denial = matchImplicitDeny(({ action }) => action === LOGIN_ACTION)(text, facts);
    return denial === undefined ? undefined : { ...denial, others: otherDeniedActions(text, LOGIN_ACTION) };
  },
  explain: (denied) => {
    const { others } = denied.message;
    const explanation = explainLoginDenied(denied);
    return others.length === 0
      ? explanation
      : {
          ...explanation,
          cause: `${explanation.cause} The message also contains denials of other actions, which require separate permissions: ${others.join(', ')}.`,
        };
  },
});

interface OtherDenials {
  /** Other denied actions in the same text: `ecr:BatchGetImage`. */
  readonly others: readonly string[];
}

function otherDeniedActions(text: string, own: string): readonly string[] {
  const actions = denialSentencesIn(text).flatMap(
    ({ after }) => /^ ?(ecr:[A-Za-z]{1,60})/.exec(after)?.[1] ?? [],
  );
  return sortedUnique(actions).filter((action) => action !== own);
}

const REPLICATION_DENIED = defineEntry<MissingPolicy>({
  kind: 'replication-denied',
  match: matchImplicitDeny(
    ({ action, principal }) =>
      action === 'ecr:ReplicateImage' || principal?.includes('AWSServiceRoleForECRReplication') === true,
  ),
  explain: explainReplicationDenied,
  subject: 'replication',
});

const ACCESS_DENIED = defineEntry<MissingPolicy>({
  kind: 'access-denied',
  match: matchImplicitDeny(() => true),
  /**
   * Explains a request that lacks an Allow. The message names one policy type, and not always the one that lacks the
   * Allow: both the identity policy and the repository policy are checked.
   */
  explain: (denied) => {
    const { missing } = denied.message;
    if (missing !== undefined && missing !== 'identity-based policy' && missing !== 'resource-based policy') {
      return explainLimit(denied, { type: missing, effectText: 'does not allow it' });
    }
    if (denied.caller?.kind === 'root') return explainRootDenied(denied);
    const evaluation = evaluateRequest(
      denied.declared,
      denied.caller,
      denied.message.facts.action,
      denied.location,
    );
    if (evaluation?.denial !== undefined) return explainDenyInTopology(denied, evaluation.denial);
    const originals = originalRegistries(denied, evaluation?.fixes);
    if (originals.length > 0) return explainPushToReplica(denied, originals, evaluation?.fixes ?? []);
    const policies = policiesToCheck(denied, evaluation);
    const steps = accessSteps(denied, policies, evaluation);
    return {
      summary: summaryText(denied),
      cause: causeText(denied, evaluation, policies),
      policies: policies.map((basis) => policyToChangeFor(denied, basis)),
      steps: [
        ...steps,
        ...(steps.length === 0 || isAllowedByTopology(denied, evaluation) ? [SHOW_CALLER_STEP] : []),
      ],
      certainty: certaintyOf(denied, evaluation, policies),
      page: isCrossAccount(denied) === true ? PAGES.crossAccount : PAGES.accessDenied,
    };
  },
});

/** Matches a denial that no explicit Deny causes. */
function matchImplicitDeny(applies: (facts: Facts) => boolean) {
  return (text: string, facts: Facts): (MissingPolicy & { readonly facts: Facts }) | undefined => {
    const denial = readDenial(text, facts);
    if (denial === undefined || denial.isExplicitDeny || !applies(denial.facts)) return undefined;
    return { missing: denial.policyType, facts: denial.facts };
  };
}

interface Denial extends DenialReason {
  readonly facts: Facts;
}

/** Returns the denial in a text, or undefined if there is none. Of several, returns the first one with a reason. */
export function readDenial(text: string, facts: Facts): Denial | undefined {
  const denials = denialSentencesIn(text).flatMap((sentence) => readSentence(sentence, facts) ?? []);
  return (
    denials.find(({ isExplicitDeny, policyType }) => isExplicitDeny || policyType !== undefined) ?? denials[0]
  );
}

function readSentence(sentence: DenialSentence, facts: Facts): Denial | undefined {
  const { after } = sentence;
  const match = /^ ?(ecr:[A-Za-z]{1,60}|[<{[*]\S{0,80})(?: on (?:the )?resources?: ?(\S{1,600}))?/i.exec(
    after,
  );
  if (match === null) return undefined;
  const [matchedText, named = '', resource = ''] = match;
  // For a placeholder, the text may name the action elsewhere.
  const action = /^ecr:/i.test(named) ? named : facts.action;
  if (action === undefined) return undefined;
  const repository = readRepositoryArn(resource.replace(/[.,;:'")\]]{1,9}$/, ''));
  const own: Facts = {
    ...facts,
    action,
    principal: principalIn(sentence) ?? facts.principal,
    repository: repository === undefined ? facts.repository : repository.repository,
    accountId: repository?.accountId ?? facts.accountId,
    region: repository?.region ?? facts.region,
  };
  return { ...denialReasonIn(after.slice(matchedText.length)), facts: own };
}

type DeniedCase = Case<MissingPolicy>;

const DENY_TO_FIND = 'check whether it contains a Deny that applies to the root user';

/**
 * In its own account, the root user has every permission that no policy denies. Identity policies do not apply to it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-user.html
 */
function explainRootDenied(denied: DeniedCase): Explanation {
  const { declared, message, location } = denied;
  const { action = 'the request' } = message.facts;
  const own = callerAccountOf(denied.caller) ?? '';
  const isOtherAccount = isCrossAccount(denied) === true;
  const region = location.region === undefined ? '' : ` --region ${location.region}`;
  return {
    summary: `AWS denied ${action} to the root user of account ${own} on ${repositoryText(denied)} in ${registryWithAccountText(location)}.`,
    cause: isOtherAccount
      ? 'The root user has no identity policy. The repository policy in the other account must allow the request, and service control policies must not deny it.'
      : 'The root user has no identity policy and needs none in its own account. A Deny in the repository policy or the registry policy, or a service control policy of the organization, blocks the request. Use a role for daily work.',
    policies: [
      policyOfCase(
        denied,
        'repository policy',
        isOtherAccount ? `it must allow account ${own} to perform ${action}` : DENY_TO_FIND,
      ),
      policyToChange(
        'service control policy',
        undefined,
        declared,
        `the organization of account ${own}`,
        DENY_TO_FIND,
      ),
    ],
    steps: [
      commandStep(
        'Show the policy of the repository.',
        `aws ecr get-repository-policy --repository-name ${location.repositoryName ?? 'REPOSITORY'}${region} --output text --query policyText`,
        location.accountId,
        declared,
      ),
      SHOW_CALLER_STEP,
    ],
    certainty: { level: 'likely', because: 'only these policies limit the root user of an account' },
    page: PAGES.accessDenied,
  };
}

function summaryText(denied: DeniedCase): string {
  const { message, location } = denied;
  const { action = 'the request' } = message.facts;
  return `AWS denied ${action} to ${callerAndAccountText(denied, 'an unknown account')} on ${repositoryText(denied)} in ${registryWithAccountText(location)}.`;
}

function causeText(
  denied: DeniedCase,
  evaluation: Evaluation | undefined,
  policies: readonly CheckedPolicy[],
): string {
  if (isAllowedByTopology(denied, evaluation)) {
    return 'The topology allows the request. There are three possible causes: the policies in AWS differ from the topology, because it is not deployed or they were changed manually; the caller is not the intended one; or a policy outside the topology blocks the request, such as a service control policy, a permissions boundary or a VPC endpoint policy.';
  }
  const rule = evaluationRuleText(denied);
  return [rule, callerHint(denied), namedPolicyText(denied), topologyText(denied, evaluation, policies)]
    .filter((each) => each !== '')
    .join(' ');
}

/** States which policies have to allow the request. */
function evaluationRuleText(denied: DeniedCase): string {
  const policy = isRepositoryCreation(denied)
    ? 'the registry policy (the repository does not exist yet)'
    : 'the repository policy';
  const acrossAccounts = `Across accounts, both the caller's identity policy and ${policy} must allow the request.`;
  switch (isCrossAccount(denied)) {
    case true:
      return `${acrossAccounts}${denied.location.registry === undefined ? ' If the registry belongs to AWS or a vendor, only its owner can change its policies: check the account, the Region and the name of the image. AWS returns the same error if the repository does not exist in the other account.' : ''}`;
    case undefined:
      return `Within one account, an identity policy${isRepositoryCreation(denied) ? '' : ' or the repository policy'} is enough. ${acrossAccounts}`;
    case false:
      return isRepositoryCreation(denied)
        ? 'Within one account, an identity policy of the caller must allow the request, because a repository that does not exist has no policy.'
        : 'Within one account, an identity policy or the repository policy is enough.';
  }
}

function namedPolicyText({ message }: DeniedCase): string {
  return message.missing === undefined
    ? 'The message does not name the policy that lacks the permission.'
    : `The message names the ${message.missing}. AWS names only one policy, and not always the one that lacks the permission.`;
}

/** States what the topology contains for this request. */
function topologyText(
  denied: DeniedCase,
  evaluation: Evaluation | undefined,
  policies: readonly CheckedPolicy[],
): string {
  const { declared, location } = denied;
  if (declared === undefined) return '';
  if (location.registry === undefined) return undeclaredRegistryText(denied) || NOT_DECLARED_TEXT;
  if (location.repository === undefined) {
    return `The topology does not declare ${repositoryText(denied)} in registry ${location.registry.name}.`;
  }
  if (isRepositoryCreation(denied)) return '';
  if (evaluation === undefined) {
    return 'The message does not name both the caller and the action, so the topology cannot show which policy lacks the permission.';
  }
  const silent = (['identity', 'resource'] as const).filter((basis) => evaluation[basis] === 'silent');
  const allowing = (['identity', 'resource'] as const).filter((basis) => evaluation[basis] === 'allows');
  const hasOtherPolicyInAws = (wanted: PolicyBasis) =>
    policies.some(({ basis, state }) => basis === wanted && state === 'differs');
  return [
    ...allowing.map(
      (basis) =>
        `In the topology, the ${POLICY_NAMES[basis]} allows the request${hasOtherPolicyInAws(basis) ? `, ${NOT_DEPLOYED_TEXT}` : ''}.`,
    ),
    ...(silent.length === 0
      ? []
      : [`In the topology, ${silentPoliciesText(silent.map((basis) => POLICY_NAMES[basis]))} the request.`]),
    ...(evaluation.resource === 'mayAllow' ? [MAY_ALLOW_TEXT] : []),
    ...(evaluation.identity === 'unknown' ? [unknownCallerText(denied)] : []),
  ].join(' ');
}

const NOT_DECLARED_TEXT =
  'The topology does not declare this registry, so it cannot show which policy lacks the permission.';

const MAY_ALLOW_TEXT =
  'In the topology, a condition of the repository policy decides the request, by a value that the message does not show (for example, the path of the role). Compare the condition with the caller, and make sure that the policy is deployed.';

const NOT_DEPLOYED_TEXT =
  'so the policy in AWS differs: the topology is not deployed, or the policy was changed manually';

const POLICY_NAMES = { identity: 'identity policy', resource: 'repository policy' } as const;

function silentPoliciesText(policies: readonly string[]): string {
  return policies.length === 1
    ? `the ${policies.join('')} does not allow`
    : `neither the ${policies.join(' nor the ')} allows`;
}

/** The usual mistake is a grant to another role of the same account. */
function unknownCallerText({ caller, declared, message }: DeniedCase): string {
  const callerName = callerText(caller, message.facts);
  const own = caller?.kind === 'identity' ? caller.identity : undefined;
  const same = (declared?.topology.identities ?? []).filter(({ accountId }) => accountId === own?.accountId);
  if (same.some(({ kind, name }) => kind === own?.kind && name === own.name)) {
    return `The policies that the topology attaches to ${callerName} do not allow the request.`;
  }
  const others = same.slice(0, MAX_LISTED).map(({ kind, name }) => `${kind} ${name}`);
  const known =
    others.length === 0
      ? ''
      : ` In that account, it attaches policies to ${others.join(', ')}: did you mean one of these?`;
  return `The topology attaches no policy to ${callerName}.${known}`;
}

const MAX_LISTED = 5;

function policyToChangeFor(denied: DeniedCase, { basis, state }: CheckedPolicy): PolicyToChange {
  const { action = 'the action' } = denied.message.facts;
  const lacks = {
    differs: `the topology allows the request here, ${NOT_DEPLOYED_TEXT}`,
    lacks: `it does not allow ${action}`,
    open: `check that it allows ${action}`,
  }[state];
  if (basis === 'identity') return policyOfCase(denied, 'identity-based policy', lacks);
  return policyOfCase(denied, isRepositoryCreation(denied) ? 'registry policy' : 'repository policy', lacks);
}

function certaintyOf(
  denied: DeniedCase,
  evaluation: Evaluation | undefined,
  policies: readonly CheckedPolicy[],
): Certainty {
  if (isCrossAccount(denied) === false && denied.message.missing === 'identity-based policy') {
    return {
      level: 'likely',
      because: 'AWS names the identity-based policy, which is enough within one account',
    };
  }
  if (evaluation === undefined) {
    return {
      level: 'open',
      because: 'the message alone does not show which policy lacks the permission',
    };
  }
  if (policies[0]?.state === 'differs') {
    return {
      level: 'likely',
      because: 'the topology allows the request in this policy; the policy in AWS was not checked',
    };
  }
  if (evaluation.identity === 'unknown') {
    return {
      level: 'likely',
      because: `the topology does not contain all policies of ${callerText(denied.caller, denied.message.facts)}`,
    };
  }
  return {
    level: 'likely',
    because: 'the policies in the topology were evaluated; the policies in AWS may differ',
  };
}

export const ENTRIES: FamilyEntries = {
  denied: [EXPLICIT_DENY, LOGIN_DENIED, REPLICATION_DENIED, ACCESS_DENIED],
};
