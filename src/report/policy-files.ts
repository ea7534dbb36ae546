import { IDENTITY_POLICY_NAME } from '../aws/arn.identity';
import { LIMITS } from '../aws/limits';
import type { AccountId } from '../aws/names';
import { managedPolicyArn } from '../aws/policy/managed-policies';
import { sortedUnique } from '../base/collections';
import type { Account } from '../model/deployment';
import type { Identity, Topology } from '../model/topology';
import { policyCommand, type PolicyCommand, type PolicyFile } from './policy-files.applied-policy';
import { registryPolicies } from './policy-files.registry-policy-files';

/** Name of the script that applies the policies of an account. */
export const SCRIPT_NAME = 'apply.sh';

/**
 * Returns every policy of a topology as a file, in a folder for each account, with a script of the AWS CLI commands
 * that apply them. For teams that do not use Terraform in every account.
 */
export function policyFiles(topology: Topology, accounts: readonly Account[]): readonly PolicyFile[] {
  const ids = [...topology.registries, ...topology.identities].map(({ accountId }) => accountId);
  return sortedUnique(ids).flatMap((id) => {
    const account = accounts.find((each) => each.id === id);
    return accountFiles(id, account, topology);
  });
}

function accountFiles(
  id: AccountId,
  account: Account | undefined,
  { registries, identities }: Topology,
): readonly PolicyFile[] {
  const profile = profileOption(account);
  const commands = [
    ...registries
      .filter(({ accountId }) => accountId === id)
      .flatMap((each) => registryPolicies(each, profile)),
    ...identities
      .filter(({ accountId }) => accountId === id)
      .flatMap((each) => identityPolicies(each, profile)),
  ];
  if (commands.length === 0) return [];
  const folder = account?.name ?? id;
  const files = [
    ...commands.flatMap(({ file }) => file ?? []),
    { path: SCRIPT_NAME, text: scriptText(id, folder, profile, commands) },
  ];
  return files.map(({ path, text }) => ({ path: `${folder}/${path}`, text }));
}

function identityPolicies(identity: Identity, profile: string): readonly PolicyCommand[] {
  const { kind, name, partition, policy, managedPolicies } = identity;
  const iam = (command: string) => `aws iam ${command}${profile} --${kind}-name ${name}`;
  const inline: readonly PolicyCommand[] =
    policy === undefined
      ? []
      : [
          policyCommand(`${kind}s/${name}.json`, policy, LIMITS.inlinePoliciesLength[kind], [
            iam(`put-${kind}-policy`),
            `--policy-name ${IDENTITY_POLICY_NAME} --policy-document`,
          ]),
        ];
  const attached = managedPolicies.map((managed): PolicyCommand => ({
    file: undefined,
    command: `${iam(`attach-${kind}-policy`)} --policy-arn ${managedPolicyArn(partition, managed)}`,
  }));
  return [...inline, ...attached];
}

function profileOption(account: Account | undefined): string {
  const credentials = account?.credentials;
  // A profile name may contain spaces but no quotes.
  return credentials?.kind === 'profile' ? ` --profile '${credentials.profile}'` : '';
}

/** The commands do not set the account, so the script first checks the account of its credentials. */
function scriptText(
  id: AccountId,
  folder: string,
  profile: string,
  commands: readonly PolicyCommand[],
): string {
  return [
    '#!/bin/sh',
    `# Applies the policies of account ${folder} (${id}). Written by ecr-topology policies; do not edit.`,
    '# A policy that is there already is replaced.',
    'set -eu',
    'cd "$(dirname "$0")"',
    `account=$(aws sts get-caller-identity${profile} --query Account --output text)`,
    `if [ "$account" != ${id} ]; then`,
    `  echo "These are credentials of account $account, and the policies are for ${id}." >&2`,
    '  exit 1',
    'fi',
    '',
    ...commands.map(({ command }) => command),
    '',
  ].join('\n');
}
