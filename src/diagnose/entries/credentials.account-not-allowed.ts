import { accountText, type Case, type Explanation } from '../model/case';
import { profileOption, SHOW_CALLER_STEP } from '../explanations/steps';
import type { Step } from '../model/diagnosis';
import { defineEntry } from '../model/entry';
import { PAGES } from '../model/diagnosis.pages';
import { registryNameIn } from '../model/location';

/** `allowed_account_ids` of the AWS provider rejected credentials of another account. */
export const ACCOUNT_NOT_ALLOWED = defineEntry<AccountNotAllowed>({
  kind: 'account-not-allowed',
  match: (text, facts) => {
    const match = /AWS account ID not allowed(?:: ?([0-9]{12}))?/i.exec(text);
    return match === null ? undefined : { credentialsAccountId: match[1], facts };
  },
  explain: explainAccountNotAllowed,
});

interface AccountNotAllowed {
  readonly credentialsAccountId: string | undefined;
}

function explainAccountNotAllowed({ declared, message }: Case<AccountNotAllowed>): Explanation {
  const name = registryNameIn(message.facts.address);
  const registry = declared?.topology.registries.find((each) => each.name === name);
  const account = declared?.accounts.find(({ id }) => id === registry?.accountId);
  const expectedAccount =
    account === undefined ? 'the account of the provider' : `account ${account.id} (${account.name})`;
  return {
    summary: `Terraform stopped before it changed anything: the credentials are of ${accountText(message.credentialsAccountId, declared, 'another account')}, and ${registry === undefined ? 'the provider' : `provider ${registry.name}`} is for ${expectedAccount}.`,
    cause:
      'Each provider has the account it is for in allowed_account_ids. The profile or role under accounts leads to another one, or variables of the environment (AWS_ACCESS_KEY_ID, AWS_PROFILE) win over it.',
    policies: [],
    steps: [showAccountStep(profileOption(account?.id, declared)), FIX_ACCOUNTS_STEP],
    certainty: { level: 'certain', because: 'Terraform names the account that it found' },
    page: PAGES.allowedAccountIds,
  };
}

function showAccountStep(profile: string): Step {
  return profile === ''
    ? SHOW_CALLER_STEP
    : {
        text: 'Look which account the profile leads to.',
        code: { language: 'sh', text: `env | grep ^AWS_\naws sts get-caller-identity${profile}\n` },
      };
}

const FIX_ACCOUNTS_STEP: Step = {
  text: 'Mend the profile in ~/.aws/config, or profile, assumeRole or id under accounts in topology.yaml. Do not remove the guard.',
};
