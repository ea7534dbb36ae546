import { declarationSections } from '../../declaration/schema/declaration';
import { section } from '../../declaration/schema/field-types';
import { toEditorSchema, type DeclaredNames } from '../../declaration/schema/json-schema';
import { checksSchema } from '../plan/settings-schema';
import { WARNINGS } from './settings';

/** The whole language: the sections that describe the topology, then the settings of the checks. */
export const declarationSchema = section(
  { ...declarationSections, checks: checksSchema(WARNINGS).optional() },
  'The private Amazon ECR registries of an organization: accounts, registries, repositories, replication and access.',
);

/**
 * Returns the JSON Schema (draft-7) of `topology.yaml` for editors. A test keeps the committed file equal to it.
 *
 * @param names the names to complete
 */
export function jsonSchemaText(names?: DeclaredNames): string {
  return `${JSON.stringify(toEditorSchema(declarationSchema, 'ecr-topology', names), null, 2)}\n`;
}
