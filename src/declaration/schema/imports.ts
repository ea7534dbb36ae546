import * as z from 'zod';
import type { RegistryPart, RepositoryPart } from '../../model/resource-types';
import { describedEnum, distinctList, registryName } from './field-types';
import type { Located } from './located';

const REGISTRY_PARTS = {
  repositories: 'All repositories of the registry.',
  repositoryPolicies: 'The policies of the repositories.',
  lifecyclePolicies: 'The lifecycle policies of the repositories.',
  policy: 'The registry policy.',
  replication: 'The replication configuration.',
  scanning: 'The scanning configuration.',
  inspector: 'The activation of Amazon Inspector.',
  creationTemplates: 'The repository creation templates.',
  pullThroughCache: 'The pull-through cache rules.',
  settings: 'The account settings.',
  pullTimeUpdateExclusions: 'The pull time update exclusions.',
} as const satisfies Readonly<Record<RegistryPart, string>>;

const REPOSITORY_PARTS = {
  repository: 'The repository.',
  policy: 'The repository policy.',
  lifecycle: 'The lifecycle policy.',
} as const satisfies Readonly<Record<RepositoryPart, string>>;

/** The alternatives have no description, because editors would show it in place of the description of the union. */
export const registryImportSchema = z.union([z.boolean(), listOf(REGISTRY_PARTS)]).meta({
  description:
    'The existing resources of the registry that Terraform imports instead of creating them: `true` for all declared resources, ' +
    'including repositories; or a list of kinds. Default: false.',
  reference: 'guides/adopt.md',
  errorMessage: 'Expected true, false or a list of kinds of resources.',
});

export const repositoryImportSchema = z
  .union([
    z.boolean(),
    listOf(REPOSITORY_PARTS),
    z.record(registryName, z.union([z.boolean(), listOf(REPOSITORY_PARTS)])),
  ])
  .meta({
    description:
      'The existing resources of the repository that Terraform imports instead of creating them, in every registry that has the ' +
      'repository or its replica: `true`, `false` or a list of kinds; or a mapping from names of registries to one of these. ' +
      'Default: the `import` of each registry.',
    reference: 'guides/adopt.md',
    errorMessage:
      'Expected true, false, a list of kinds of resources, or a mapping from registries to these.',
  });

function listOf<const Parts extends Readonly<Record<string, string>>>(parts: Parts) {
  return distinctList(z.array(describedEnum(parts, 'A kind of resource.')).min(1), 'shape/wrong-value');
}

/** The import of one registry or repository: everything that is declared for it, nothing, or a list of parts. */
export type DeclaredImport<Part extends RegistryPart | RepositoryPart> = Located<boolean | Part[]>;
export type DeclaredRepositoryImport = Located<z.input<typeof repositoryImportSchema>>;
