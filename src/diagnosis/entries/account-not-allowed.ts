import { accountText, type Case, type Conclusion } from '../case';
import { profileOption, WHO_AM_I } from '../commands';
import type { Step } from '../diagnosis';
import { entry } from '../entry';
import { PAGES } from '../pages';
import { registryNameIn } from '../place';

/** `allowed_account_ids` of the AWS provider rejected credentials of another account. */
export const ACCOUNT_NOT_ALLOWED = entry<AccountNotAllowed>({
  kind: 'account-not-allowed',
  match: (text, facts) => {
    const match = /AWS account ID not allowed(?:: ?([0-9]{12}))?/i.exec(text);
    return match === null ? undefined : { found: match[1], facts };
  },
  explain: accountNotAllowed,
});

interface AccountNotAllowed {
  readonly found: string | undefined;
}

function accountNotAllowed({ declared, message }: Case<AccountNotAllowed>): Conclusion {
  const name = registryNameIn(message.facts.address);
  const registry = declared?.topology.registries.find((each) => each.name === name);
  const account = declared?.accounts.find(({ id }) => id === registry?.accountId);
  const meant =
    account === undefined ? 'the account of the provider' : `account ${account.id} (${account.name})`;
  return {
    summary: `Terraform stopped before it changed anything: the credentials are of ${accountText(message.found, declared, 'another account')}, and ${registry === undefined ? 'the provider' : `provider ${registry.name}`} is for ${meant}.`,
    cause:
      'Each provider has the account it is for in allowed_account_ids. The profile or role under accounts leads to another one, or variables of the environment (AWS_ACCESS_KEY_ID, AWS_PROFILE) win over it.',
    policies: [],
    steps: [whoIsStep(profileOption(account?.id, declared)), MEND_ACCOUNTS],
    certainty: { level: 'certain', because: 'Terraform names the account that it found' },
    page: PAGES.allowedAccountIds,
  };
}

function whoIsStep(profile: string): Step {
  return profile === ''
    ? WHO_AM_I
    : {
        text: 'Look which account the profile leads to.',
        code: { language: 'sh', text: `env | grep ^AWS_\naws sts get-caller-identity${profile}\n` },
      };
}

const MEND_ACCOUNTS: Step = {
  text: 'Mend the profile in ~/.aws/config, or profile, assumeRole or id under accounts in topology.yaml. Do not remove the guard.',
};
