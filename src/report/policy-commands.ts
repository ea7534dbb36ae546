import { IDENTITY_POLICY_NAME } from '../aws/arn';
import type { LifecyclePolicy } from '../aws/lifecycle/policy';
import { LIMITS } from '../aws/limits';
import type { AccountId, RegistryName } from '../aws/names';
import { ROOT } from '../aws/namespaces';
import { policyFileText, policyText, type PolicyDocument } from '../aws/policy/document';
import { managedPolicyArn } from '../aws/policy/managed-policies';
import { quoteForShell } from '../base/text';
import type { DeclaredAccount } from '../model/deployment';
import type { Repository } from '../model/resource-types';
import type { CreationTemplate } from '../model/settings';
import type { Identity, Registry, Topology } from '../model/topology';

/** A policy of the topology, and the AWS CLI command that applies it. */
export interface PolicyCommand {
  readonly owner: PolicyOwner;
  /** Undefined if AWS provides the policy. */
  readonly policy: WrittenPolicy | undefined;
  readonly command: string;
}

export interface WrittenPolicy {
  /** The file of the command, in the folder of the account, with `/`. */
  readonly path: string;
  readonly content: PolicyContent;
  /** The maximum number of characters that AWS accepts. */
  readonly limit: number;
}

/** Objects of the topology, which equal policies share. */
export type PolicyContent =
  | { readonly kind: 'policy'; readonly policy: PolicyDocument }
  | { readonly kind: 'lifecycle'; readonly policy: LifecyclePolicy };

/** What a policy is attached to. */
interface PolicyOwner {
  readonly kind: PolicyKind;
  readonly accountId: AccountId;
  /** Undefined for a role or user. */
  readonly registry: RegistryName | undefined;
  /** The repository, the prefix of the creation template, or the role or user. Undefined for a registry policy. */
  readonly name: string | undefined;
}

export const POLICY_KINDS = [
  'registry policy',
  'repository policy',
  'lifecycle policy',
  'repository policy of a creation template',
  'lifecycle policy of a creation template',
  'identity policy',
] as const;
export type PolicyKind = (typeof POLICY_KINDS)[number];

type CommandAccount = Pick<DeclaredAccount, 'credentials' | 'id'>;

/** Returns every policy of an account, in the order in which the commands must run. */
export function policyCommands(
  id: AccountId,
  account: CommandAccount | undefined,
  { registries, identities }: Topology,
): readonly PolicyCommand[] {
  const profile = profileOption(account);
  return [
    ...registries
      .filter(({ accountId }) => accountId === id)
      .flatMap((each) => registryCommands(each, profile)),
    ...identities
      .filter(({ accountId }) => accountId === id)
      .flatMap((each) => identityCommands(each, profile)),
  ];
}

/** Returns the option of the AWS CLI for the credentials of an account, with a blank before it. */
export function profileOption(account: CommandAccount | undefined): string {
  const credentials = account?.credentials;
  return credentials?.kind === 'profile' ? ` --profile ${quoteForShell(credentials.profile)}` : '';
}

/** Returns the policy as it is written to a file. */
export function policyContentText(content: PolicyContent): string {
  return content.kind === 'policy'
    ? policyFileText(content.policy)
    : `${JSON.stringify(JSON.parse(content.policy.text), null, 2)}\n`;
}

/** Returns the policy without white space, as AWS counts its characters. */
export function minifiedPolicyText(content: PolicyContent): string {
  return content.kind === 'policy' ? policyText(content.policy) : content.policy.text;
}

function identityCommands(identity: Identity, profile: string): readonly PolicyCommand[] {
  const { kind, accountId, name, partition, policy, managedPolicies } = identity;
  const owner = { kind: 'identity policy', accountId, registry: undefined, name } as const;
  const iam = (command: string) => `aws iam ${command}${profile} --${kind}-name ${name}`;
  const inline =
    policy &&
    commandFor(
      owner,
      {
        path: `${kind}s/${name}.json`,
        content: { kind: 'policy', policy },
        limit: LIMITS.inlinePoliciesLength[kind],
      },
      `${iam(`put-${kind}-policy`)} --policy-name ${IDENTITY_POLICY_NAME} --policy-document`,
    );
  const attached = managedPolicies.map((managed): PolicyCommand => ({
    owner,
    policy: undefined,
    command: `${iam(`attach-${kind}-policy`)} --policy-arn ${managedPolicyArn(partition, managed)}`,
  }));
  return [...(inline === undefined ? [] : [inline]), ...attached];
}

