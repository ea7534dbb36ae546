import type { AccountId } from '../aws/names';
import { sortedUnique } from '../base/collections';
import type { Account } from '../model/deployment';
import type { Topology } from '../model/topology';
import {
  minifiedPolicyText,
  policyCommands,
  policyContentText,
  profileOption,
  type PolicyCommand,
  type WrittenPolicy,
} from './policy-commands';

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
  topology: Topology,
): readonly PolicyFile[] {
  const commands = policyCommands(id, account, topology);
  if (commands.length === 0) return [];
  const folder = account?.name ?? id;
  const files = [
    ...commands.flatMap(({ policy }) => (policy === undefined ? [] : policyFile(policy))),
    { path: SCRIPT_NAME, text: scriptText(id, folder, profileOption(account), commands) },
  ];
  return files.map(({ path, text }) => ({ path: `${folder}/${path}`, text }));
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

export interface PolicyFile {
  /** Relative to the output folder, with `/`. */
  readonly path: string;
  readonly text: string;
}

function policyFile({ path, content, limit }: WrittenPolicy): PolicyFile {
  const formatted = policyContentText(content);
  // AWS counts white space, so a policy that fits only without it is minified.
  return { path, text: formatted.length <= limit ? formatted : `${minifiedPolicyText(content)}\n` };
}
