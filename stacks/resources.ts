import { EcrAccountSetting } from '@cdktf/provider-aws/lib/ecr-account-setting';
import { EcrLifecyclePolicy } from '@cdktf/provider-aws/lib/ecr-lifecycle-policy';
import { EcrPullThroughCacheRule } from '@cdktf/provider-aws/lib/ecr-pull-through-cache-rule';
import { EcrRegistryPolicy } from '@cdktf/provider-aws/lib/ecr-registry-policy';
import { EcrRegistryScanningConfiguration } from '@cdktf/provider-aws/lib/ecr-registry-scanning-configuration';
import { EcrReplicationConfiguration } from '@cdktf/provider-aws/lib/ecr-replication-configuration';
import { EcrRepository } from '@cdktf/provider-aws/lib/ecr-repository';
import { EcrRepositoryCreationTemplate } from '@cdktf/provider-aws/lib/ecr-repository-creation-template';
import { EcrRepositoryPolicy } from '@cdktf/provider-aws/lib/ecr-repository-policy';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import { IamUserPolicy } from '@cdktf/provider-aws/lib/iam-user-policy';
import { IamUserPolicyAttachment } from '@cdktf/provider-aws/lib/iam-user-policy-attachment';
import { Inspector2Enabler } from '@cdktf/provider-aws/lib/inspector2-enabler';
import type { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App, TerraformResource, type TerraformStack } from 'cdktf';
import { IDENTITY_POLICY_NAME } from '../src/aws/arn';
import { managedPolicyArn } from '../src/aws/policy/managed-policies';
import type { CreationTemplate } from '../src/model/settings';
import type { ReplicationRule } from '../src/model/resource-types';
import type { BlockOf, ResourceBlock, ResourceDescription } from '../src/terraform/description';
import { jsonArgument, policyArgument, settingArguments, type Placement } from './arguments';

/** Adds one resource with its provider, Region and dependencies. */
export function addResource(
  stack: TerraformStack,
  { block, region, after }: ResourceDescription,
  provider: AwsProvider,
): void {
  const construct = createResource(stack, block, {
    provider,
    ...(region === undefined ? {} : { region }),
    ...(after.length === 0 ? {} : { dependsOn: after.map((fqn) => ({ fqn })) }),
  });
  construct.overrideLogicalId(block.id);
}

function createResource(
  stack: TerraformStack,
  block: ResourceBlock,
  placement: Placement,
): TerraformResource {
  switch (block.type) {
    case 'aws_ecr_account_setting':
      return addAccountSetting(stack, block, placement);
    case 'aws_ecr_lifecycle_policy':
      return addLifecyclePolicy(stack, block, placement);
    case 'aws_ecr_pull_through_cache_rule':
      return addPullThroughCacheRule(stack, block, placement);
    case 'aws_ecr_pull_time_update_exclusion':
      return addPullTimeUpdateExclusion(stack, block, placement);
    case 'aws_ecr_registry_policy':
      return addRegistryPolicy(stack, block, placement);
    case 'aws_ecr_registry_scanning_configuration':
      return addScanning(stack, block, placement);
    case 'aws_ecr_replication_configuration':
      return addReplication(stack, block, placement);
    case 'aws_ecr_repository':
      return addRepository(stack, block, placement);
    case 'aws_ecr_repository_creation_template':
      return addCreationTemplate(stack, block, placement);
    case 'aws_ecr_repository_policy':
      return addRepositoryPolicy(stack, block, placement);
    case 'aws_iam_role_policy':
    case 'aws_iam_user_policy':
      return addIdentityPolicy(stack, block, placement);
    case 'aws_iam_role_policy_attachment':
    case 'aws_iam_user_policy_attachment':
      return addPolicyAttachment(stack, block, placement);
    case 'aws_inspector2_enabler':
      return addInspector(stack, block, placement);
  }
}

function addRepository(
  stack: TerraformStack,
  { id, repository }: BlockOf<'aws_ecr_repository'>,
  placement: Placement,
): EcrRepository {
  const { name, forceDelete, preventDestroy, settings } = repository;
  return new EcrRepository(stack, `repository.${id}`, {
    ...placement,
    name,
    ...settingArguments(settings),
    ...(forceDelete ? { forceDelete } : {}),
    ...(preventDestroy ? { lifecycle: { preventDestroy } } : {}),
  });
}

