import { Command } from 'commander';
import { jsonSchemaText } from '../lint/declaration/declaration-schema';

export function schemaCommand(): Command {
  return new Command('schema')
    .description('the JSON Schema (draft-7) of topology.yaml')
    .addHelpText(
      'after',
      `
Editors with YAML support complete and check the file by it.

Examples:
  $ ecr-topology schema > topology.schema.json`,
    )
    .action(() => {
      process.stdout.write(jsonSchemaText());
    });
}
