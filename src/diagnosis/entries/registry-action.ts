import { ECR_ACTIONS } from '../../registry';
import { accountOf, callerText, identityOf } from '../caller';
import { accountText, callerHint, isCrossAccount, policyToChange, type Case, type Conclusion } from '../case';
import { limitedBy } from '../causes/deny';
import { policyGranting } from '../causes/grant';
import { WHO_AM_I } from '../commands';
import { entry } from '../entry';
import type { Facts, Missing } from '../message';
import { PAGES } from '../pages';
import { attachIdentityPolicySteps } from '../policy-steps';
import { denialIn } from './denial';

/** An action on a registry or on all its repositories. No repository policy applies to it. */
export const REGISTRY_ACTION_DENIED = entry<Missing>({
  kind: 'registry-action-denied',
  match: (text, facts) => {
    const denial = denialIn(text, facts);
    if (denial === undefined || denial.isExplicitDeny || !isOfRegistry(denial.facts)) return undefined;
    return { missing: denial.policyType, facts: denial.facts };
  },
  explain: (denied) => {
    const { missing } = denied.message;
    if (isCrossAccount(denied) === true) return otherAccount(denied);
    return missing === undefined || missing === 'identity-based policy' || missing === 'resource-based policy'
      ? identityPolicyMissing(denied)
      : limitedBy(denied, { type: missing, does: 'allows nothing of it', on: '' });
  },
});

/**
 * `DescribeRepositories` without names is a request for every repository: the resource in the message has no repository
 * name.
 */
function isOfRegistry({ action, repository }: Facts): boolean {
  const actions: Readonly<Record<string, string>> = ECR_ACTIONS;
  return actions[action ?? ''] === 'registry' || (action === LIST && repository === undefined);
}

/** No policy of ECR can allow it, so that there is nothing to attach. */
function otherAccount(denied: Case<Missing>): Conclusion {
  const { caller, declared, message, place } = denied;
  const { action = 'the action' } = message.facts;
  const who = callerText(caller, message.facts);
  const owner = accountText(place.accountId, declared, 'the account of the registry');
  return {
    summary: `${who} may not ${action} in ${owner}, which is another account.`,
    cause: `${action === LIST ? 'Without repository names the request is for every repository of the registry' : 'The action applies to the whole registry'}, and no repository policy can allow that to another account. An identity policy of the caller does not help either. If this was not the account that you meant, the credentials are not yours: on EC2, ECS, Lightsail or a CI runner the process used the role of the machine.`,
    policies: [],
    steps: [
      WHO_AM_I,
      {
        text: `Use credentials of ${owner}: a profile, or a role there that the caller may assume.${action === LIST ? ' Or name the repositories: those whose policies allow the caller can be described.' : ''}`,
      },
    ],
    certainty: { level: 'certain', because: 'the message names two accounts' },
    page: PAGES.crossAccount,
  };
}

const LIST = 'ecr:DescribeRepositories';

function identityPolicyMissing(denied: Case<Missing>): Conclusion {
  const { caller, declared, message } = denied;
  const { action = 'the action' } = message.facts;
  const who = callerText(caller, message.facts);
  const own = accountOf(caller);
  const identity = identityOf(caller);
  const isList = action === LIST;
  return {
    summary: `${who} of ${accountText(own, declared, 'its account')} may not ${action}.`,
    cause:
      `${callerHint(denied)} ${isList ? 'Without repository names the request is for every repository of the registry' : 'The action applies to the whole registry and not to a repository'}, so that no repository policy can allow it. Only an identity policy of the caller can. ${isList ? 'It cannot list the repositories of another account, only describe those that it names and whose repository policies allow it.' : "A caller of another account cannot do it: it needs a role in the registry's own account."}`.trim(),
    policies: [
      policyToChange('identity-based policy', own, declared, who, `nothing in it allows ${action} on "*"`),
    ],
    steps:
      identity === undefined
        ? [WHO_AM_I]
        : attachIdentityPolicySteps(identity, 'ecr-registry', policyGranting([action], '*'), declared, false),
    certainty: { level: 'certain', because: 'no other policy can allow this action' },
    page: PAGES.identity,
  };
}
