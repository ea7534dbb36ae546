import type { Caller } from '../../access/evaluate/caller';
import {
  isProtected,
  registryHost,
  registryKey,
  type KnownIdentityId,
  type KnownRegistryId,
} from '../../aws/arn';
import { tryGetPartition } from '../../aws/partitions';
import { policyFileText, type PolicyDocument } from '../../aws/policy/document';
import { capitalizeSentence, shellWord } from '../../base/text';
import type { Code, Step } from '../model/diagnosis';
import type { DeclaredTopology, MessageLocation } from '../model/location';
import type { Client } from '../parse/client';
import { permissionSetOf } from './grant';

/** Steps with a command of the AWS CLI or Docker, ready to paste. */

/** Returns the host of a registry, with placeholders for an unknown account or Region. */
export function registryHostFor({ id, accountId = 'ACCOUNT', region = 'REGION' }: MessageLocation): string {
  if (id !== undefined) return registryHost(id);
  return `${accountId}.dkr.ecr.${region}.${dnsSuffixFor(region)}`;
}

/** Returns the suffix of host names in a Region, or the suffix of most Regions if this version does not know the Region. */
export function dnsSuffixFor(region: string): string {
  return tryGetPartition(region)?.dnsSuffix ?? 'amazonaws.com';
}

/** ` --registry-id 111111111111 --region ap-northeast-1`: options for a request to a registry of another account. */
export function registryOptions({ id }: MessageLocation): string {
  return id === undefined ? '' : ` --registry-id ${id.accountId} --region ${id.region}`;
}

/** A Docker configuration that uses the ECR credential helper for one registry. */
export function credentialHelperCode(location: MessageLocation): Code {
  return { language: 'json', text: `{ "credHelpers": { "${registryHostFor(location)}": "ecr-login" } }\n` };
}

/**
 * A login is valid for one host, which is one account and one Region. The credentials are those of the caller, in
 * whichever account the registry is.
 *
 * @param client the client whose login command the step prints; Docker if undefined
 */
export function loginStep(
  registry: KnownRegistryId,
  callerAccount: string | undefined,
  declared: DeclaredTopology | undefined,
  client?: Client,
): Step {
  return {
    text: 'Log in to exactly this registry, with the credentials that you pull or push with.',
    code: {
      language: 'sh',
      text: loginCommand(
        registryHost(registry),
        registry.region,
        profileOption(callerAccount, declared),
        client,
      ),
    },
  };
}

export function loginCommand(host: string, region: string, profile: string, client?: Client): string {
  const login = (client === undefined ? undefined : LOGIN_COMMANDS[client]) ?? 'docker login';
  return `aws ecr get-login-password --region ${region}${profile} |\n  ${login} --username AWS --password-stdin ${host}\n`;
}

const LOGIN_COMMANDS: Partial<Record<Client, string>> = {
  Helm: 'helm registry login',
  'Podman, Buildah or Skopeo': 'podman login',
};

export const SHOW_CALLER_STEP: Step = {
  text: 'Check which account and role your credentials belong to. They often differ from the intended ones.',
  code: { language: 'sh', text: 'aws sts get-caller-identity\n' },
};

const DEPLOY_CODE = { language: 'sh', text: 'npx cdktf diff\nnpx cdktf deploy\n' } as const;

export const DEPLOY_STEP: Step = {
  text: 'Deploy the topology, because the resources in AWS differ from it.',
  code: DEPLOY_CODE,
};

/** For use after a change of `topology.yaml`. */
export const DEPLOY_CHANGE_STEP: Step = { text: 'Review the plan, then deploy it.', code: DEPLOY_CODE };

/** A step with one AWS CLI command, run with the profile of the account if the topology declares one. */
export function commandStep(
  text: string,
  command: string,
  accountId: string | undefined,
  declared: DeclaredTopology | undefined,
): Step {
  return { text, code: { language: 'sh', text: `${command}${profileOption(accountId, declared)}\n` } };
}

export function listAttachedPoliciesCommand(caller: Caller | undefined): string {
  if (caller?.kind !== 'identity') return 'aws iam list-attached-role-policies --role-name ROLE';
  const { kind, name } = caller.identity;
  return `aws iam list-attached-${kind}-policies --${kind}-name ${name}`;
}

/** ` --profile develop` if `accounts` declares a profile for the account, otherwise ''. */
export function profileOption(accountId: string | undefined, declared: DeclaredTopology | undefined): string {
  const credentials = declared?.accounts.find(({ id }) => id === accountId)?.credentials;
  return credentials?.kind === 'profile' ? ` --profile ${shellWord(credentials.profile)}` : '';
}

