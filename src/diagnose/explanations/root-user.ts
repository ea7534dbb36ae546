import {
  callerAccountOf,
  isCrossAccount,
  policyToChange,
  registryWithAccountText,
  registryWithRegionText,
  repositoryText,
  type Case,
  type Explanation,
} from '../model/case';
import { PAGES } from '../model/diagnosis';
import { commandStep, SHOW_CALLER_STEP } from './steps';

/**
 * In its own account, the root user has every permission that no policy denies. Identity policies do not apply to it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-user.html
 */
export function explainRootDenied(denied: Case): Explanation {
  const { declared, message, location } = denied;
  const { action = 'the request' } = message.facts;
  const own = callerAccountOf(denied.caller) ?? '';
  const isOtherAccount = isCrossAccount(denied) === true;
  const repository = `${repositoryText(denied)} in ${registryWithRegionText(location)}`;
  const region = location.region === undefined ? '' : ` --region ${location.region}`;
  return {
    summary: `AWS denied the root user of account ${own} ${action} on ${repositoryText(denied)} in ${registryWithAccountText(location)}.`,
    cause: isOtherAccount
      ? 'The root user has no identity policy: the repository policy of the other account has to allow it, and no service control policy may deny it.'
      : 'The root user has no identity policy, and needs none in its own account: what stops it is a Deny in the repository policy or the registry policy, or a service control policy of the organization. Use a role for daily work.',
    policies: [
      policyToChange(
        'repository policy',
        location.accountId,
        declared,
        repository,
        isOtherAccount ? `it has to allow ${action} to account ${own}` : 'look for a Deny that applies to it',
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
      commandStep(
        'Show the policy of the repository.',
        `aws ecr get-repository-policy --repository-name ${location.repositoryName ?? 'REPOSITORY'}${region} --output text --query policyText`,
        location.accountId,
        declared,
      ),
      SHOW_CALLER_STEP,
    ],
    certainty: { level: 'likely', because: 'nothing else limits the root user of an account' },
    page: PAGES.accessDenied,
  };
}
