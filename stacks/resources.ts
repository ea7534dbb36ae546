import type { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import type { TerraformResource, TerraformStack } from 'cdktf';
import type { Resource } from '../src/model/deployment.resource';
import type { PlacedResource } from '../src/terraform/layout';
import type { Placement } from './arguments.placement';
import { addAccountSetting } from './resources.account-settings';
import { addCreationTemplate } from './resources.creation-templates';
import { addIdentityPolicy, addPolicyAttachment } from './resources.identities';
import { addInspector } from './resources.inspector';
import { addPullThroughCacheRule } from './resources.pull-through-cache';
import { addRegistryPolicy } from './resources.registry-policy';
import { addReplication } from './resources.replication';
import { addLifecyclePolicy, addRepository, addRepositoryPolicy } from './resources.repositories';
import { addScanning } from './resources.scanning';

/** Adds one resource with the provider, Region and dependencies of its layout. */
export function addResource(
  stack: TerraformStack,
  { resource, region, after }: PlacedResource,
  provider: AwsProvider,
): void {
  const construct = createResource(stack, resource, {
    provider,
    ...(region === undefined ? {} : { region }),
    ...(after.length === 0 ? {} : { dependsOn: after.map((fqn) => ({ fqn })) }),
  });
  construct.overrideLogicalId(resource.id);
}

function createResource(stack: TerraformStack, resource: Resource, placement: Placement): TerraformResource {
  switch (resource.type) {
    case 'aws_ecr_account_setting':
      return addAccountSetting(stack, resource, placement);
    case 'aws_ecr_lifecycle_policy':
      return addLifecyclePolicy(stack, resource, placement);
    case 'aws_ecr_pull_through_cache_rule':
      return addPullThroughCacheRule(stack, resource, placement);
    case 'aws_ecr_registry_policy':
      return addRegistryPolicy(stack, resource, placement);
    case 'aws_ecr_registry_scanning_configuration':
      return addScanning(stack, resource, placement);
    case 'aws_ecr_replication_configuration':
      return addReplication(stack, resource, placement);
    case 'aws_ecr_repository':
      return addRepository(stack, resource, placement);
    case 'aws_ecr_repository_creation_template':
      return addCreationTemplate(stack, resource, placement);
    case 'aws_ecr_repository_policy':
      return addRepositoryPolicy(stack, resource, placement);
    case 'aws_iam_role_policy':
    case 'aws_iam_user_policy':
      return addIdentityPolicy(stack, resource, placement);
    case 'aws_iam_role_policy_attachment':
    case 'aws_iam_user_policy_attachment':
      return addPolicyAttachment(stack, resource, placement);
    case 'aws_inspector2_enabler':
      return addInspector(stack, resource, placement);
  }
}