function addRepositoryPolicy(
  stack: TerraformStack,
  { id, policy }: BlockOf<'aws_ecr_repository_policy'>,
  placement: Placement,
): EcrRepositoryPolicy {
  return new EcrRepositoryPolicy(stack, `repository-policy.${id}`, {
    ...placement,
    ...attachmentArguments(stack, id),
    policy: policyArgument(policy),
  });
}

function addLifecyclePolicy(
  stack: TerraformStack,
  { id, lifecyclePolicy }: BlockOf<'aws_ecr_lifecycle_policy'>,
  placement: Placement,
): EcrLifecyclePolicy {
  return new EcrLifecyclePolicy(stack, `lifecycle-policy.${id}`, {
    ...placement,
    ...attachmentArguments(stack, id),
    policy: jsonArgument(lifecyclePolicy.text),
  });
}

/**
 * Refers to the repository, so that Terraform creates it first. The name is known at plan time, so it does not
 * change if Terraform replaces the repository. ECR then deletes the attached policy together with the old
 * repository. The ID of the repository changes only when it is replaced, so it triggers the replacement of the
 * policy.
 */
function attachmentArguments(stack: TerraformStack, id: string) {
  const repository = `aws_ecr_repository.${id}`;
  return {
    repository: `\${${repository}.name}`,
    lifecycle: { replaceTriggeredBy: [bareReference(stack, `${repository}.id`)] },
  };
}

/**
 * A reference in an argument that does not accept expressions. In JSON, the text is the reference. In HCL,
 * cdktf quotes every text, and Terraform accepts a quoted reference only as a template.
 */
function bareReference(stack: TerraformStack, reference: string): string {
  return App.of(stack).hclOutput ? `\${${reference}}` : reference;
}

function addCreationTemplate(
  stack: TerraformStack,
  { id, template }: BlockOf<'aws_ecr_repository_creation_template'>,
  placement: Placement,
): EcrRepositoryCreationTemplate {
  const { prefix, appliedFor, description, settings, policy, customRoleArn } = template;
  return new EcrRepositoryCreationTemplate(stack, `creation-template.${id}`, {
    ...placement,
    prefix,
    appliedFor: [...appliedFor],
    ...(description === undefined ? {} : { description }),
    ...templateArguments(settings),
    ...(policy === undefined ? {} : { repositoryPolicy: policyArgument(policy) }),
    ...(customRoleArn === undefined ? {} : { customRoleArn }),
  });
}

/**
 * Returns the arguments of a repository, with two differences: the lifecycle policy is an argument instead of
 * its own resource, and tags have another name.
 */
function templateArguments(settings: CreationTemplate['settings']) {
  const { lifecyclePolicy } = settings;
  const { tags, imageTagMutability, imageTagMutabilityExclusionFilter, encryptionConfiguration } =
    settingArguments({ ...settings, scanOnPush: false });
  return {
    ...(imageTagMutability === undefined ? {} : { imageTagMutability }),
    ...(imageTagMutabilityExclusionFilter === undefined ? {} : { imageTagMutabilityExclusionFilter }),
    ...(encryptionConfiguration === undefined ? {} : { encryptionConfiguration }),
    ...(lifecyclePolicy === undefined ? {} : { lifecyclePolicy: jsonArgument(lifecyclePolicy.text) }),
    ...(tags === undefined ? {} : { resourceTags: tags }),
  };
}

function addRegistryPolicy(
  stack: TerraformStack,
  { id, policy }: BlockOf<'aws_ecr_registry_policy'>,
  placement: Placement,
): EcrRegistryPolicy {
  return new EcrRegistryPolicy(stack, `registry-policy.${id}`, {
    ...placement,
    policy: policyArgument(policy),
  });
}

/** Adds the replication configuration of a source registry. A registry has at most one. */
function addReplication(
  stack: TerraformStack,
  { id, rules }: BlockOf<'aws_ecr_replication_configuration'>,
  placement: Placement,
): EcrReplicationConfiguration {
  return new EcrReplicationConfiguration(stack, `replication.${id}`, {
    ...placement,
    replicationConfiguration: { rule: rules.map(rule) },
  });
}

function rule({ filters, destinations }: ReplicationRule) {
  return {
    // A rule without filters replicates all repositories. ECR rejects an empty list.
    ...(filters === 'all'
      ? {}
      : { repositoryFilter: filters.map((filter) => ({ filter, filterType: 'PREFIX_MATCH' })) }),
    destination: destinations.map(({ accountId, region }) => ({ registryId: accountId, region })),
  };
}

