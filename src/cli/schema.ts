import { Command, InvalidArgumentError, Option } from 'commander';
import { readDeclaredNames } from '../declaration/schema/declared-names';
import { findDeclaration, refuseFile } from '../declaration/syntax/source';
import { jsonSchemaText } from '../lint/declaration/declaration-schema';
import { exitCodeFor } from './exit';
import { withHelpText } from './help';
import { readNamedFile } from './named-file';
import { reportDiagnostics } from './report-diagnostics';
import { outputOf, outputOption, type Output } from './output';

interface Options {
  /** `true` without a file. */
  readonly names?: string | true;
}

export function schemaCommand(): Command {
  const command = new Command('schema')
    .description('Print the JSON Schema of topology.yaml for editors')
    .addOption(
      new Option(
        '--names [file]',
        'complete the names that the file declares (default: $ECR_TOPOLOGY, or the nearest topology.yaml)',
      ).argParser(rejectEmpty),
    )
    .addOption(outputOption())
    .action(async ({ names }: Options, self: Command) => {
      const output = outputOf(self);
      if (names === undefined) {
        output.print(jsonSchemaText());
      } else {
        await printWithNames(findDeclaration(names === true ? undefined : names, process.env).file, output);
      }
    });
  return withHelpText(command, {
    about: [
      'With the schema, an editor with YAML support completes keys and values, shows their descriptions and reports errors. With --names, it also completes the accounts, registries and repositories of the file. Names that you declare later stay valid. Run the command again to complete them.',
    ],
    examples: [
      'ecr-topology schema -o topology.schema.json',
      'ecr-topology schema --names -o topology.names.schema.json',
      'ecr-topology schema --names staging.yaml -o staging.names.schema.json',
    ],
  });
}

const MISSING_FILE_HELP =
  'Set --names FILE or ECR_TOPOLOGY, or run the command in the folder of topology.yaml or one of its subfolders.';

async function printWithNames(file: string, output: Output): Promise<void> {
  const source = await readNamedFile(file, MISSING_FILE_HELP);
  const read = 'text' in source ? readDeclaredNames(source) : refuseFile(file, source);
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
