import { EcrRepositoryCreationTemplate } from '@cdktf/provider-aws/lib/ecr-repository-creation-template';
import type { TerraformStack } from 'cdktf';
import type { ResourceOf } from '../src/model/deployment.resource';
import type { CreationTemplate } from '../src/model/settings.creation-template';
import { settingArguments } from './arguments';
import { jsonArgument, policyArgument } from './arguments.json-argument';
import type { Placement } from './arguments.placement';

export function addCreationTemplate(
  stack: TerraformStack,
  { id, template }: ResourceOf<'aws_ecr_repository_creation_template'>,
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
