import type { AccountSetting } from './settings.account-setting';
import type { CreationTemplate } from './settings.creation-template';
import type { LifecyclePolicy } from '../aws/lifecycle/policy';
import type { ManagedPolicy } from '../aws/policy/managed-policies';
import type { PolicyDocument } from '../aws/policy/document';
import type { PullThroughCacheRule } from './pull-through-cache';
import type { Scanning } from './scanning';
import type { Identity, Registry, ReplicationRule, Repository } from './topology';

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
