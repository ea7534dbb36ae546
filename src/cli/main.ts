import { CommanderError } from 'commander';
import { failureText } from '../report';
import { EXIT } from './exit';
import { program } from './program';

/** The command line. Whatever happens, the process ends with one of the exit codes and never with a stack trace. */
async function main(): Promise<void> {
  // Whoever reads the output may have seen enough: `ecr-topology schema | head`.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') return;
    process.stderr.write(failureText(error, process.env));
    process.exitCode = EXIT.couldNotRun;
  });
  try {
    await program().parseAsync(process.argv);
  } catch (error) {
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode === 0 ? EXIT.fine : EXIT.couldNotRun;
      return;
    }
    process.stderr.write(failureText(error, process.env));
    process.exitCode = EXIT.couldNotRun;
  }
}

void main();
