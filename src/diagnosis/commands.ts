import {
  policyFileText,
  registryHost,
  type IdentityId,
  type PolicyDocument,
  type RegistryId,
} from '../registry';
import { sentence } from './case';
import type { Step } from './diagnosis';
import type { Declared } from './place';

/** Steps with a command of the AWS CLI or Docker, ready to be pasted. */

/** Login is for one host: one account and one Region. The credentials are the caller's, whoever owns the registry. */
export function loginStep(
  registry: RegistryId,
  callerAccount: string | undefined,
  declared: Declared | undefined,
): Step {
  const password = `aws ecr get-login-password --region ${registry.region}${profileOption(callerAccount, declared)}`;
  return {
    text: 'Log in to exactly this registry, with the credentials that pull or push.',
    code: {
      language: 'sh',
      text: `${password} |\n  docker login --username AWS --password-stdin ${registryHost(registry)}\n`,
    },
  };
}

/** Who the credentials at hand are. */
export const WHO_AM_I: Step = {
  text: 'Make sure who calls: the account and the role are often not the ones that were meant.',
  code: { language: 'sh', text: 'aws sts get-caller-identity\n' },
};

export const DEPLOY: Step = {
  text: 'Deploy what the topology says. What AWS has differs from it.',
  code: { language: 'sh', text: 'npx cdktf diff\nnpx cdktf deploy\n' },
};

/** The name is another than the one of the policy that the topology attaches, which would be replaced else. */
export function attachIdentityPolicySteps(
  { kind, name, accountId }: IdentityId,
  policy: PolicyDocument,
  declared: Declared | undefined,
): readonly Step[] {
  if (name.startsWith('AWSReservedSSO_')) return [ssoStep(policy)];
  const file = 'identity-policy.json';
  return [
    {
      text: byHand(`attach this to ${kind} ${name} in account ${accountId}.`, declared),
      code: { language: 'json', text: policyFileText(policy), file },
    },
    {
      text: 'Attach it.',
      code: {
        language: 'sh',
        text: `aws iam put-${kind}-policy --${kind}-name ${name} --policy-name ecr-access \\\n  --policy-document file://${file}${profileOption(accountId, declared)}\n`,
      },
    },
  ];
}

/** IAM refuses changes to a role of IAM Identity Center: what is changed is the permission set it comes from. */
function ssoStep(policy: PolicyDocument): Step {
  return {
    text: 'The role belongs to IAM Identity Center. Add this to the inline policy of its permission set, and provision it again.',
    code: { language: 'json', text: policyFileText(policy) },
  };
}

/** The command replaces the whole policy, so that the whole policy is given. */
export function setRepositoryPolicySteps(
  { accountId, region }: RegistryId,
  repository: string,
  policy: PolicyDocument,
  declared: Declared | undefined,
): readonly Step[] {
  const file = 'repository-policy.json';
  return [
    {
      text: byHand(
        `set this as the whole policy of repository ${repository}, with what else it is to allow; what is there now is replaced.`,
        declared,
      ),
      code: { language: 'json', text: policyFileText(policy), file },
    },
    {
      text: `Set it, as account ${accountId}.`,
      code: {
        language: 'sh',
        text: `aws ecr set-repository-policy --repository-name ${repository} --region ${region} \\\n  --policy-text file://${file}${profileOption(accountId, declared)}\n`,
      },
    },
  ];
}

export function putRegistryPolicySteps(
  { accountId, region }: RegistryId,
  policy: PolicyDocument,
  declared: Declared | undefined,
): readonly Step[] {
  const file = 'registry-policy.json';
  return [
    {
      text: byHand(
        `put this as the whole policy of the registry of account ${accountId} in ${region}; what is there now is replaced.`,
        declared,
      ),
      code: { language: 'json', text: policyFileText(policy), file },
    },
    {
      text: `Put it, as account ${accountId}.`,
      code: {
        language: 'sh',
        text: `aws ecr put-registry-policy --region ${region} \\\n  --policy-text file://${file}${profileOption(accountId, declared)}\n`,
      },
    },
  ];
}

/** Shows a policy, so that it can be compared with what it should be. */
export function showPolicyStep(
  text: string,
  command: string,
  accountId: string | undefined,
  declared: Declared | undefined,
): Step {
  return { text, code: { language: 'sh', text: `${command}${profileOption(accountId, declared)}\n` } };
}

/** ` --profile develop`, where the declaration reaches the account by a profile. */
export function profileOption(accountId: string | undefined, declared: Declared | undefined): string {
  const credentials = declared?.accounts.find(({ id }) => id === accountId)?.credentials;
  return credentials?.kind === 'profile' ? ` --profile ${shellWord(credentials.profile)}` : '';
}

/** As a POSIX shell takes it for one word, whatever is in it. */
function shellWord(text: string): string {
  return /^[A-Za-z0-9_.@/-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** What the topology would do by itself is said to be the other way. */
function byHand(text: string, declared: Declared | undefined): string {
  return sentence(declared === undefined ? text : `without the topology, ${text}`);
}
