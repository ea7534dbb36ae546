import { z } from 'zod';
import { declarationSections } from '../../declaration/schema/declaration';
import { section } from '../../declaration/schema/field-types';
import { checksSchema } from '../plan/settings-schema';
import { WARNINGS } from './settings';

/** The whole language: the sections that describe the topology, then the settings of the checks. */
export const declarationSchema = section(
  { ...declarationSections, checks: checksSchema(WARNINGS).optional() },
  'The private Amazon ECR registries of an organisation.',
);

/** Returns the JSON Schema (draft-7) of `topology.yaml` for editors. A test keeps the committed file equal to it. */
export function jsonSchemaText(): string {
  const { $schema, ...schema } = z.toJSONSchema(declarationSchema, { target: 'draft-7', io: 'input' });
  return `${JSON.stringify({ $schema, title: 'ecr-topology', ...schema }, null, 2)}\n`;
}
