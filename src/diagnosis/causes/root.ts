import { accountOf } from '../caller';
import {
  isCrossAccount,
  policyToChange,
  registryText,
  repositoryText,
  shortRegistryText,
  type Case,
  type Conclusion,
} from '../case';
import { showPolicyStep, WHO_AM_I } from '../commands';
import { PAGES } from '../pages';

/**
 * In its own account, the root user has every permission that no policy denies. Identity policies do not apply to it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-user.html
 */
export function rootDenied(denied: Case): Conclusion {
  const { declared, message, place } = denied;
  const { action = 'the request' } = message.facts;
  const own = accountOf(denied.caller) ?? '';
  const isOther = isCrossAccount(denied) === true;
  const repository = `${repositoryText(denied)} in ${shortRegistryText(place)}`;
  const region = place.region === undefined ? '' : ` --region ${place.region}`;
  return {
    summary: `AWS denied the root user of account ${own} ${action} on ${repositoryText(denied)} in ${registryText(place)}.`,
    cause: isOther
      ? 'The root user has no identity policy: the repository policy of the other account has to allow it, and no service control policy may deny it.'
      : 'The root user has no identity policy, and needs none in its own account: what stops it is a Deny in the repository policy or the registry policy, or a service control policy of the organization. Use a role for daily work.',
    policies: [
      policyToChange(
        'repository policy',
        place.accountId,
        declared,
        repository,
        isOther ? `it has to allow ${action} to account ${own}` : 'look for a Deny that applies to it',
      ),
      policyToChange(
        'service control policy',
        undefined,
        declared,
        `the organization of account ${own}`,
        'look for a Deny that applies to it',
      ),
    ],
    steps: [
      showPolicyStep(
        'Show the policy of the repository.',
        `aws ecr get-repository-policy --repository-name ${place.repositoryName ?? 'REPOSITORY'}${region} --output text --query policyText`,
        place.accountId,
        declared,
      ),
      WHO_AM_I,
    ],
    certainty: { level: 'likely', because: 'nothing else limits the root user of an account' },
    page: PAGES.accessDenied,
  };
}
