import { Command, InvalidArgumentError, Option } from 'commander';
import { readDeclaredNames } from '../declaration/schema/declared-names';
import { declarationFile } from '../declaration/syntax/source';
import { jsonSchemaText } from '../lint/declaration/declaration-schema';
import { exitCodeFor } from './exit';
import { reportDiagnostics } from './options';
import { outputOf, outputOption, type Output } from './output';

interface Options {
  /** `true` without a file. */
  readonly names?: string | true;
}

export function schemaCommand(): Command {
  return new Command('schema')
    .description('print the JSON Schema (draft-7) of topology.yaml, for editors')
    .addOption(
      new Option(
        '--names [file]',
        'complete the names that the file declares (default: $ECR_TOPOLOGY, then topology.yaml)',
      ).argParser(rejectEmpty),
    )
    .addOption(outputOption())
    .addHelpText(
      'after',
      `
With the schema, an editor with YAML support completes keys and values, shows their descriptions and reports errors.
With --names it also completes the accounts, registries and repositories of the file. Names that you declare later stay
valid. Run the command again to complete them.

Examples:
  $ ecr-topology schema > topology.schema.json
  $ ecr-topology schema --names > topology.names.schema.json
  $ ecr-topology schema --names staging.yaml > staging.names.schema.json`,
    )
    .action(({ names }: Options, command: Command) => {
      const output = outputOf(command);
      if (names === undefined) output.print(jsonSchemaText());
      else printWithNames(declarationFile(names === true ? undefined : names, process.env), output);
    });
}

function printWithNames(file: string, output: Output): void {
  const read = readDeclaredNames(file);
  if (read.kind === 'names') {
    output.print(jsonSchemaText(read.names));
    return;
  }
  reportDiagnostics(read, output);
  process.exitCode = exitCodeFor(read);
}

function rejectEmpty(file: string): string {
  if (file === '') throw new InvalidArgumentError('The name of the file is empty.');
  return file;
}
