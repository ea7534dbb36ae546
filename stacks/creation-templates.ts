import { EcrRepositoryCreationTemplate } from '@cdktf/provider-aws/lib/ecr-repository-creation-template';
import type { TerraformStack } from 'cdktf';
import type { ResourceOf } from '../src/registry';
import type { Placement } from './placement';

export function addCreationTemplate(
  stack: TerraformStack,
  { id, template }: ResourceOf<'aws_ecr_repository_creation_template'>,
  placement: Placement,
): EcrRepositoryCreationTemplate {
  const { prefix, appliedFor, description, customRoleArn } = template;
  return new EcrRepositoryCreationTemplate(stack, `creation-template.${id}`, {
    ...placement,
    prefix,
    appliedFor: [...appliedFor],
    ...(description === undefined ? {} : { description }),
    ...(customRoleArn === undefined ? {} : { customRoleArn }),
  });
}