function addScanning(
  stack: TerraformStack,
  { id, scanning: { type, rules } }: BlockOf<'aws_ecr_registry_scanning_configuration'>,
  placement: Placement,
): EcrRegistryScanningConfiguration {
  return new EcrRegistryScanningConfiguration(stack, `scanning.${id}`, {
    ...placement,
    scanType: type,
    ...(rules.length === 0
      ? {}
      : {
          rule: rules.map(({ frequency, filters }) => ({
            scanFrequency: frequency,
            repositoryFilter: filters.map((filter) => ({ filter, filterType: 'WILDCARD' })),
          })),
        }),
  });
}

/** Enables Amazon Inspector for ECR only. */
function addInspector(
  stack: TerraformStack,
  { id, accountId }: BlockOf<'aws_inspector2_enabler'>,
  placement: Placement,
): Inspector2Enabler {
  return new Inspector2Enabler(stack, `inspector.${id}`, {
    ...placement,
    accountIds: [accountId],
    resourceTypes: ['ECR'],
  });
}

function addPullThroughCacheRule(
  stack: TerraformStack,
  { id, rule }: BlockOf<'aws_ecr_pull_through_cache_rule'>,
  placement: Placement,
): EcrPullThroughCacheRule {
  const { prefix, upstream, upstreamPrefix, credentialArn, customRoleArn } = rule;
  return new EcrPullThroughCacheRule(stack, `pull-through-cache.${id}`, {
    ...placement,
    ecrRepositoryPrefix: prefix,
    upstreamRegistryUrl: upstream,
    ...(upstreamPrefix === undefined ? {} : { upstreamRepositoryPrefix: upstreamPrefix }),
    ...(credentialArn === undefined ? {} : { credentialArn }),
    ...(customRoleArn === undefined ? {} : { customRoleArn }),
  });
}

function addAccountSetting(
  stack: TerraformStack,
  { id, setting: { name, value } }: BlockOf<'aws_ecr_account_setting'>,
  placement: Placement,
): EcrAccountSetting {
  return new EcrAccountSetting(stack, `account-setting.${id}`, { ...placement, name, value });
}

function addPullTimeUpdateExclusion(
  stack: TerraformStack,
  { id, principal }: BlockOf<'aws_ecr_pull_time_update_exclusion'>,
  placement: Placement,
): TerraformResource {
  return new PullTimeUpdateExclusion(stack, `pull-time-update-exclusion.${id}`, principal, placement);
}

/** The bindings, of version 6.25 of the provider, lack this resource. */
class PullTimeUpdateExclusion extends TerraformResource {
  private readonly attributes: Readonly<Record<string, string>>;

  public constructor(
    stack: TerraformStack,
    id: string,
    principal: string,
    { region, ...placement }: Placement,
  ) {
    super(stack, id, { terraformResourceType: 'aws_ecr_pull_time_update_exclusion', ...placement });
    this.attributes = { principal_arn: principal, ...(region === undefined ? {} : { region }) };
  }

  protected override synthesizeAttributes(): Record<string, string> {
    return { ...this.attributes };
  }

  protected override synthesizeHclAttributes(): object {
    return Object.fromEntries(
      Object.entries(this.attributes).map(([name, value]) => [
        name,
        { value, isBlock: false, type: 'simple', storageClassType: 'string' },
      ]),
    );
  }
}

/** Adds the inline policy of a role or user. */
function addIdentityPolicy(
  stack: TerraformStack,
  { type, id, identity, policy }: BlockOf<'aws_iam_role_policy' | 'aws_iam_user_policy'>,
  placement: Placement,
): TerraformResource {
  const config = { ...placement, name: IDENTITY_POLICY_NAME, policy: policyArgument(policy) };
  return type === 'aws_iam_role_policy'
    ? new IamRolePolicy(stack, `role-policy.${id}`, { ...config, role: identity.name })
    : new IamUserPolicy(stack, `user-policy.${id}`, { ...config, user: identity.name });
}

/** Attaches an AWS managed policy to a role or user. */
function addPolicyAttachment(
  stack: TerraformStack,
  {
    type,
    id,
    identity,
    managedPolicy,
  }: BlockOf<'aws_iam_role_policy_attachment' | 'aws_iam_user_policy_attachment'>,
  placement: Placement,
): TerraformResource {
  const config = { ...placement, policyArn: managedPolicyArn(identity.partition, managedPolicy) };
  return type === 'aws_iam_role_policy_attachment'
    ? new IamRolePolicyAttachment(stack, `role-policy-attachment.${id}`, { ...config, role: identity.name })
    : new IamUserPolicyAttachment(stack, `user-policy-attachment.${id}`, { ...config, user: identity.name });
}
