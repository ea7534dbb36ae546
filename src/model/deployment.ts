import type { LifecyclePolicy } from '../aws/lifecycle/policy';
import type { AccountId, AccountName } from '../aws/names';
import type { PolicyDocument } from '../aws/policy/document';
import type { ManagedPolicy } from '../aws/policy/managed-policies';
import { count } from '../base/text';
import type { PullThroughCacheRule } from './pull-through-cache';
import type { Scanning } from './scanning';
import type { AccountSetting, CreationTemplate } from './settings';
import type { Identity, Registry, ReplicationRule, Repository } from './topology';

/**
 * How Terraform reaches the accounts of the topology: credentials, state, default tags. ECR stores none of it,
 * so it is not part of the topology.
 */
export interface Deployment {
  /** Sorted by name. */
  readonly accounts: readonly Account[];
  readonly backend: Backend;
  /** The default tags of every provider. */
  readonly tags: Readonly<Record<string, string>>;
  readonly stacksBy: StacksBy;
  /** Terraform addresses of existing resources that are imported instead of created. Sorted. */
  readonly imports: readonly string[];
}

/** The unit that has its own stacks: the whole topology, each account, or each registry. */
export type StacksBy = 'account' | 'registry' | 'topology';

export interface Account {
  readonly name: AccountName;
  readonly id: AccountId;
  readonly credentials: Credentials;
}

export type Credentials =
  /** The default credential chain of the AWS provider: environment variables, instance or container role. */
  | { readonly kind: 'ambient' }
  /** A profile of the AWS configuration files. */
  | { readonly kind: 'profile'; readonly profile: string }
  | {
      readonly kind: 'assumeRole';
      readonly arn: string;
      readonly externalId: string | undefined;
      readonly sessionName: string | undefined;
    };

/**
 * Where Terraform stores its state. In a path, key or workspace, `{stack}` is replaced by the name of the
 * stack.
 */
export type Backend = LocalBackend | S3Backend | CloudBackend;

interface LocalBackend {
  readonly kind: 'local';
  /** Relative to the project folder. */
  readonly path: string;
}

interface S3Backend {
  readonly kind: 's3';
  readonly bucket: string;
  readonly key: string;
  readonly region: string;
  readonly encrypt: boolean;
  /** Locks the state with a file next to it. Requires Terraform 1.10 or OpenTofu 1.10. */
  readonly useLockfile: boolean;
  readonly kmsKeyId: string | undefined;
  readonly profile: string | undefined;
  readonly roleArn: string | undefined;
}

interface CloudBackend {
  readonly kind: 'cloud';
  readonly organization: string;
  readonly workspace: string;
  readonly hostname: string | undefined;
  readonly project: string | undefined;
}

/** Replaced by the name of the stack in a path, key or workspace of a backend. */
export const STACK_PLACEHOLDER = '{stack}';

/** Returns the state path, key or workspace of one stack. */
export function resolveStackPlaceholder(template: string, stack: string): string {
  return template.replaceAll(STACK_PLACEHOLDER, stack);
}

/** A Terraform resource of the topology, with the data to write it. */
export type Resource = IdentityResource | RegistryResource;

/** A resource in one registry: of ECR, or of Amazon Inspector for ECR. */
export type RegistryResource =
  | InRegistry<'aws_ecr_repository', { readonly repository: Repository }>
  | InRegistry<
      'aws_ecr_repository_policy',
      { readonly repository: Repository; readonly policy: PolicyDocument }
    >
  | InRegistry<
      'aws_ecr_lifecycle_policy',
      { readonly repository: Repository; readonly lifecyclePolicy: LifecyclePolicy }
    >
  | InRegistry<'aws_ecr_registry_policy', { readonly policy: PolicyDocument }>
  | InRegistry<'aws_ecr_replication_configuration', { readonly rules: readonly ReplicationRule[] }>
  | InRegistry<'aws_ecr_registry_scanning_configuration', { readonly scanning: Scanning }>
  | InRegistry<'aws_inspector2_enabler', object>
  | InRegistry<'aws_ecr_repository_creation_template', { readonly template: CreationTemplate }>
  | InRegistry<'aws_ecr_pull_through_cache_rule', { readonly rule: PullThroughCacheRule }>
  | InRegistry<'aws_ecr_account_setting', { readonly setting: AccountSetting }>;

/** A policy or attachment of one role or user. */
export type IdentityResource =
  | OfIdentity<'aws_iam_role_policy' | 'aws_iam_user_policy', { readonly policy: PolicyDocument }>
  | OfIdentity<
      'aws_iam_role_policy_attachment' | 'aws_iam_user_policy_attachment',
      { readonly managedPolicy: ManagedPolicy }
    >;

type InRegistry<Type extends string, Values> = NamedResource<Type> & { readonly registry: Registry } & Values;

type OfIdentity<Type extends string, Values> = NamedResource<Type> & { readonly identity: Identity } & Values;

interface NamedResource<Type extends string> {
  readonly type: Type;
  /**
   * The Terraform name. Depends only on the names of the resource, because changing the address destroys a
   * repository.
   */
  readonly id: string;
}

export type ResourceType = Resource['type'];

/** The resources of one type. */
export type ResourceOf<Type extends ResourceType> = Extract<Resource, { readonly type: Type }>;

const TYPE_NAMES: Readonly<Record<ResourceType, readonly [one: string, many: string]>> = {
  aws_ecr_account_setting: ['account setting', 'account settings'],
  aws_ecr_lifecycle_policy: ['lifecycle policy', 'lifecycle policies'],
  aws_ecr_pull_through_cache_rule: ['pull-through cache rule', 'pull-through cache rules'],
  aws_ecr_registry_policy: ['registry policy', 'registry policies'],
  aws_ecr_registry_scanning_configuration: ['scanning configuration', 'scanning configurations'],
  aws_ecr_replication_configuration: ['replication configuration', 'replication configurations'],
  aws_ecr_repository: ['repository', 'repositories'],
  aws_ecr_repository_creation_template: ['creation template', 'creation templates'],
  aws_ecr_repository_policy: ['repository policy', 'repository policies'],
  aws_iam_role_policy: ['role policy', 'role policies'],
  aws_iam_role_policy_attachment: ['role policy attachment', 'role policy attachments'],
  aws_iam_user_policy: ['user policy', 'user policies'],
  aws_iam_user_policy_attachment: ['user policy attachment', 'user policy attachments'],
  aws_inspector2_enabler: ['Inspector enabler', 'Inspector enablers'],
};

/** Returns a count with the name of the type: `1 registry policy`, `3 repositories`. */
export function resourcesText(type: ResourceType, number: number): string {
  const [one, many] = TYPE_NAMES[type];
  return count(number, one, many);
}
