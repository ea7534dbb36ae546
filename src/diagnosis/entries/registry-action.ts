import { ECR_ACTIONS } from '../../registry';
import { accountOf, callerText, identityOf } from '../caller';
import { accountText, policyToChange, type Case, type Conclusion } from '../case';
import { limitedBy } from '../causes/deny';
import { policyGranting } from '../causes/grant';
import { WHO_AM_I } from '../commands';
import { entry } from '../entry';
import type { Facts, Missing } from '../message';
import { PAGES } from '../pages';
import { attachIdentityPolicySteps } from '../policy-steps';
import { denialIn } from './denial';

/** An action on a whole registry, or on all its repositories: no repository policy applies to it. */
export const REGISTRY_ACTION_DENIED = entry<Missing>({
  kind: 'registry-action-denied',
  match: (text, facts) => {
    const denial = denialIn(text, facts);
    if (denial === undefined || denial.isExplicitDeny || !isOfRegistry(denial.facts)) return undefined;
    return { missing: denial.policyType, facts: denial.facts };
  },
  explain: (denied) => {
    const { missing } = denied.message;
    return missing === undefined || missing === 'identity-based policy' || missing === 'resource-based policy'
      ? identityPolicyMissing(denied)
      : limitedBy(denied, { type: missing, does: 'allows nothing of it', on: '' });
  },
});

/** `DescribeRepositories` without names is a request for every repository, as AWS's sentence shows by its resource. */
function isOfRegistry({ action, repository }: Facts): boolean {
  const actions: Readonly<Record<string, string>> = ECR_ACTIONS;
  return (
    actions[action ?? ''] === 'registry' ||
    (action === 'ecr:DescribeRepositories' && repository === undefined)
  );
}

function identityPolicyMissing(denied: Case<Missing>): Conclusion {
  const { caller, declared, message } = denied;
  const { action = 'the action' } = message.facts;
  const who = callerText(caller, message.facts);
  const own = accountOf(caller);
  const identity = identityOf(caller);
  const isList = action === 'ecr:DescribeRepositories';
  return {
    summary: `${who} of ${accountText(own, declared, 'its account')} may not ${action}.`,
    cause: `${isList ? 'Without repository names the request is for every repository of the registry' : 'The action applies to the whole registry and not to a repository'}, so that no repository policy can allow it. Only an identity policy of the caller can. ${isList ? 'It cannot list the repositories of another account, only describe those that it names and whose repository policies allow it.' : "A caller of another account cannot do it: it needs a role in the registry's own account."}`,
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
