import { z } from 'zod';
import {
  REGISTRY_PARTS,
  REPOSITORY_PARTS,
  type RegistryPart,
  type RepositoryPart,
} from '../../model/resource-types';
import { distinctList, flag } from './field-types';
import type { Located } from './located';

export const registryImportSchema = z.union([importFlag(), partList(REGISTRY_PARTS)]).meta({
  description:
    'What exists already and is imported instead of created: true for all that the topology declares here, ' +
    'repositories included, or a list. Default: false.',
});

export const repositoryImportSchema = z
  .union([
    importFlag(),
    partList(REPOSITORY_PARTS),
    z
      .record(z.string(), z.union([importFlag(), partList(REPOSITORY_PARTS)]))
      .meta({ description: 'What exists already, for each registry by its name.' }),
  ])
  .meta({
    description:
      'Whether it exists already and is imported instead of created, wherever it stands: true, false, a list of parts, ' +
      'or one of these for each registry. Default: what its registries say.',
  });

function importFlag() {
  return flag('true: all that is declared exists. false: nothing does.');
}

function partList<Part extends string>(parts: readonly [Part, ...Part[]]) {
  return distinctList(
    z.array(z.enum(parts).meta({ description: 'What exists.' })).min(1),
    'shape/wrong-value',
  ).meta({ description: 'What exists.' });
}

/** The import of one registry or repository: everything that is declared for it, nothing, or a list of parts. */
export type DeclaredImport<Part extends RegistryPart | RepositoryPart> = Located<boolean | Part[]>;
export type DeclaredRepositoryImport = Located<z.input<typeof repositoryImportSchema>>;
