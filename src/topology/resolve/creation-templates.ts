import {
  policyFromStatements,
  sortedBy,
  sortedUnique,
  type CreationTemplate,
  type RegistryId,
} from '../../registry';
import type { BoundRegistry, BoundCreationTemplate } from '../link/linked';
import { lowerSettings } from './settings';
import { lowerRepositoryStatement } from './statements';

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
