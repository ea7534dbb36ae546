import {
  policyOfStatements,
  sortedBy,
  sortedUnique,
  type CreationTemplate,
  type RegistryId,
} from '../../registry';
import type { LinkedRegistry, LinkedTemplate } from '../link/linked';
import { resolveSettings } from './settings';
import { repositoryStatementOf } from './statements';

export function resolveCreationTemplates(
  registry: LinkedRegistry,
  id: RegistryId,
): readonly CreationTemplate[] {
  const templates = registry.creationTemplates.flatMap((template) => resolveTemplate(template, registry, id));
  return sortedBy(templates, ({ prefix }) => prefix);
}

function resolveTemplate(
  { prefix, appliedFor, description, settings, statements, customRoleArn }: LinkedTemplate,
  registry: LinkedRegistry,
  id: RegistryId,
): readonly CreationTemplate[] {
  if (prefix === undefined) return [];
  const { imageTagMutability, encryption, lifecyclePolicy, tags } = resolveSettings(settings, registry);
  return [
    {
      prefix,
      appliedFor: sortedUnique(appliedFor.map(({ use }) => use)),
      description,
      settings: { imageTagMutability, encryption, lifecyclePolicy, tags },
      policy: policyOfStatements(statements.flatMap((statement) => repositoryStatementOf(id, statement))),
      customRoleArn: customRoleArn?.text,
    },
  ];
}
