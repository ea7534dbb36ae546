import { CommanderError } from 'commander';
import { EXIT } from './exit';
import { program } from './program';

/** The command line. Whatever happens, the process ends with one of the exit codes and never with a stack trace. */
async function main(): Promise<void> {
  try {
    await program().parseAsync(process.argv);
  } catch (error) {
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode === 0 ? EXIT.fine : EXIT.couldNotRun;
      return;
    }
    const debug = process.env.ECR_TOPOLOGY_DEBUG !== undefined;
    process.stderr.write(`error: ${describe(error, debug)}\n`);
    process.exitCode = EXIT.couldNotRun;
  }
}

function describe(error: unknown, debug: boolean): string {
  if (!(error instanceof Error)) return String(error);
  return debug ? (error.stack ?? error.message) : error.message;
}

void main();