/** Steps with a policy as JSON and the AWS CLI command that sets it, for policies that the topology does not write. */

/**
 * Returns the steps that attach a policy to a role or user.
 *
 * @param name must differ from the name of the policy that the topology attaches, which the command would replace
 * @param isManaged whether the topology attaches the policy after the changes that another step describes
 */
export function attachIdentityPolicySteps(
  identity: KnownIdentityId,
  name: string,
  policy: PolicyDocument,
  declared: DeclaredTopology | undefined,
  isManaged: boolean,
): readonly Step[] {
  if (isProtected(identity)) return [protectedRoleStep(identity, policy)];
  const { kind, accountId } = identity;
  const file = 'identity-policy.json';
  return markByHand(isManaged, [
    {
      text: byHandText(`save this policy for ${kind} ${identity.name} in account ${accountId}.`, isManaged),
      code: { language: 'json', text: policyFileText(policy), file },
    },
    {
      text: `Attach the policy, with credentials of account ${accountId}.`,
      code: {
        language: 'sh',
        text: `aws iam put-${kind}-policy --${kind}-name ${identity.name} --policy-name ${name} \\\n  --policy-document file://${file}${profileOption(accountId, declared)}\n`,
      },
    },
  ]);
}

/** AWS manages the role, so that no policy can be attached to it. */
function protectedRoleStep(identity: KnownIdentityId, policy: PolicyDocument): Step {
  const set = permissionSetOf(identity);
  if (set === undefined) {
    return {
      text: `Role ${identity.name} is a service-linked role. Only AWS can change its permissions: use another role.`,
    };
  }
  return {
    text: `IAM Identity Center manages the role, so you cannot attach a policy to it. Add this to the inline policy of permission set ${set}, and provision the permission set again.`,
    code: { language: 'json', text: policyFileText(policy) },
  };
}

/** Returns steps with the whole policy, because the command replaces the existing one. */
export function setRepositoryPolicySteps(
  registry: KnownRegistryId,
  repository: string,
  policy: PolicyDocument,
  declared: DeclaredTopology | undefined,
): readonly Step[] {
  const { accountId, region } = registry;
  const isManaged = isRegistryDeclared(registry, declared);
  const file = 'repository-policy.json';
  return markByHand(isManaged, [
    {
      text: `Show the existing policy of repository ${repository}, because the new policy replaces it.`,
      code: {
        language: 'sh',
        text: `aws ecr get-repository-policy --repository-name ${repository} --region ${region} \\\n  --output text --query policyText${profileOption(accountId, declared)}\n`,
      },
    },
    {
      text: byHandText('save this policy, together with the statements of the existing policy.', isManaged),
      code: { language: 'json', text: policyFileText(policy), file },
    },
    {
      text: `Set the repository policy, with credentials of account ${accountId}.`,
      code: {
        language: 'sh',
        text: `aws ecr set-repository-policy --repository-name ${repository} --region ${region} \\\n  --policy-text file://${file}${profileOption(accountId, declared)}\n`,
      },
    },
  ]);
}

/** Returns steps with the whole policy, because the command replaces the existing one. */
export function putRegistryPolicySteps(
  registry: KnownRegistryId,
  policy: PolicyDocument,
  declared: DeclaredTopology | undefined,
): readonly Step[] {
  const { accountId, region } = registry;
  const isManaged = isRegistryDeclared(registry, declared);
  const file = 'registry-policy.json';
  return markByHand(isManaged, [
    {
      text: byHandText(
        `save this as the complete registry policy of account ${accountId} in ${region}. It replaces the existing policy.`,
        isManaged,
      ),
      code: { language: 'json', text: policyFileText(policy), file },
    },
    {
      text: `Set the registry policy, with credentials of account ${accountId}.`,
      code: {
        language: 'sh',
        text: `aws ecr put-registry-policy --region ${region} \\\n  --policy-text file://${file}${profileOption(accountId, declared)}\n`,
      },
    },
  ]);
}

function isRegistryDeclared(registry: KnownRegistryId, declared: DeclaredTopology | undefined): boolean {
  const key = registryKey(registry);
  return declared?.topology.registries.some((each) => registryKey(each) === key) === true;
}

function markByHand(isManaged: boolean, steps: readonly Step[]): readonly Step[] {
  return isManaged ? steps.map((step) => ({ ...step, byHand: true })) : steps;
}

/** Marks a text as the alternative to what the topology does. */
function byHandText(text: string, isManaged: boolean): string {
  return capitalizeSentence(isManaged ? `without the topology, ${text}` : text);
}
