import { EcrLifecyclePolicy } from '@cdktf/provider-aws/lib/ecr-lifecycle-policy';
import { EcrRepository } from '@cdktf/provider-aws/lib/ecr-repository';
import { EcrRepositoryPolicy } from '@cdktf/provider-aws/lib/ecr-repository-policy';
import { App, type TerraformStack } from 'cdktf';
import type { ResourceOf } from '../src/model/deployment.resource';
import { settingArguments } from './arguments';
import { jsonArgument, policyArgument } from './arguments.json-argument';
import type { Placement } from './arguments.placement';

export function addRepository(
  stack: TerraformStack,
  { id, repository }: ResourceOf<'aws_ecr_repository'>,
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

export function addRepositoryPolicy(
  stack: TerraformStack,
  { id, policy }: ResourceOf<'aws_ecr_repository_policy'>,
  placement: Placement,
): EcrRepositoryPolicy {
  return new EcrRepositoryPolicy(stack, `repository-policy.${id}`, {
    ...placement,
    ...attachmentArguments(stack, id),
    policy: policyArgument(policy),
  });
}

export function addLifecyclePolicy(
  stack: TerraformStack,
  { id, lifecyclePolicy }: ResourceOf<'aws_ecr_lifecycle_policy'>,
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
