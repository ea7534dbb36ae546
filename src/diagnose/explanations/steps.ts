import type { Caller } from '../../access/evaluate/caller';
import { registryHost, type RegistryId } from '../../aws/arn';
import { shellWord } from '../../base/text.shell-word';
import type { Code, Step } from '../model/diagnosis';
import type { DeclaredTopology, MessageLocation } from '../model/location';
import type { Client } from '../parse/client';

/** Steps with a command of the AWS CLI or Docker, ready to paste. */

/** Returns the host of a registry, with placeholders for an unknown account or Region. */
export function registryHostFor({ id, accountId = 'ACCOUNT', region = 'REGION' }: MessageLocation): string {
  return id === undefined ? `${accountId}.dkr.ecr.${region}.amazonaws.com` : registryHost(id);
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
  registry: RegistryId,
  callerAccount: string | undefined,
  declared: DeclaredTopology | undefined,
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

export function loginCommand(host: string, region: string, profile: string, client?: Client): string {
  const login = (client === undefined ? undefined : LOGIN_COMMANDS[client]) ?? 'docker login';
  return `aws ecr get-login-password --region ${region}${profile} |\n  ${login} --username AWS --password-stdin ${host}\n`;
}

const LOGIN_COMMANDS: Partial<Record<Client, string>> = {
  Helm: 'helm registry login',
  'Podman, Buildah or Skopeo': 'podman login',
};

export const SHOW_CALLER_STEP: Step = {
  text: 'Make sure who calls: the account and the role are often not the ones that were meant.',
  code: { language: 'sh', text: 'aws sts get-caller-identity\n' },
};

const DEPLOY_CODE = { language: 'sh', text: 'npx cdktf diff\nnpx cdktf deploy\n' } as const;

export const DEPLOY_STEP: Step = {
  text: 'Deploy what the topology says. What AWS has differs from it.',
  code: DEPLOY_CODE,
};

/** For use after a change of `topology.yaml`. */
export const DEPLOY_CHANGE_STEP: Step = { text: 'Look at the plan, and deploy it.', code: DEPLOY_CODE };

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
