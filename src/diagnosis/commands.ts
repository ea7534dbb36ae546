import type { Caller } from '../access';
import { registryHost, shellWord, type RegistryId } from '../registry';
import type { Client } from './client';
import type { Code, Step } from './diagnosis';
import type { Declared, Place } from './place';

/** Steps with a command of the AWS CLI or Docker, ready to be pasted. */

/** The host of a registry, with a placeholder for what is not known. */
export function hostOf({ id, accountId = 'ACCOUNT', region = 'REGION' }: Place): string {
  return id === undefined ? `${accountId}.dkr.ecr.${region}.amazonaws.com` : registryHost(id);
}

/** ` --registry-id 111111111111 --region ap-northeast-1`: for a request to the registry of another account. */
export function ownerOptions({ id }: Place): string {
  return id === undefined ? '' : ` --registry-id ${id.accountId} --region ${id.region}`;
}

/** A configuration of Docker in which ECR's credential helper answers for a registry. */
export function credHelpersCode(place: Place): Code {
  return { language: 'json', text: `{ "credHelpers": { "${hostOf(place)}": "ecr-login" } }\n` };
}

/**
 * Login is for one host: one account and one Region. The credentials are the caller's, in whichever account the registry is.
 *
 * @param client whose login command is printed; Docker's by default
 */
export function loginStep(
  registry: RegistryId,
  callerAccount: string | undefined,
  declared: Declared | undefined,
  client?: Client,
): Step {
  return {
    text: 'Log in to exactly this registry, with the credentials that pull or push.',
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

/** With placeholders if the registry is not known. */
export function loginCommand(host: string, region: string, profile: string, client?: Client): string {
  const login = (client === undefined ? undefined : LOGIN_COMMANDS[client]) ?? 'docker login';
  return `aws ecr get-login-password --region ${region}${profile} |\n  ${login} --username AWS --password-stdin ${host}\n`;
}

/** Podman, Buildah and Skopeo share one file of logins. */
const LOGIN_COMMANDS: Partial<Record<Client, string>> = {
  Helm: 'helm registry login',
  'Podman, Buildah or Skopeo': 'podman login',
};

/** Who the credentials at hand are. */
export const WHO_AM_I: Step = {
  text: 'Make sure who calls: the account and the role are often not the ones that were meant.',
  code: { language: 'sh', text: 'aws sts get-caller-identity\n' },
};

const DEPLOYMENT = { language: 'sh', text: 'npx cdktf diff\nnpx cdktf deploy\n' } as const;

export const DEPLOY: Step = {
  text: 'Deploy what the topology says. What AWS has differs from it.',
  code: DEPLOYMENT,
};

/** After a change of `topology.yaml`. */
export const DEPLOY_CHANGE: Step = { text: 'Look at the plan, and deploy it.', code: DEPLOYMENT };

/** Shows a policy, so that it can be compared with what it should be. */
export function showPolicyStep(
  text: string,
  command: string,
  accountId: string | undefined,
  declared: Declared | undefined,
): Step {
  return { text, code: { language: 'sh', text: `${command}${profileOption(accountId, declared)}\n` } };
}

/** Lists the policies that are attached to the caller. */
export function attachedCommand(caller: Caller | undefined): string {
  if (caller?.kind !== 'identity') return 'aws iam list-attached-role-policies --role-name ROLE';
  const { kind, name } = caller.identity;
  return `aws iam list-attached-${kind}-policies --${kind}-name ${name}`;
}

/** ` --profile develop`, where the declaration reaches the account by a profile. */
export function profileOption(accountId: string | undefined, declared: Declared | undefined): string {
  const credentials = declared?.accounts.find(({ id }) => id === accountId)?.credentials;
  return credentials?.kind === 'profile' ? ` --profile ${shellWord(credentials.profile)}` : '';
}
