import { IDENTITY_POLICY_NAME } from '../aws/arn';
import type { LifecyclePolicy } from '../aws/lifecycle/policy';
import { LIMITS } from '../aws/limits';
import type { AccountId } from '../aws/names';
import { ROOT } from '../aws/namespaces';
import { policyFileText, policyText, type PolicyDocument } from '../aws/policy/document';
import { managedPolicyArn } from '../aws/policy/managed-policies';
import { sortedUnique } from '../base/collections';
import { quoteForShell } from '../base/text';
import type { Account } from '../model/deployment';
import type { CreationTemplate } from '../model/settings';
import type { Repository } from '../model/resource-types';
import type { Identity, Registry, Topology } from '../model/topology';

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
  return credentials?.kind === 'profile' ? ` --profile ${quoteForShell(credentials.profile)}` : '';
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

/**
 * Returns every policy of a registry: its registry policy, its repositories' policies and its creation templates'
 * policies.
 */
function registryPolicies(registry: Registry, profile: string): readonly PolicyCommand[] {
  const { name, region, policy, repositories, creationTemplates } = registry;
  const target: RegistryTarget = {
    registry,
    folder: `registries/${name}`,
    ecrCommand: (command) => `aws ecr ${command}${profile} --region ${region}`,
  };
  const registryPolicyFile = {
    path: `${target.folder}/registry-policy.json`,
    limit: LIMITS.registryPolicyLength,
  };
  return [
    ...(policy === undefined
      ? []
      : [
          policyCommand(registryPolicyFile.path, policy, registryPolicyFile.limit, [
            target.ecrCommand('put-registry-policy'),
            '--policy-text',
          ]),
        ]),
    ...repositories.flatMap((repository) => repositoryPolicies(repository, target)),
    // Last, because a template must exist before its policy is changed, and the script stops at the first error.
    ...creationTemplates.flatMap((template) => templatePolicies(template, target)),
  ];
}

interface RegistryTarget {
  readonly registry: Registry;
  readonly folder: string;
  /** Returns an AWS CLI command without its options. */
  readonly ecrCommand: (command: string) => string;
}

function repositoryPolicies(
  { name, policy, settings: { lifecyclePolicy } }: Repository,
  { registry, folder, ecrCommand }: RegistryTarget,
): readonly PolicyCommand[] {
  const repositoryOptions = `--registry-id ${registry.accountId} --repository-name ${name}`;
  const file = `${fileName(name)}.json`;
  return [
    ...(policy === undefined
      ? []
      : [
          policyCommand(`${folder}/repositories/${file}`, policy, LIMITS.repositoryPolicyLength, [
            ecrCommand('set-repository-policy'),
            `${repositoryOptions} --policy-text`,
          ]),
        ]),
    ...(lifecyclePolicy === undefined
      ? []
      : [
          lifecyclePolicyCommand(
            `${folder}/lifecycle-policies/${file}`,
            lifecyclePolicy,
            LIMITS.lifecyclePolicyLength,
            [ecrCommand('put-lifecycle-policy'), `${repositoryOptions} --lifecycle-policy-text`],
          ),
        ]),
  ];
}

/** `update-repository-creation-template` keeps the settings that the command does not contain. */
function templatePolicies(
  { prefix, policy, settings: { lifecyclePolicy } }: CreationTemplate,
  { folder, ecrCommand }: RegistryTarget,
): readonly PolicyCommand[] {
  const command = `${ecrCommand('update-repository-creation-template')} --prefix ${prefix}`;
  // Some file systems treat `ROOT` and `root` as one name. A namespace never starts with an underscore.
  const name = prefix === ROOT ? `_${ROOT}` : fileName(prefix);
  return [
    ...(policy === undefined
      ? []
      : [
          policyCommand(
            `${folder}/creation-templates/repositories/${name}.json`,
            policy,
            LIMITS.repositoryPolicyLength,
            [command, '--repository-policy'],
          ),
        ]),
    ...(lifecyclePolicy === undefined
      ? []
      : [
          lifecyclePolicyCommand(
            `${folder}/creation-templates/lifecycle-policies/${name}.json`,
            lifecyclePolicy,
            LIMITS.lifecyclePolicyLength,
            [command, '--lifecycle-policy'],
          ),
        ]),
  ];
}

/** A repository name contains no plus sign, so different names have different file names. */
function fileName(name: string): string {
  return name.replaceAll('/', '+');
}

export interface PolicyFile {
  /** Relative to the output folder, with `/`. */
  readonly path: string;
  readonly text: string;
}

/** A policy and the AWS CLI command that applies it. */
interface PolicyCommand {
  /** Undefined if AWS provides the policy. */
  readonly file: PolicyFile | undefined;
  readonly command: string;
}

/**
 * Returns a policy as a file, and the command that applies it.
 * @param limit maximum number of characters that AWS accepts
 * @param command words of the command without the file, which is the last word
 */
function policyCommand(
  path: string,
  policy: PolicyDocument,
  limit: number,
  command: readonly string[],
): PolicyCommand {
  return fileAndCommand(path, policyFileText(policy), `${policyText(policy)}\n`, limit, command);
}

function lifecyclePolicyCommand(
  path: string,
  { text }: LifecyclePolicy,
  limit: number,
  command: readonly string[],
): PolicyCommand {
  return fileAndCommand(path, `${JSON.stringify(JSON.parse(text), null, 2)}\n`, `${text}\n`, limit, command);
}

function fileAndCommand(
  path: string,
  formatted: string,
  minified: string,
  limit: number,
  command: readonly string[],
): PolicyCommand {
  // AWS counts white space, so a policy that fits only without it is minified.
  const text = formatted.length <= limit ? formatted : minified;
  return { file: { path, text }, command: [...command, `file://${path}`].join(' ') };
}
