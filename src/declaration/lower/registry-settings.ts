import type { RegistryId } from '../../aws/arn';
import { policyFromStatements } from '../../aws/policy/grants';
import { sortedBy, sortedUnique } from '../../base/collections';
import type { CreationTemplate } from '../../model/settings.creation-template';
import type { BoundCreationTemplate, BoundRegistry } from '../bind/bound-declaration';
import { lowerRepositoryStatement } from './access.statements';
import { lowerSettings } from './repository-settings';

export function lowerCreationTemplates(registry: BoundRegistry, id: RegistryId): readonly CreationTemplate[] {
  const templates = registry.creationTemplates.flatMap((template) => lowerTemplate(template, registry, id));
  return sortedBy(templates, ({ prefix }) => prefix);
}

function lowerTemplate(
  { prefix, appliedFor, description, settings, statements, customRoleArn }: BoundCreationTemplate,
  registry: BoundRegistry,
  id: RegistryId,
): readonly CreationTemplate[] {
  if (prefix === undefined) return [];
  const { imageTagMutability, encryption, lifecyclePolicy, tags } = lowerSettings(settings, registry);
  return [
    {
      prefix,
      appliedFor: sortedUnique(appliedFor.map(({ use }) => use)),
      description,
      settings: { imageTagMutability, encryption, lifecyclePolicy, tags },
      policy: policyFromStatements(
        statements.flatMap((statement) => lowerRepositoryStatement(id, statement)),
      ),
      customRoleArn: customRoleArn?.text,
    },
  ];
}
