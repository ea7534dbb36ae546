import { z } from 'zod';
import { declarationSchema } from './schema/full-declaration';

/** The JSON Schema (draft-7) of `topology.yaml`, for editors. The committed file is kept equal to it by a test. */
export function jsonSchemaText(): string {
  const { $schema, ...schema } = z.toJSONSchema(declarationSchema, { target: 'draft-7', io: 'input' });
  return `${JSON.stringify({ $schema, title: 'ecr-topology', ...schema }, null, 2)}\n`;
}
