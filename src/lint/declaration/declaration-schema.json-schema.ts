import { z } from 'zod';
import { declarationSchema } from './declaration-schema';

/** Returns the JSON Schema (draft-7) of `topology.yaml` for editors. A test keeps the committed file equal to it. */
export function jsonSchemaText(): string {
  const { $schema, ...schema } = z.toJSONSchema(declarationSchema, { target: 'draft-7', io: 'input' });
  return `${JSON.stringify({ $schema, title: 'ecr-topology', ...schema }, null, 2)}\n`;
}
