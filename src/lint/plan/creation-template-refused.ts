import type { RegistryId } from '../../aws/arn';
import type { CreationTemplate } from '../../model/settings';
import { isKnown, type Unknown } from '../../model/unknown';
import { isChangedInAws, type PlannedResource } from '../../plan/model/planned-resource';
import { registryMark } from '../finding-text';
import { addressOf } from '../predicates/plan-resources';
import { customRoleFault } from '../predicates/service-roles';
import { defineRule, type Problem } from '../rule';

export const creationTemplateRefused = defineRule({
  id: 'creation-template-refused',
  severity: 'error',
  doc: 'ECR cannot create repositories from the creation template, because its role is missing or not valid.',
  why:
    'The apply creates the template, but ECR cannot create a repository from it. The first pull through the cache, ' +
    'replication or push fails. Tags and KMS encryption require custom_role_arn. ' +
    'https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-creation-templates.html',
  options: {},
  check: ({ resources }) => resources.filter(isChangedInAws).flatMap(problemOf),
});

function problemOf(resource: PlannedResource): readonly Problem[] {
  if (resource.kind !== 'creation-template' || resource.after === undefined) return [];
  const { registry, template } = resource.after;
  if (!isKnown(template)) return [];
  const refusal = faultOf(template, registry);
  if (refusal === undefined) return [];
  return [
    {
      at: addressOf(resource),
      subject: { registry },
      message: `ECR cannot create repositories from the creation template '${template.prefix}' (${registryMark(registry)}): ${refusal.fault}`,
      help: refusal.help,
    },
  ];
}

interface Fault {
  readonly fault: string;
  readonly help: string;
}

function faultOf(
  { settings, customRoleArn }: CreationTemplate<Unknown>,
  registry: RegistryId,
): Fault | undefined {
  const { encryption, tags } = settings;
  const requiringRole = [
    ...(isKnown(encryption) && encryption.type !== 'AES256' ? [`${encryption.type} encryption`] : []),
    ...(isKnown(tags) && Object.keys(tags).length > 0 ? ['resource_tags'] : []),
  ];
  const help =
    'Set custom_role_arn to a role of this account. The role must trust ecr.amazonaws.com and allow ecr:CreateRepository, ' +
    'ecr:ReplicateImage, ecr:TagResource, and kms:CreateGrant, kms:DescribeKey and kms:RetireGrant on the key.';
  if (customRoleArn === undefined) {
    if (requiringRole.length === 0) return undefined;
    return {
      fault: `${requiringRole.join(' and ')} ${requiringRole.length === 1 ? 'requires' : 'require'} custom_role_arn, which is not set.`,
      help,
    };
  }
  if (!isKnown(customRoleArn)) return undefined;
  const fault = customRoleFault(customRoleArn, registry);
  return fault === undefined ? undefined : { fault, help };
}
