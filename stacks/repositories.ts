import { EcrLifecyclePolicy } from '@cdktf/provider-aws/lib/ecr-lifecycle-policy';
import { EcrRepository } from '@cdktf/provider-aws/lib/ecr-repository';
import { EcrRepositoryPolicy } from '@cdktf/provider-aws/lib/ecr-repository-policy';
import { App, type TerraformStack } from 'cdktf';
import type { ResourceOf } from '../src/registry';
import { jsonArgument, policyArgument } from './json-argument';
import type { Placement } from './placement';
import { settingArguments } from './repository-settings';

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

/** The one repository policy of a repository that grants something. */
export function addRepositoryPolicy(
  stack: TerraformStack,
  { id, policy }: ResourceOf<'aws_ecr_repository_policy'>,
  placement: Placement,
): EcrRepositoryPolicy {
  return new EcrRepositoryPolicy(stack, `repository-policy.${id}`, {
    ...placement,
    ...attachedTo(stack, id),
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
    ...attachedTo(stack, id),
    policy: jsonArgument(lifecyclePolicy.text),
  });
}

/**
 * A reference to the repository, so that what is attached comes after it; the name is known at plan all the same. For that
 * reason Terraform would not notice where it replaces the repository, and ECR deletes with the former what was attached:
 * its id is what changes then, and nothing else changes it.
 */
function attachedTo(stack: TerraformStack, id: string) {
  const repository = `aws_ecr_repository.${id}`;
  return {
    repository: `\${${repository}.name}`,
    lifecycle: { replaceTriggeredBy: [bareReference(stack, `${repository}.id`)] },
  };
}

/**
 * A reference where Terraform takes no expression. In JSON it is the text of the reference; in HCL, cdktf puts every text in
 * quotes, and of what is in quotes Terraform takes a template for a reference.
 */
function bareReference(stack: TerraformStack, reference: string): string {
  return App.of(stack).hclOutput ? `\${${reference}}` : reference;
}
