import { LOGIN_ACTION } from '../../aws/policy/actions';
import { ECR_ACTIONS } from '../../aws/policy/ecr-actions';
import { explainLimit } from '../explanations/deny';
import { policyAllowing } from '../explanations/grant';
import { attachIdentityPolicySteps, SHOW_CALLER_STEP } from '../explanations/steps';
import {
  accountText,
  callerAccountOf,
  callerHint,
  callerIdentity,
  callerText,
  isCrossAccount,
  policyOfCase,
  type Case,
  type Explanation,
} from '../model/case';
import { PAGES } from '../model/diagnosis';
import { defineEntry, type FamilyEntries } from '../model/entry';
import type { Facts, MissingPolicy } from '../parse/facts';
import { readDenial } from './access-denied';

/** An action on a registry or on all its repositories. No repository policy applies to it. */
const REGISTRY_ACTION_DENIED = defineEntry<MissingPolicy>({
  kind: 'registry-action-denied',
  match: (text, facts) => {
    const denial = readDenial(text, facts);
    if (denial === undefined || denial.isExplicitDeny || !isRegistryAction(denial.facts)) return undefined;
    return { missing: denial.policyType, facts: denial.facts };
  },
  explain: (denied) => {
    const { missing } = denied.message;
    if (isCrossAccount(denied) === true) return explainOtherAccount(denied);
    return missing === undefined || missing === 'identity-based policy' || missing === 'resource-based policy'
      ? explainIdentityPolicyMissing(denied)
      : explainLimit(denied, { type: missing, effectText: 'allows nothing of it', resourceText: '' });
  },
});

/**
 * A login has an entry of its own. `DescribeRepositories` without names is a request for every repository: the resource in the message has no repository
 * name.
 */
function isRegistryAction({ action, repository }: Facts): boolean {
  if (action === LOGIN_ACTION) return false;
  const actions: Readonly<Record<string, string>> = ECR_ACTIONS;
  return actions[action ?? ''] === 'registry' || (action === LIST_ACTION && repository === undefined);
}

/** No policy of ECR can allow it, so that there is nothing to attach. */
function explainOtherAccount(denied: Case<MissingPolicy>): Explanation {
  const { caller, declared, message, location } = denied;
  const { action = 'the action' } = message.facts;
  const callerName = callerText(caller, message.facts);
  const owner = accountText(location.accountId, declared, 'the account of the registry');
  return {
    summary: `${callerName} may not ${action} in ${owner}, which is another account.`,
    cause: `${action === LIST_ACTION ? 'Without repository names the request is for every repository of the registry' : 'The action applies to the whole registry'}, and no repository policy can allow that to another account. An identity policy of the caller does not help either. If this was not the account that you meant, the credentials are not yours: on EC2, ECS, Lightsail or a CI runner the process used the role of the machine.`,
    policies: [],
    steps: [
      SHOW_CALLER_STEP,
      {
        text: `Use credentials of ${owner}: a profile, or a role there that the caller may assume.${action === LIST_ACTION ? ' Or name the repositories: those whose policies allow the caller can be described.' : ''}`,
      },
    ],
    certainty: { level: 'certain', because: 'the message names two accounts' },
    page: PAGES.crossAccount,
  };
}

const LIST_ACTION = 'ecr:DescribeRepositories';

function explainIdentityPolicyMissing(denied: Case<MissingPolicy>): Explanation {
  const { caller, declared, message } = denied;
  const { action = 'the action' } = message.facts;
  const callerName = callerText(caller, message.facts);
  const own = callerAccountOf(caller);
  const identity = callerIdentity(caller);
  const isList = action === LIST_ACTION;
  return {
    summary: `${callerName} of ${accountText(own, declared, 'its account')} may not ${action}.`,
    cause:
      `${callerHint(denied)} ${isList ? 'Without repository names the request is for every repository of the registry' : 'The action applies to the whole registry and not to a repository'}, so that no repository policy can allow it. Only an identity policy of the caller can. ${isList ? 'It cannot list the repositories of another account, only describe those that it names and whose repository policies allow it.' : "A caller of another account cannot do it: it needs a role in the registry's own account."}`.trim(),
    policies: [policyOfCase(denied, 'identity-based policy', `nothing in it allows ${action} on "*"`)],
    steps:
      identity === undefined
        ? [SHOW_CALLER_STEP]
        : attachIdentityPolicySteps(identity, 'ecr-registry', policyAllowing([action], '*'), declared, false),
    certainty: { level: 'certain', because: 'no other policy can allow this action' },
    page: PAGES.identity,
  };
}

export const ENTRIES: FamilyEntries = {
  denied: [REGISTRY_ACTION_DENIED],
};
