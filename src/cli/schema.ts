import { Command } from 'commander';
import { jsonSchemaText } from '../lint/declaration/declaration-schema';
import { outputOf, outputOption } from './output';

export function schemaCommand(): Command {
  return new Command('schema')
    .description('the JSON Schema (draft-7) of topology.yaml')
    .addOption(outputOption())
    .addHelpText(
      'after',
      `
Editors with YAML support complete and check the file by it.

Examples:
  $ ecr-topology schema > topology.schema.json`,
    )
    .action((_options: object, command: Command) => {
      outputOf(command).print(jsonSchemaText());
    });
}