/**
 * Returns every policy of a registry: its registry policy, its repositories' policies and its creation templates'
 * policies.
 */
function registryCommands(registry: Registry, profile: string): readonly PolicyCommand[] {
  const { name, region, policy, repositories, creationTemplates } = registry;
  const target: RegistryTarget = {
    registry,
    folder: `registries/${name}`,
    ecrCommand: (command) => `aws ecr ${command}${profile} --region ${region}`,
  };
  return [
    ...policyOf(policy, (content) =>
      commandFor(
        ownerIn(registry, 'registry policy', undefined),
        { path: `${target.folder}/registry-policy.json`, content, limit: LIMITS.registryPolicyLength },
        `${target.ecrCommand('put-registry-policy')} --policy-text`,
      ),
    ),
    ...repositories.flatMap((repository) => repositoryCommands(repository, target)),
    // Last, because a template must exist before its policy is changed, and the script stops at the first error.
    ...creationTemplates.flatMap((template) => templateCommands(template, target)),
  ];
}

interface RegistryTarget {
  readonly registry: Registry;
  readonly folder: string;
  /** Returns an AWS CLI command without its options. */
  readonly ecrCommand: (command: string) => string;
}

function repositoryCommands(
  { name, policy, settings: { lifecyclePolicy } }: Repository,
  { registry, folder, ecrCommand }: RegistryTarget,
): readonly PolicyCommand[] {
  const repositoryOptions = `--registry-id ${registry.accountId} --repository-name ${name}`;
  const file = `${fileName(name)}.json`;
  return [
    ...policyOf(policy, (content) =>
      commandFor(
        ownerIn(registry, 'repository policy', name),
        { path: `${folder}/repositories/${file}`, content, limit: LIMITS.repositoryPolicyLength },
        `${ecrCommand('set-repository-policy')} ${repositoryOptions} --policy-text`,
      ),
    ),
    ...lifecycleOf(lifecyclePolicy, (content) =>
      commandFor(
        ownerIn(registry, 'lifecycle policy', name),
        { path: `${folder}/lifecycle-policies/${file}`, content, limit: LIMITS.lifecyclePolicyLength },
        `${ecrCommand('put-lifecycle-policy')} ${repositoryOptions} --lifecycle-policy-text`,
      ),
    ),
  ];
}

/** `update-repository-creation-template` keeps the settings that the command does not contain. */
function templateCommands(
  { prefix, policy, settings: { lifecyclePolicy } }: CreationTemplate,
  { registry, folder, ecrCommand }: RegistryTarget,
): readonly PolicyCommand[] {
  const command = `${ecrCommand('update-repository-creation-template')} --prefix ${prefix}`;
  // Some file systems treat `ROOT` and `root` as one name. A namespace never starts with an underscore.
  const file = `${prefix === ROOT ? `_${ROOT}` : fileName(prefix)}.json`;
  const templates = `${folder}/creation-templates`;
  return [
    ...policyOf(policy, (content) =>
      commandFor(
        ownerIn(registry, 'repository policy of a creation template', prefix),
        { path: `${templates}/repositories/${file}`, content, limit: LIMITS.repositoryPolicyLength },
        `${command} --repository-policy`,
      ),
    ),
    ...lifecycleOf(lifecyclePolicy, (content) =>
      commandFor(
        ownerIn(registry, 'lifecycle policy of a creation template', prefix),
        { path: `${templates}/lifecycle-policies/${file}`, content, limit: LIMITS.lifecyclePolicyLength },
        `${command} --lifecycle-policy`,
      ),
    ),
  ];
}

function policyOf(
  policy: PolicyDocument | undefined,
  build: (content: PolicyContent) => PolicyCommand,
): readonly PolicyCommand[] {
  return policy === undefined ? [] : [build({ kind: 'policy', policy })];
}

function lifecycleOf(
  policy: LifecyclePolicy | undefined,
  build: (content: PolicyContent) => PolicyCommand,
): readonly PolicyCommand[] {
  return policy === undefined ? [] : [build({ kind: 'lifecycle', policy })];
}

function ownerIn(
  { accountId, name: registry }: Registry,
  kind: PolicyKind,
  name: string | undefined,
): PolicyOwner {
  return { kind, accountId, registry, name };
}

/** @param command the command without the file, which is its last word */
function commandFor(owner: PolicyOwner, policy: WrittenPolicy, command: string): PolicyCommand {
  return { owner, policy, command: `${command} file://${policy.path}` };
}

/** A repository name contains no plus sign, so different names have different file names. */
function fileName(name: string): string {
  return name.replaceAll('/', '+');
}
