import { namespaceOf } from '../../aws/namespaces';
import { sortedBy } from '../../base/collections';
import type { CreationTemplate } from '../../model/settings';
import type { Unknown } from '../../model/unknown';
import type { CallOutput } from '../session';
import { decodeTemplateUses } from './decode-registry';
import { decodeEncryption, decodeMutability, decodeTags } from './decode-repository';
import type { RegistryCalls } from './registry-calls';

const CALL = 'ecr:DescribeRepositoryCreationTemplates';

export async function readTemplates(calls: RegistryCalls): Promise<readonly CreationTemplate<Unknown>[]> {
  const pages = await calls.callAll(CALL, { maxResults: 1000 });
  const templates = pages.flatMap(({ repositoryCreationTemplates = [] }) => repositoryCreationTemplates);
  return sortedBy(
    templates.map((template) => decodeTemplate(calls, template)),
    ({ prefix }) => prefix,
  );
}

type Template = NonNullable<CallOutput<typeof CALL>['repositoryCreationTemplates']>[number];

function decodeTemplate(calls: RegistryCalls, template: Template): CreationTemplate<Unknown> {
  const { appliedFor, description, encryptionConfiguration, customRoleArn } = template;
  const { imageTagMutability, imageTagMutabilityExclusionFilters, resourceTags } = template;
  const prefix = namespaceOf(template.prefix ?? '');
  const unsupported = (field: string, value: string | undefined) =>
    calls.parts.unsupported('creationTemplates', prefix, {
      call: CALL,
      message: `The ${field} '${value ?? ''}' of the creation template '${prefix}' is not supported.`,
    });
  return {
    prefix,
    appliedFor: decodeTemplateUses(appliedFor) ?? unsupported('appliedFor', appliedFor?.join(', ')),
    // ECR returns an empty text if there is none.
    description: description === '' ? undefined : description,
    settings: {
      imageTagMutability:
        decodeMutability(imageTagMutability, imageTagMutabilityExclusionFilters) ??
        unsupported('imageTagMutability', imageTagMutability),
      encryption:
        decodeEncryption(encryptionConfiguration) ??
        unsupported('encryptionType', encryptionConfiguration?.encryptionType),
      lifecyclePolicy: calls.lifecyclePolicy(template.lifecyclePolicy),
      tags: decodeTags(resourceTags),
    },
    policy: calls.policy(template.repositoryPolicy, { part: 'creationTemplates', name: prefix, call: CALL }),
    customRoleArn,
  };
}
