import { LOGIN_ACTION } from '../../aws/policy/actions';
import { ECR_ACTIONS } from '../../aws/policy/ecr-actions';
import { explainLimit } from '../explanations/deny';
import { policyAllowing } from '../explanations/grant';
import { attachIdentityPolicySteps, SHOW_CALLER_STEP } from '../explanations/steps';
import {
  accountText,
  callerAndAccountText,
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
      : explainLimit(denied, { type: missing, effectText: 'does not allow it', resourceText: '' });
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
    summary: `${callerName} is not authorized to perform ${action} in ${owner}, which is another account.`,
    cause: `${action === LIST_ACTION ? 'Without repository names, the request applies to every repository of the registry' : 'The action applies to the whole registry'}, and a repository policy cannot allow that to another account. An identity policy of the caller does not help either. If you did not mean this account, the process did not use your credentials: on EC2, ECS, Lightsail or a CI runner, it used the role of the machine.`,
    policies: [],
    steps: [
      SHOW_CALLER_STEP,
      {
        text: `Use credentials of ${owner}: a profile, or a role in that account that the caller can assume.${action === LIST_ACTION ? ' Or specify repository names, because the caller can describe the repositories whose policies allow it.' : ''}`,
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
  const identity = callerIdentity(caller);
  const isList = action === LIST_ACTION;
  return {
    summary: `${callerAndAccountText(denied)} is not authorized to perform ${action}.`,
    cause:
      `${callerHint(denied)} ${isList ? 'Without repository names, the request applies to every repository of the registry' : 'The action applies to the whole registry and not to a repository'}, so no repository policy can allow it. Only an identity policy of the caller can. ${isList ? 'The caller cannot list the repositories of another account. It can only describe repositories by name, if their repository policies allow it.' : "A caller in another account needs a role in the registry's account."}`.trim(),
    policies: [policyOfCase(denied, 'identity-based policy', `no statement allows ${action} on "*"`)],
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
